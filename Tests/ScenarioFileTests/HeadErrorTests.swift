import Testing

@Suite("Mistakes in the head")
struct HeadErrorTests {
    @Test("each is shown at its place, with help", arguments: cases)
    func shown(golden: Golden) {
        golden.check()
    }

    static let cases: [Golden] = [
        Golden(
            "no version",
            #"""
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            """#,
            #"""
            lab.yaml:1:1: error: the file has no `version`
             1 | topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
               | ^
               = a scenario begins with `version: 1`
            """#),
        Golden(
            "version not first",
            #"""
            seed: 2
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            """#,
            #"""
            lab.yaml:2:1: error: `version` must be the first key
             2 | version: 1
               | ^~~~~~~
            """#),
        Golden(
            "another major",
            #"""
            version: 2
            foo: bar
            """#,
            #"""
            lab.yaml:1:10: error: version 2 of the format is not one that this wirework reads
             1 | version: 2
               |          ^
               = a scenario begins with `version: 1`
            """#),
        Golden(
            "a version that is none",
            #"""
            version: one
            """#,
            #"""
            lab.yaml:1:10: error: version one of the format is not one that this wirework reads
             1 | version: one
               |          ^~~
               = a scenario begins with `version: 1`
            """#),
        Golden(
            "unknown keys",
            #"""
            version: 1
            sed: 4
            clok: real
            zzzzzz: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            """#,
            #"""
            lab.yaml:2:1: error: unknown key `sed` in a scenario
             2 | sed: 4
               | ^~~ did you mean `seed`?
               = a scenario takes: version, name, description, when, seed, clock, timeout, duration, settle, limit, params, matrix, exclude, include, same-seed, topology, traffic, timeline, expect
            lab.yaml:3:1: error: unknown key `clok` in a scenario
             3 | clok: real
               | ^~~~ did you mean `clock`?
               = a scenario takes: version, name, description, when, seed, clock, timeout, duration, settle, limit, params, matrix, exclude, include, same-seed, topology, traffic, timeline, expect
            lab.yaml:4:1: error: unknown key `zzzzzz` in a scenario
             4 | zzzzzz: 1
               | ^~~~~~
               = a scenario takes: version, name, description, when, seed, clock, timeout, duration, settle, limit, params, matrix, exclude, include, same-seed, topology, traffic, timeline, expect
            """#),
        Golden(
            "wrong values",
            #"""
            version: 1
            seed: -1
            clock: Virtual
            timeout: 5
            duration: 0s
            settle: 5S
            limit: many
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            """#,
            #"""
            lab.yaml:2:7: error: -1 is out of range: from 0 to 18446744073709551615
             2 | seed: -1
               |       ^~
            lab.yaml:3:8: error: unknown clock `Virtual`
             3 | clock: Virtual
               |        ^~~~~~~ did you mean `virtual`?
               = clock: real, virtual
            lab.yaml:4:10: error: a time needs its unit
             4 | timeout: 5
               |          ^ did you mean `5s`?
               = the units are ns us ms s min
            lab.yaml:5:11: error: a time longer than 0 is needed here
             5 | duration: 0s
               |           ^~
            lab.yaml:6:10: error: unknown unit `S` of time
             6 | settle: 5S
               |          ^ did you mean `5s`?
               = the units are ns us ms s min, case-sensitive
            lab.yaml:7:8: error: `many` is not an integer
             7 | limit: many
               |        ^~~~
               = integers are written 1000, 1_000 or 0x3e8
            """#),
        Golden(
            "units of time",
            #"""
            version: 1
            timeout: 5m
            duration: 3 sec
            settle: 1.5ns
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            """#,
            #"""
            lab.yaml:2:11: error: unknown unit `m` of time
             2 | timeout: 5m
               |           ^ did you mean `5min`?
               = the units are ns us ms s min, case-sensitive
            lab.yaml:3:12: error: unknown unit ` sec` of time
             3 | duration: 3 sec
               |            ^~~~ did you mean `3s`?
               = the units are ns us ms s min, case-sensitive
            lab.yaml:4:9: error: 1.5ns is no whole number of nanoseconds, or too long
             4 | settle: 1.5ns
               |         ^~~~~
            """#),
        Golden(
            "more units of time",
            #"""
            version: 1
            timeout: 5sec
            duration: 3MIN
            settle: 600000min
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            """#,
            #"""
            lab.yaml:2:11: error: unknown unit `sec` of time
             2 | timeout: 5sec
               |           ^~~ did you mean `5s`?
               = the units are ns us ms s min, case-sensitive
            lab.yaml:3:12: error: unknown unit `MIN` of time
             3 | duration: 3MIN
               |            ^~~ did you mean `3min`?
               = the units are ns us ms s min, case-sensitive
            lab.yaml:4:9: error: 600000min is longer than 366 days
             4 | settle: 600000min
               |         ^~~~~~~~~
            """#),
        Golden(
            "no topology",
            #"""
            version: 1
            seed: 3
            """#,
            #"""
            lab.yaml:1:1: error: the file has no `topology`
             1 | version: 1
               | ^
               = write `topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }`
            """#),
        Golden(
            "a key without a value",
            #"""
            version: 1
            seed:
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            """#,
            #"""
            lab.yaml:2:1: error: `seed` has no value
             2 | seed:
               | ^~~~
            """#),
        Golden(
            "no nodes",
            #"""
            version: 1
            topology: { links: [] }
            """#,
            #"""
            lab.yaml:2:1: error: `topology` has no `nodes`
             2 | topology: { links: [] }
               | ^~~~~~~~
            """#),
        Golden(
            "parameters that are not used",
            #"""
            version: 1
            params: { a: 1, b: 2 }
            seed: ${a}
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            """#,
            #"""
            lab.yaml:2:17: error: parameter `b` is not used
             2 | params: { a: 1, b: 2 }
               |                 ^
               = write "${b}" where its value belongs
            """#),
        Golden(
            "a parameter that is not there",
            #"""
            version: 1
            params: { size: 100 }
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            traffic: { f: { kind: udp, from: h1, to: h2, size: "${sise}", count: "${size}" } }
            """#,
            #"""
            lab.yaml:4:52: error: no parameter is named `sise`
             4 | traffic: { f: { kind: udp, from: h1, to: h2, size: "${sise}", count: "${size}" } }
               |                                                    ^~~~~~~~~ did you mean `size`?
               = `$${` is a literal `${`
            """#),
        Golden(
            "a parameter with the wrong value",
            #"""
            version: 1
            params: { n: abc }
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            traffic: { f: { kind: udp, from: h1, to: h2, count: "${n}" } }
            """#,
            #"""
            lab.yaml:4:53: error: `abc` is not an integer
             4 | traffic: { f: { kind: udp, from: h1, to: h2, count: "${n}" } }
               |                                                     ^~~~~~
               = integers are written 1000, 1_000 or 0x3e8
               = `${n}` is `abc`
            """#),
        Golden(
            "a parameter that is a list",
            #"""
            version: 1
            params: { n: [1] , 7: 3 }
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            """#,
            #"""
            lab.yaml:2:14: error: a parameter is a single value, not a list
             2 | params: { n: [1] , 7: 3 }
               |              ^
               = `matrix` makes one run for each value of a list
            lab.yaml:2:20: error: `7` is not a name
             2 | params: { n: [1] , 7: 3 }
               |                    ^
               = a name begins with a letter and has letters, digits, `_` and `-`
            """#),
        Golden(
            "a parameter without its brace",
            #"""
            version: 1
            description: "${a"
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            """#,
            #"""
            lab.yaml:2:14: error: `${` without its `}`
             2 | description: "${a"
               |              ^~~~~
               = `$${` is a literal `${`
            """#),
    ]
}
