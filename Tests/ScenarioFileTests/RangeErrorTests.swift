import Testing

@Suite("Mistakes in ranges and generators")
struct RangeErrorTests {
    @Test("each is shown at its place, with help", arguments: cases)
    func shown(golden: Golden) {
        golden.check()
    }

    static let cases: [Golden] = [
        Golden(
            "ranges of nodes",
            #"""
            version: 1
            params: { n: 3 }
            topology:
              nodes:
                "a[8..1]": host
                "b[*]": host
                "c[1-8]": host
                "d[1..200000]": host
                "e[1..${m}]": host
                "f[1..${n}": host
                "g[1..60000]": host
                "h[1..60000]": host
            """#,
            #"""
            lab.yaml:5:5: error: the range of `a[8..1]` runs backwards
             5 |     "a[8..1]": host
               |     ^~~~~~~~~ did you mean `a[1..8]`?
            lab.yaml:6:5: error: `b[*]` does not say which nodes there are
             6 |     "b[*]": host
               |     ^~~~~~ did you mean `b[1..8]`?
               = "c[1..8]" makes c1 to c8
            lab.yaml:7:5: error: `c[1-8]` is no pattern
             7 |     "c[1-8]": host
               |     ^~~~~~~~ did you mean `c[1..8]`?
               = a pattern is c[*] for every c and a number, c[2..4] for some of them, c[3] for one
            lab.yaml:8:5: error: `d[1..200000]` is a range of more than 100000 names
             8 |     "d[1..200000]": host
               |     ^~~~~~~~~~~~~~
            lab.yaml:9:5: error: no parameter is named `m`
             9 |     "e[1..${m}]": host
               |     ^~~~~~~~~~~~
               = `$${` is a literal `${`
            lab.yaml:10:5: error: `f[1..3` is no pattern
             10 |     "f[1..${n}": host
                |     ^~~~~~~~~~~
                = a pattern is c[*] for every c and a number, c[2..4] for some of them, c[3] for one
            lab.yaml:12:5: error: the ranges of names make more than 100000 nodes
             12 |     "h[1..60000]": host
                |     ^~~~~~~~~~~~~
            """#),
        Golden(
            "what is wrong in all of a range is wrong once",
            #"""
            version: 1
            topology:
              nodes:
                "a[1..8]": hots
                "b[1..8]": { kind: host, ip: "10.0.0.30${i}/24", mtu: 1 }
                "c[1..8]": { kind: host, mac: "${x}" }
                "d[1..3]": host
                "d[3..4]": host
                e: { kind: host, description: "${i}" }
            """#,
            #"""
            lab.yaml:4:16: error: unknown kind of node `hots`
             4 |     "a[1..8]": hots
               |                ^~~~ did you mean `host`?
               = kind of node: host, router, hub, switch, netdev
            lab.yaml:5:34: error: `10.0.0.301/24` is not an IPv4 address with a prefix length
             5 |     "b[1..8]": { kind: host, ip: "10.0.0.30${i}/24", mtu: 1 }
               |                                  ^~~~~~~~~~~~~~~~~~
               = an address with the length of its network: 10.0.0.1/24
               = `${i}` is `1`
            lab.yaml:5:59: error: 1 is out of range: from 68 to 65535
             5 |     "b[1..8]": { kind: host, ip: "10.0.0.30${i}/24", mtu: 1 }
               |                                                           ^
            lab.yaml:6:35: error: no parameter is named `x`
             6 |     "c[1..8]": { kind: host, mac: "${x}" }
               |                                   ^~~~~~
               = `$${` is a literal `${`
            lab.yaml:8:5: error: `d3` names two things
             8 |     "d[3..4]": host
               |     ^~~~~~~~~
            lab.yaml:7:5: note: a node has this name already
             7 |     "d[1..3]": host
               |     ^~~~~~~~~
            lab.yaml:9:22: error: unknown key `description` in a host
             9 |     e: { kind: host, description: "${i}" }
               |                      ^~~~~~~~~~~
               = a host takes: kind, ip, gateway, routes, mac, model, nics, netdev, mtu, when
            lab.yaml:9:35: error: no parameter is named `i`
             9 |     e: { kind: host, description: "${i}" }
               |                                   ^~~~~~
               = `$${` is a literal `${`
            """#),
        Golden(
            "twins of a range",
            #"""
            version: 1
            topology:
              nodes:
                "c[1..3]": { kind: host, ip: 10.0.0.1/24 }
              links: [{ chain: "c[*]" }]
            """#,
            #"""
            lab.yaml:4:34: warning: two nodes have the address 10.0.0.1
             4 |     "c[1..3]": { kind: host, ip: 10.0.0.1/24 }
               |                                  ^~~~~~~~~~~
            lab.yaml:4:34: note: it stands here already
             4 |     "c[1..3]": { kind: host, ip: 10.0.0.1/24 }
               |                                  ^~~~~~~~~~~
            """#),
        Golden(
            "patterns in endpoints",
            #"""
            version: 1
            topology:
              nodes: { "c[1..8]": host, "d[1..4]": host, s1: switch }
              links:
                - ["c[*]", "d[*]"]
                - ["c[1..9]", s1]
                - ["e[*]", s1]
                - ["cc[1..2]", s1]
                - ["c[4..2]", s1]
                - ["c[1", s1]
                - ["d[*]", s1:p1]
                - ["c[9]", s1]
                - [c*, s1]
            """#,
            #"""
            lab.yaml:5:16: error: `c[*]` has 8 nodes and `d[*]` 4
             5 |     - ["c[*]", "d[*]"]
               |                ^~~~
               = two ranges pair off first with first: they are equally long
            lab.yaml:6:8: error: no node is named `c9`
             6 |     - ["c[1..9]", s1]
               |        ^~~~~~~
               = write `c[*]` for every one
            lab.yaml:7:8: error: no node matches `e[*]`
             7 |     - ["e[*]", s1]
               |        ^~~~
            lab.yaml:8:8: error: no node matches `cc[1..2]`
             8 |     - ["cc[1..2]", s1]
               |        ^~~~~~~~ did you mean `c[1..2]`?
            lab.yaml:9:8: error: the range of `c[4..2]` runs backwards
             9 |     - ["c[4..2]", s1]
               |        ^~~~~~~~~ did you mean `c[2..4]`?
            lab.yaml:10:8: error: `c[1` is no pattern
             10 |     - ["c[1", s1]
                |        ^~~~~
                = a pattern is c[*] for every c and a number, c[2..4] for some of them, c[3] for one
            lab.yaml:11:16: error: `s1:p1` has two links
             11 |     - ["d[*]", s1:p1]
                |                ^~~~~
            lab.yaml:11:16: note: the other link is here
             11 |     - ["d[*]", s1:p1]
                |                ^~~~~
            lab.yaml:12:8: error: no node is named `c9`
             12 |     - ["c[9]", s1]
                |        ^~~~ did you mean `c1`?
            lab.yaml:13:8: error: `c*` is not a name
             13 |     - [c*, s1]
                |        ^~ did you mean `c[*]`?
                = a pattern is c[*] for every c and a number, c[2..4] for some of them, c[3] for one
            """#),
        Golden(
            "generators",
            #"""
            version: 1
            topology:
              nodes: { "c[1..3]": host, s1: switch, s2: switch }
              links:
                - star: { centre: s1, leaves: "c[*]" }
                - star: { center: s1 }
                - star: { center: "c[*]", leaves: s1 }
                - star: { center: c1, leaves: "c[*]" }
                - star: { center: s1, leaves: [] }
                - star: s1
                - chain: [s1]
                - chain: [s1:p1, s2]
                - chain: { nodes: [s1, s2] }
                - ring: [s1, s2]
                - mesh: [s1, s2, s1]
                - tree: { nodes: [s1, s2], fanout: 0 }
                - tree: [s1, s2]
                - { chain: [s1, s2], endpoints: [s1, s2] }
                - { chain: , id: x }
                - { stars: { center: s1, leaves: "c[*]" } }
                - mesh: "x[*]"
            """#,
            #"""
            lab.yaml:5:15: error: unknown key `centre` in a star
             5 |     - star: { centre: s1, leaves: "c[*]" }
               |               ^~~~~~ did you mean `center`?
               = a star takes: center, leaves
            lab.yaml:6:7: error: the star has no `leaves`
             6 |     - star: { center: s1 }
               |       ^~~~
               = write `star: { center: s1, leaves: "c[*]" }`
            lab.yaml:7:23: error: a star has one center
             7 |     - star: { center: "c[*]", leaves: s1 }
               |                       ^~~~
            lab.yaml:8:7: error: the center `c1` is among the leaves
             8 |     - star: { center: c1, leaves: "c[*]" }
               |       ^~~~
            lab.yaml:9:35: error: `leaves` is an empty list
             9 |     - star: { center: s1, leaves: [] }
               |                                   ^
            lab.yaml:10:13: error: expected a star as a mapping, found a single value
             10 |     - star: s1
                |             ^~
            lab.yaml:11:7: error: at least 2 nodes are needed here, found 1
             11 |     - chain: [s1]
                |       ^~~~~
            lab.yaml:12:15: error: a node of a chain has several links: it is named without an interface
             12 |     - chain: [s1:p1, s2]
                |               ^~~~~
            lab.yaml:13:14: error: expected a list of nodes, found a mapping
             13 |     - chain: { nodes: [s1, s2] }
                |              ^
            lab.yaml:14:7: error: at least 3 nodes are needed here, found 2
             14 |     - ring: [s1, s2]
                |       ^~~~
            lab.yaml:15:22: error: `s1` stands twice in one list
             15 |     - mesh: [s1, s2, s1]
                |                      ^~
            lab.yaml:16:40: error: 0 is out of range: from 1 to 4096
             16 |     - tree: { nodes: [s1, s2], fanout: 0 }
                |                                        ^
            lab.yaml:17:13: error: expected a tree as a mapping, found a list
             17 |     - tree: [s1, s2]
                |             ^
            lab.yaml:18:26: error: `chain` and `endpoints` exclude each other
             18 |     - { chain: [s1, s2], endpoints: [s1, s2] }
                |                          ^~~~~~~~~
            lab.yaml:18:9: note: `chain` stands here
             18 |     - { chain: [s1, s2], endpoints: [s1, s2] }
                |         ^~~~~
            lab.yaml:19:9: error: `chain` has no value
             19 |     - { chain: , id: x }
                |         ^~~~~
            lab.yaml:20:9: error: unknown key `stars` in a link
             20 |     - { stars: { center: s1, leaves: "c[*]" } }
                |         ^~~~~ did you mean `star`?
                = a link takes: id, kind, endpoints, star, chain, ring, mesh, tree, options, a, b, forward, reverse, both, when
            lab.yaml:21:13: error: no node matches `x[*]`
             21 |     - mesh: "x[*]"
                |             ^~~~
            """#),
        Golden(
            "ids of generators",
            #"""
            version: 1
            topology:
              nodes: { "c[1..3]": host, s1: switch, spoke2: host }
              links:
                - { star: { center: s1, leaves: "c[*]" }, id: spoke }
                - { star: { center: s1, leaves: "c[*]" }, id: "x[1..3]" }
            """#,
            #"""
            lab.yaml:5:51: error: `spoke2` names two things
             5 |     - { star: { center: s1, leaves: "c[*]" }, id: spoke }
               |                                                   ^~~~~
            lab.yaml:3:41: note: a node has this name already
             3 |   nodes: { "c[1..3]": host, s1: switch, spoke2: host }
               |                                         ^~~~~~
            lab.yaml:6:51: error: `x[1..3]` is not a name for a link
             6 |     - { star: { center: s1, leaves: "c[*]" }, id: "x[1..3]" }
               |                                                   ^~~~~~~~~
               = several links of one entry are numbered: `id: spoke` gives spoke1, spoke2, ...
            """#),
        Golden(
            "too many links",
            #"""
            version: 1
            topology:
              nodes: { "c[1..1000]": switch }
              links: [mesh: "c[*]"]
            """#,
            #"""
            lab.yaml:4:11: error: the file makes more than 200000 links
             4 |   links: [mesh: "c[*]"]
               |           ^~~~
            """#),
        Golden(
            "defaults",
            #"""
            version: 1
            topology:
              defaults: { mtu: 60, modell: plain, aging: 5s, links: { knd: wire, options: { udp: off }, a: {}, forward: {} } }
              nodes: { s1: switch, s2: switch }
              links: [[s1, s2]]
            """#,
            #"""
            lab.yaml:3:20: error: 60 is out of range: from 68 to 65535
             3 |   defaults: { mtu: 60, modell: plain, aging: 5s, links: { knd: wire, options: { udp: off }, a: {}, forward: {} } }
               |                    ^~
            lab.yaml:3:24: error: unknown key `modell` in `defaults`
             3 |   defaults: { mtu: 60, modell: plain, aging: 5s, links: { knd: wire, options: { udp: off }, a: {}, forward: {} } }
               |                        ^~~~~~ did you mean `model`?
               = `defaults` takes: mtu, model, links
            lab.yaml:3:39: error: unknown key `aging` in `defaults`
             3 |   defaults: { mtu: 60, modell: plain, aging: 5s, links: { knd: wire, options: { udp: off }, a: {}, forward: {} } }
               |                                       ^~~~~
               = `defaults` takes: mtu, model, links
            lab.yaml:3:59: error: unknown key `knd` in `links` of `defaults`
             3 |   defaults: { mtu: 60, modell: plain, aging: 5s, links: { knd: wire, options: { udp: off }, a: {}, forward: {} } }
               |                                                           ^~~ did you mean `kind`?
               = `links` of `defaults` takes: kind, options, forward, reverse, both
            lab.yaml:3:70: error: a wire has no `options`
             3 |   defaults: { mtu: 60, modell: plain, aging: 5s, links: { knd: wire, options: { udp: off }, a: {}, forward: {} } }
               |                                                                      ^~~~~~~
               = the kind of this link is wire
            lab.yaml:3:93: error: `a` is one link's own
             3 |   defaults: { mtu: 60, modell: plain, aging: 5s, links: { knd: wire, options: { udp: off }, a: {}, forward: {} } }
               |                                                                                             ^
               = `links` of `defaults` takes: kind, options, forward, reverse, both
            """#),
        Golden(
            "defaults of links",
            #"""
            version: 1
            topology:
              defaults: { model: e1000, links: { kind: dgram, options: { local.tpe: unix } } }
              nodes: { "s[1..9]": switch }
              links: [{ chain: "s[*]" }]
            """#,
            #"""
            lab.yaml:3:22: error: model `e1000` is not supported yet
             3 |   defaults: { model: e1000, links: { kind: dgram, options: { local.tpe: unix } } }
               |                      ^~~~~
            lab.yaml:3:62: error: unknown option 'local.tpe' of dgram
             3 |   defaults: { model: e1000, links: { kind: dgram, options: { local.tpe: unix } } }
               |                                                              ^~~~~~~~~ did you mean `local.type`?
            """#),
    ]
}
