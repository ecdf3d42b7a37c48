import Testing

@Suite("Mistakes in links")
struct LinkErrorTests {
    @Test("each is shown at its place, with help", arguments: cases)
    func shown(golden: Golden) {
        golden.check()
    }

    static let cases: [Golden] = [
        Golden(
            "endpoints",
            #"""
            version: 1
            topology:
              nodes: { h1: host, h2: host, s1: switch }
              links:
                - [h1]
                - [h1, s1, h2]
                - [h1, s2]
                - [h1:eth4096, s1:p0]
                - [h1:p1, s1:q]
                - ["c[*]", s1]
                - [9, s1]
                - {}
                - 5
            """#,
            #"""
            lab.yaml:5:7: error: a link has two endpoints, found 1
             5 |     - [h1]
               |       ^
               = write `[h1, s1:p1]`
            lab.yaml:6:7: error: a link has two endpoints, found 3
             6 |     - [h1, s1, h2]
               |       ^
               = write `[h1, s1:p1]`
               = links of kind mcast and vde have two endpoints or more
            lab.yaml:7:12: error: no node is named `s2`
             7 |     - [h1, s2]
               |            ^~ did you mean `h2`?
            lab.yaml:8:8: error: `h1` has no interface `eth4096`
             8 |     - [h1:eth4096, s1:p0]
               |        ^~~~~~~~~~
               = the interfaces of a host are eth0, eth1, ..., eth4095
            lab.yaml:8:20: error: `s1` has no interface `p0`
             8 |     - [h1:eth4096, s1:p0]
               |                    ^~~~~
               = the ports of a hub or a switch are p1, p2, ..., p4096
            lab.yaml:9:8: error: `h1` has no interface `p1`
             9 |     - [h1:p1, s1:q]
               |        ^~~~~
               = the interfaces of a host are eth0, eth1, ..., eth4095
            lab.yaml:9:15: error: `s1` has no interface `q`
             9 |     - [h1:p1, s1:q]
               |               ^~~~
               = the ports of a hub or a switch are p1, p2, ..., p4096
            lab.yaml:10:8: error: no node matches `c[*]`
             10 |     - ["c[*]", s1]
                |        ^~~~
            lab.yaml:11:8: error: `9` is neither a node nor an interface
             11 |     - [9, s1]
                |        ^
                = write `h1`, or `s1:p1` for one of its interfaces
            lab.yaml:12:7: error: the link has no `endpoints`
             12 |     - {}
                |       ^
                = write `endpoints: [h1, h2]`
            lab.yaml:13:7: error: expected a link as a mapping, found a single value
             13 |     - 5
                |       ^
            """#),
        Golden(
            "an interface taken twice",
            #"""
            version: 1
            topology:
              nodes: { h1: host, h2: host, s1: switch }
              links:
                - [h1, s1:p1]
                - [h2, s1:p1]
            """#,
            #"""
            lab.yaml:6:12: error: `s1:p1` has two links
             6 |     - [h2, s1:p1]
               |            ^~~~~
            lab.yaml:5:12: note: the other link is here
             5 |     - [h1, s1:p1]
               |            ^~~~~
            """#),
        Golden(
            "a second link needs an id",
            #"""
            version: 1
            topology:
              nodes: { s1: switch, s2: switch }
              links:
                - [s1, s2]
                - [s2, s1]
            """#,
            #"""
            lab.yaml:6:7: error: a second link between `s2` and `s1` needs an id
             6 |     - [s2, s1]
               |       ^
            lab.yaml:5:7: note: the first link is here
             5 |     - [s1, s2]
               |       ^
            """#),
        Golden(
            "names taken twice",
            #"""
            version: 1
            topology:
              nodes: { h1: host, h2: host }
              links:
                - { id: h2, endpoints: [h1, h2] }
            traffic:
              h1: { kind: ping, from: h1, to: h2 }
            """#,
            #"""
            lab.yaml:5:13: error: `h2` names two things
             5 |     - { id: h2, endpoints: [h1, h2] }
               |             ^~
            lab.yaml:3:22: note: a node has this name already
             3 |   nodes: { h1: host, h2: host }
               |                      ^~
            lab.yaml:7:3: error: `h1` names two things
             7 |   h1: { kind: ping, from: h1, to: h2 }
               |   ^~
            lab.yaml:3:12: note: a node has this name already
             3 |   nodes: { h1: host, h2: host }
               |            ^~
            """#),
        Golden(
            "kinds of link",
            #"""
            version: 1
            topology:
              nodes: { h1: host, h2: host }
              links:
                - { kind: l2tp, endpoints: [h1, h2] }
                - { kind: veth, endpoints: [h1, h2] }
                - { kind: wire, endpoints: [h1, h2], options: { udp: on } }
                - { id: x, kind: dgrm, endpoints: [h1, h2] }
                - { id: y, endpoints: [h1, h2], delay: 20ms }
            """#,
            #"""
            lab.yaml:5:15: error: unknown kind of link `l2tp`
             5 |     - { kind: l2tp, endpoints: [h1, h2] }
               |               ^~~~ did you mean `l2tpv3`?
               = l2tpv3 is a pseudowire over UDP, or over IP
            lab.yaml:6:15: error: unknown kind of link `veth`
             6 |     - { kind: veth, endpoints: [h1, h2] }
               |               ^~~~ did you mean `wire`?
               = a wire joins two nodes in process
            lab.yaml:7:42: error: a wire has no `options`
             7 |     - { kind: wire, endpoints: [h1, h2], options: { udp: on } }
               |                                          ^~~~~~~
               = the kind of this link is wire
            lab.yaml:8:22: error: unknown kind of link `dgrm`
             8 |     - { id: x, kind: dgrm, endpoints: [h1, h2] }
               |                      ^~~~ did you mean `dgram`?
               = kind of link: wire, l2tpv3, dgram, stream, socket, vde, mcast, tap
            lab.yaml:9:37: error: `delay` belongs to a direction: `forward`, `reverse` or `both`, as in `both: { delay: 20ms }`
             9 |     - { id: y, endpoints: [h1, h2], delay: 20ms }
               |                                     ^~~~~
               = a link takes: id, kind, endpoints, star, chain, ring, mesh, tree, options, a, b, forward, reverse, both, when
            """#),
    ]
}
