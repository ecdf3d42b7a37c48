import Testing

@Suite("Mistakes in matrix, exclude and include")
struct MatrixErrorTests {
    @Test("each is shown at its place, with help", arguments: cases)
    func shown(golden: Golden) {
        golden.check()
    }

    private static func golden(_ name: String, _ yaml: String, _ rendered: String) -> Golden {
        Golden(name, yaml + "\ntopology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }", rendered)
    }

    static let cases: [Golden] = [
        golden(
            "a matrix that is a list", "version: 1\nmatrix: [64, 1400]\ndescription: \"${size}\"",
            #"""
            lab.yaml:2:9: error: expected `matrix` as a mapping, found a list
             2 | matrix: [64, 1400]
               |         ^
               = write `matrix: { size: [64, 1400], seed: 1..5 }`
            """#),
        golden(
            "a matrix without keys", "version: 1\nmatrix: {}",
            #"""
            lab.yaml:2:9: error: `matrix` has no keys
             2 | matrix: {}
               |         ^
               = write `matrix: { size: [64, 1400], seed: 1..5 }`
            """#),
        golden(
            "a matrix with nothing", "version: 1\nmatrix:",
            #"""
            lab.yaml:2:1: error: `matrix` has no value
             2 | matrix:
               | ^~~~~~
            """#),
        golden(
            "a single value", "version: 1\nmatrix: { size: 64, n: ~, 7: [1], m: { a: 1 } }\ndescription: \"${size}\"",
            #"""
            lab.yaml:2:17: error: `64` is a single value, not a list or a range
             2 | matrix: { size: 64, n: ~, 7: [1], m: { a: 1 } }
               |                 ^~
               = a single value belongs in `params`
               = write `matrix: { size: [64, 1400], seed: 1..5 }`
            lab.yaml:2:24: error: expected a list or a range, found nothing
             2 | matrix: { size: 64, n: ~, 7: [1], m: { a: 1 } }
               |                        ^
               = write `matrix: { size: [64, 1400], seed: 1..5 }`
            lab.yaml:2:27: error: `7` is not a name
             2 | matrix: { size: 64, n: ~, 7: [1], m: { a: 1 } }
               |                           ^
               = a name begins with a letter and has letters, digits, `_` and `-`
            lab.yaml:2:38: error: expected a list or a range, found a mapping
             2 | matrix: { size: 64, n: ~, 7: [1], m: { a: 1 } }
               |                                      ^
               = write `matrix: { size: [64, 1400], seed: 1..5 }`
            """#),
        golden(
            "an empty list", "version: 1\nmatrix: { size: [] }\ndescription: \"${size}\"",
            #"""
            lab.yaml:2:17: error: `size` has no values
             2 | matrix: { size: [] }
               |                 ^
            """#),
        golden(
            "a value twice", "version: 1\nmatrix: { size: [64, 65, 64], n: [[1], {}] }",
            #"""
            lab.yaml:2:26: error: `64` stands here twice
             2 | matrix: { size: [64, 65, 64], n: [[1], {}] }
               |                          ^~
            lab.yaml:2:18: note: the first one
             2 | matrix: { size: [64, 65, 64], n: [[1], {}] }
               |                  ^~
            lab.yaml:2:35: error: expected a single value, found a list
             2 | matrix: { size: [64, 65, 64], n: [[1], {}] }
               |                                   ^
            lab.yaml:2:40: error: expected a single value, found a mapping
             2 | matrix: { size: [64, 65, 64], n: [[1], {}] }
               |                                        ^
            """#),
        golden(
            "ranges", "version: 1\nmatrix: { a: 20..1, b: 1.., c: x..y, d: 0..10_000, e: 1...3 }",
            #"""
            lab.yaml:2:14: error: the range is empty: 20 is above 1
             2 | matrix: { a: 20..1, b: 1.., c: x..y, d: 0..10_000, e: 1...3 }
               |              ^~~~~
            lab.yaml:2:24: error: `1..` is no range of integers
             2 | matrix: { a: 20..1, b: 1.., c: x..y, d: 0..10_000, e: 1...3 }
               |                        ^~~
               = a range has both of its ends: 1..20
            lab.yaml:2:32: error: `x..y` is no range of integers
             2 | matrix: { a: 20..1, b: 1.., c: x..y, d: 0..10_000, e: 1...3 }
               |                                ^~~~
               = a range has both of its ends: 1..20
            lab.yaml:2:41: error: more than 10000 runs
             2 | matrix: { a: 20..1, b: 1.., c: x..y, d: 0..10_000, e: 1...3 }
               |                                         ^~~~~~~~~
            lab.yaml:2:55: error: `1...3` is no range of integers
             2 | matrix: { a: 20..1, b: 1.., c: x..y, d: 0..10_000, e: 1...3 }
               |                                                       ^~~~~
               = a range has both of its ends: 1..20
            """#),
        golden(
            "too many", "version: 1\nmatrix: { a: 1..200, b: 1..200 }\ndescription: \"${a}${b}\"",
            #"""
            lab.yaml:2:22: error: more than 10000 runs
             2 | matrix: { a: 1..200, b: 1..200 }
               |                      ^
            """#),
        golden(
            "in params too", "version: 1\nparams: { size: 64 }\nmatrix: { size: [1, 2] }\ndescription: \"${size}\"",
            #"""
            lab.yaml:3:11: error: `size` has a value already
             3 | matrix: { size: [1, 2] }
               |           ^~~~
            lab.yaml:2:11: note: it stands here; the runs have what `matrix` says
             2 | params: { size: 64 }
               |           ^~~~
            """#),
        golden(
            "in the head too", "version: 1\nseed: 3\nmatrix: { seed: [1, 2] }",
            #"""
            lab.yaml:3:11: error: `seed` has a value already
             3 | matrix: { seed: [1, 2] }
               |           ^~~~
            lab.yaml:2:1: note: it stands here; the runs have what `matrix` says
             2 | seed: 3
               | ^~~~
            """#),
        golden(
            "a key that nothing uses", "version: 1\nmatrix: { size: [1, 2] }",
            #"""
            lab.yaml:2:11: error: parameter `size` is not used
             2 | matrix: { size: [1, 2] }
               |           ^~~~
               = write "${size}" where its value belongs
            """#),
        golden(
            "a mistyped parameter", "version: 1\nmatrix: { size: [1, 2] }\ndescription: \"${sise} ${size}\"",
            #"""
            lab.yaml:3:14: error: no parameter is named `sise`
             3 | description: "${sise} ${size}"
               |              ^~~~~~~~~~~~~~~~~ did you mean `size`?
               = `$${` is a literal `${`
            """#),
        golden(
            "a mistyped parameter in the matrix",
            "version: 1\nparams: { big: 1 }\nmatrix: { size: [1, \"${bag}\"] }\ndescription: \"${big} ${size}\"",
            #"""
            lab.yaml:3:21: error: no parameter is named `bag`
             3 | matrix: { size: [1, "${bag}"] }
               |                     ^~~~~~~~ did you mean `big`?
               = `$${` is a literal `${`
            """#),
        golden(
            "a mistyped key", "version: 1\nmatrx: { size: [1, 2] }\nsame_seed: on",
            #"""
            lab.yaml:2:1: error: unknown key `matrx` in a scenario
             2 | matrx: { size: [1, 2] }
               | ^~~~~ did you mean `matrix`?
               = a scenario takes: version, name, description, when, seed, clock, timeout, duration, settle, limit, params, matrix, exclude, include, same-seed, topology, traffic, timeline, expect
            lab.yaml:3:1: error: unknown key `same_seed` in a scenario
             3 | same_seed: on
               | ^~~~~~~~~ did you mean `same-seed`?
               = a scenario takes: version, name, description, when, seed, clock, timeout, duration, settle, limit, params, matrix, exclude, include, same-seed, topology, traffic, timeline, expect
            """#),
        golden(
            "a clock that is none", "version: 1\nmatrix: { clock: [real, virtul] }",
            #"""
            lab.yaml:2:25: error: unknown clock `virtul`
             2 | matrix: { clock: [real, virtul] }
               |                         ^~~~~~ did you mean `virtual`?
               = clock: real, virtual
               = in the run lab[clock=virtul]
            """#),
        golden(
            "exclude without matrix", "version: 1\nexclude: [{ size: 64 }]",
            #"""
            lab.yaml:2:1: error: `exclude` needs `matrix`
             2 | exclude: [{ size: 64 }]
               | ^~~~~~~
               = write `matrix: { size: [64, 1400], seed: 1..5 }`
            """#),
        golden(
            "exclude that is no list",
            "version: 1\nmatrix: { size: [64, 65] }\nexclude: { size: 64 }\ndescription: \"${size}\"",
            #"""
            lab.yaml:3:10: error: expected `exclude` as a list, found a mapping
             3 | exclude: { size: 64 }
               |          ^
               = each line begins with `- `: `- { size: 64 }`
            """#),
        golden(
            "mistyped exclude",
            "version: 1\nmatrix: { size: [64, 1400], udp: [on, off] }\nexclude: [{ sise: 64 }, { size: 140 }, { size: [64] }, {}, { udp: onn }]\ndescription: \"${size}${udp}\"",
            #"""
            lab.yaml:3:13: error: unknown key `sise` in a combination
             3 | exclude: [{ sise: 64 }, { size: 140 }, { size: [64] }, {}, { udp: onn }]
               |             ^~~~ did you mean `size`?
               = a combination takes: size, udp
            lab.yaml:3:33: error: `size` is never `140`
             3 | exclude: [{ sise: 64 }, { size: 140 }, { size: [64] }, {}, { udp: onn }]
               |                                 ^~~ did you mean `1400`?
               = `size` is 64, 1400
            lab.yaml:3:48: error: expected a single value, found a list
             3 | exclude: [{ sise: 64 }, { size: 140 }, { size: [64] }, {}, { udp: onn }]
               |                                                ^
            lab.yaml:3:56: error: the combination has no keys
             3 | exclude: [{ sise: 64 }, { size: 140 }, { size: [64] }, {}, { udp: onn }]
               |                                                        ^
            lab.yaml:3:67: error: `udp` is never `onn`
             3 | exclude: [{ sise: 64 }, { size: 140 }, { size: [64] }, {}, { udp: onn }]
               |                                                                   ^~~ did you mean `on`?
               = `udp` is on, off
            """#),
        golden(
            "exclude of everything",
            "version: 1\nmatrix: { size: [64, 65] }\nexclude: [{ size: 64 }, { size: 65 }]\ndescription: \"${size}\"",
            #"""
            lab.yaml:3:1: error: no run is left
             3 | exclude: [{ size: 64 }, { size: 65 }]
               | ^~~~~~~
            """#),
        golden(
            "mistyped include",
            "version: 1\nmatrix: { size: [64, 65], udp: [on] }\ninclude: [{ size: 1 }, { sise: 1, udp: on }, { udp: on, size: 64 }, 5]\ndescription: \"${size}${udp}\"",
            #"""
            lab.yaml:3:11: error: the combination has no `udp`
             3 | include: [{ size: 1 }, { sise: 1, udp: on }, { udp: on, size: 64 }, 5]
               |           ^
            lab.yaml:2:27: note: every combination has all keys of the first, or of `matrix`
             2 | matrix: { size: [64, 65], udp: [on] }
               |                           ^~~
            lab.yaml:3:26: error: unknown key `sise` in a combination
             3 | include: [{ size: 1 }, { sise: 1, udp: on }, { udp: on, size: 64 }, 5]
               |                          ^~~~ did you mean `size`?
               = a combination takes: size, udp
            lab.yaml:3:46: error: this combination is there already
             3 | include: [{ size: 1 }, { sise: 1, udp: on }, { udp: on, size: 64 }, 5]
               |                                              ^
            lab.yaml:3:69: error: expected a combination as a mapping, found a single value
             3 | include: [{ size: 1 }, { sise: 1, udp: on }, { udp: on, size: 64 }, 5]
               |                                                                     ^
            """#),
        golden(
            "a table",
            "version: 1\ninclude: [{ size: 1, udp: on }, { size: 1 }, { size: 0x1, udp: on }]\ndescription: \"${size}${udp}\"",
            #"""
            lab.yaml:2:33: error: the combination has no `udp`
             2 | include: [{ size: 1, udp: on }, { size: 1 }, { size: 0x1, udp: on }]
               |                                 ^
            lab.yaml:2:22: note: every combination has all keys of the first, or of `matrix`
             2 | include: [{ size: 1, udp: on }, { size: 1 }, { size: 0x1, udp: on }]
               |                      ^~~
            lab.yaml:2:46: error: this combination is there already
             2 | include: [{ size: 1, udp: on }, { size: 1 }, { size: 0x1, udp: on }]
               |                                              ^
            """#),
        golden(
            "a table that is none", "version: 1\ninclude: 5",
            #"""
            lab.yaml:2:10: error: expected `include` as a list, found a single value
             2 | include: 5
               |          ^
               = each line begins with `- `: `- { size: 64 }`
            """#),
        golden(
            "an empty table", "version: 1\ninclude: []",
            #"""
            lab.yaml:2:10: error: `include` is an empty list
             2 | include: []
               |          ^
            """#),
        golden(
            "same-seed", "version: 1\nsame-seed: yes",
            #"""
            lab.yaml:2:12: error: unknown value `yes`
             2 | same-seed: yes
               |            ^~~
               = value: true, false, on, off
            """#),
    ]
}
