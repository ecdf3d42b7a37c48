import Testing

@Suite("Mistakes in the ends of flows")
struct FlowEndErrorTests {
    @Test("each is shown at its place, with help", arguments: cases)
    func shown(golden: Golden) {
        golden.check()
    }

    static let cases: [Golden] = [
        Golden(
            "nodes, interfaces and addresses",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host, x: hub }, links: [[h1, x], [h2, x]] }
            traffic:
              a: { kind: ping, from: 10.0.0.9, to: h2 }
              b: { kind: ping, from: h1, to: 10.0.0.2/16 }
              c: { kind: ping, from: h1, to: 10.0.0 }
              d: { kind: udp, from: h1, to: 224.0.0.1 }
              e: { kind: udp, from: h1, to: x }
              g: { kind: udp, from: h1:eth0.30, to: h2 }
              h: { kind: udp, from: h1, to: "?" }
              i: { kind: udp, from: h1, to: h2, family: 6 }
              j: { kind: udp, from: h1, to: "fd00::2" }
              k: { kind: udp, from: h1, to: h2, family: 5 }
              l: { kind: udp, from: h1, to: 10.0.0.1 }
            """#,
            #"""
            lab.yaml:4:26: error: no host has the address 10.0.0.9, so nothing sends from it
             4 |   a: { kind: ping, from: 10.0.0.9, to: h2 }
               |                          ^~~~~~~~
            lab.yaml:5:34: error: `10.0.0.2/16` is not an address
             5 |   b: { kind: ping, from: h1, to: 10.0.0.2/16 }
               |                                  ^~~~~~~~~~~ did you mean `10.0.0.2`?
               = write a node, an interface, 10.0.0.2 or "fd00::2"
            lab.yaml:6:34: error: `10.0.0` is not an address
             6 |   c: { kind: ping, from: h1, to: 10.0.0 }
               |                                  ^~~~~~
               = write a node, an interface, 10.0.0.2 or "fd00::2"
            lab.yaml:7:33: error: 224.0.0.1 is no address of one host
             7 |   d: { kind: udp, from: h1, to: 224.0.0.1 }
               |                                 ^~~~~~~~~
               = frames to groups and to all are sent by `kind: frames`
            lab.yaml:8:33: error: `x` is not a host; only hosts and routers send and receive
             8 |   e: { kind: udp, from: h1, to: x }
               |                                 ^
            lab.yaml:9:25: error: `h1` has no interface `eth0.30`
             9 |   g: { kind: udp, from: h1:eth0.30, to: h2 }
               |                         ^~~~~~~~~~
            lab.yaml:10:33: error: `?` is neither a node nor an interface
             10 |   h: { kind: udp, from: h1, to: "?" }
                |                                 ^~~
                = write `h1`, or `s1:p1` for one of its interfaces
            lab.yaml:11:25: error: `h1` has no IPv6 address, and `i` needs one
             11 |   i: { kind: udp, from: h1, to: h2, family: 6 }
                |                         ^~
            lab.yaml:12:33: error: `h1` and `fd00::2` have no addresses of one version
             12 |   j: { kind: udp, from: h1, to: "fd00::2" }
                |                                 ^~~~~~~~~
            lab.yaml:13:45: error: unknown family `5`
             13 |   k: { kind: udp, from: h1, to: h2, family: 5 }
                |                                             ^
                = family: 4, 6
            lab.yaml:14:33: error: `l` goes from a host to itself
             14 |   l: { kind: udp, from: h1, to: 10.0.0.1 }
                |                                 ^~~~~~~~
            """#),
        Golden(
            "pairs of patterns",
            #"""
            version: 1
            topology:
              nodes: { c1: host, c2: host, c3: host, h1: host, s1: switch }
              links: [[c1, s1], [c2, s1], [c3, s1], [h1, s1]]
            traffic:
              a: { kind: ping, from: "c[*]", to: "c[1..2]" }
              b: { kind: ping, from: "c[*]", to: h1, pairs: next }
              c: { kind: ping, from: h1, pairs: next }
              d: { kind: ping, from: h1, pairs: all }
              e: { kind: ping, from: "c[*]", to: h1, pairs: ring }
              f: { kind: ping, from: "c[*]" }
              g: { kind: ping, from: "d[*]", to: h1 }
              h: { kind: ping, from: "c[3..1]", to: h1 }
              i: { kind: ping, from: "c[*]", to: c2 }
              j: { kind: ping, from: "c[*]", to: h1 }
              k: { kind: ping, from: c1, to: h1, after: j }
              l: { kind: ping, from: c1, to: h1, after: "j[4]" }
              m: { kind: ping, from: c1, to: h1, after: "k[1]" }
            """#,
            #"""
            lab.yaml:6:38: error: 3 senders and 2 receivers cannot be paired off one by one
             6 |   a: { kind: ping, from: "c[*]", to: "c[1..2]" }
               |                                      ^~~~~~~
               = `pairs: all` sends from each to all; a single one goes with all
            lab.yaml:7:34: error: a ring has no `to`
             7 |   b: { kind: ping, from: "c[*]", to: h1, pairs: next }
               |                                  ^~
               = with `pairs: next` each node of `from` sends to the next one, the last to the first
            lab.yaml:8:37: error: a ring needs two nodes at least
             8 |   c: { kind: ping, from: h1, pairs: next }
               |                                     ^~~~
               = `from` is a pattern: `from: c[*]`
            lab.yaml:9:26: error: there are no two nodes to pair
             9 |   d: { kind: ping, from: h1, pairs: all }
               |                          ^~
            lab.yaml:10:49: error: unknown way of pairing `ring`
             10 |   e: { kind: ping, from: "c[*]", to: h1, pairs: ring }
                |                                                 ^~~~
                = way of pairing: each, next, all
            lab.yaml:11:3: error: flow `f` has no `to`
             11 |   f: { kind: ping, from: "c[*]" }
                |   ^
            lab.yaml:12:26: error: no node matches `d[*]`
             12 |   g: { kind: ping, from: "d[*]", to: h1 }
                |                          ^~~~
            lab.yaml:13:26: error: the range of `c[3..1]` runs backwards
             13 |   h: { kind: ping, from: "c[3..1]", to: h1 }
                |                          ^~~~~~~ did you mean `c[1..3]`?
            lab.yaml:14:38: error: `i[2]` goes from a host to itself
             14 |   i: { kind: ping, from: "c[*]", to: c2 }
                |                                      ^~
            lab.yaml:16:45: error: `j` is several flows, which end at several times
             16 |   k: { kind: ping, from: c1, to: h1, after: j }
                |                                             ^ did you mean `j[1]`?
            lab.yaml:17:45: error: `j[4]` is no flow
             17 |   l: { kind: ping, from: c1, to: h1, after: "j[4]" }
                |                                             ^~~~~~
                = `j` is j[1] to j[3]
            lab.yaml:18:45: error: `k` is one flow
             18 |   m: { kind: ping, from: c1, to: h1, after: "k[1]" }
                |                                             ^~~~~~ did you mean `k`?
            """#),
        Golden(
            "names and numbers",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            traffic:
              "f[2]": { kind: ping, from: h1, to: h2 }
              "f[1]": { kind: ping, from: h1, to: h2 }
              "g[1..2]": { kind: ping, from: h1, to: h2 }
              "g[x]": { kind: ping, from: h1, to: h2 }
              nothing_else: { kind: ping, from: h1, to: h2 }
              during: { kind: ping, from: h1, to: h2 }
              h2: { kind: ping, from: h1, to: h2 }
              "k[1]": { kind: ping, from: h1, to: h2 }
              l: { kind: ping, from: h1, to: h2 }
              "k[2]": { kind: ping, from: h1, to: h2 }
              9x: { kind: ping, from: h1, to: h2 }
              "m[1]": { kind: ping, from: "h[*]", to: h2 }
            """#,
            #"""
            lab.yaml:5:3: error: `f[1]` is out of order
             5 |   "f[1]": { kind: ping, from: h1, to: h2 }
               |   ^~~~~~
               = flows of one name stand together, by ascending numbers
            lab.yaml:6:3: error: `g[1..2]` is not a name for a flow
             6 |   "g[1..2]": { kind: ping, from: h1, to: h2 }
               |   ^~~~~~~~~
               = patterns in `from` and `to` make several flows: g[1], g[2], ...
            lab.yaml:7:3: error: `g[x]` is not a name for a flow
             7 |   "g[x]": { kind: ping, from: h1, to: h2 }
               |   ^~~~~~
               = patterns in `from` and `to` make several flows: g[1], g[2], ...
            lab.yaml:8:3: error: `nothing_else` is a word of `expect` and cannot name a flow
             8 |   nothing_else: { kind: ping, from: h1, to: h2 }
               |   ^~~~~~~~~~~~
            lab.yaml:9:3: error: `during` is a word of `expect` and cannot name a flow
             9 |   during: { kind: ping, from: h1, to: h2 }
               |   ^~~~~~
            lab.yaml:10:3: error: `h2` names two things
             10 |   h2: { kind: ping, from: h1, to: h2 }
                |   ^~
            lab.yaml:2:32: note: a node has this name already
              2 | topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
                |                                ^~
            lab.yaml:13:3: error: `k` names two things
             13 |   "k[2]": { kind: ping, from: h1, to: h2 }
                |   ^~~~~~
            lab.yaml:11:3: note: a flow has this name already
             11 |   "k[1]": { kind: ping, from: h1, to: h2 }
                |   ^~~~~~
            lab.yaml:14:3: error: `9x` is not a name for a flow
             14 |   9x: { kind: ping, from: h1, to: h2 }
                |   ^~
                = a name begins with a letter and has letters, digits, `_` and `-`
            lab.yaml:15:3: error: `m[1]` is one flow, and a pattern makes several
             15 |   "m[1]": { kind: ping, from: "h[*]", to: h2 }
                |   ^~~~~~
                = flows of a pattern number themselves: write `m`
            """#),
    ]
}
