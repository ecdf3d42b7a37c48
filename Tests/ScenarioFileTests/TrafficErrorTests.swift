import Testing

@Suite("Mistakes in traffic")
struct TrafficErrorTests {
    @Test("each is shown at its place, with help", arguments: cases)
    func shown(golden: Golden) {
        golden.check()
    }

    static let cases: [Golden] = [
        Golden(
            "kinds and ends",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            traffic:
              a: { from: h1, to: h2 }
              b: { kind: pong, from: h1, to: h2 }
              c: { kind: exec, node: x }
              d: { kind: ping, from: h1 }
              e: { kind: ping, from: h1, to: h3 }
              f: { kind: ping, from: h1, to: h1 }
              g: { kind: ping, from: h1, to: 10.0.0 }
              h: 5
            """#,
            #"""
            lab.yaml:4:3: error: flow `a` has no kind
             4 |   a: { from: h1, to: h2 }
               |   ^
               = write `kind: ping`, `kind: udp`, `kind: frames` or `kind: replay`
            lab.yaml:5:14: error: unknown kind of flow `pong`
             5 |   b: { kind: pong, from: h1, to: h2 }
               |              ^~~~ did you mean `ping`?
               = kind of flow: ping, udp, frames, replay
            lab.yaml:6:14: error: kind of flow `exec` is not supported yet
             6 |   c: { kind: exec, node: x }
               |              ^~~~
            lab.yaml:7:3: error: flow `d` has no `to`
             7 |   d: { kind: ping, from: h1 }
               |   ^
            lab.yaml:8:34: error: no node is named `h3`
             8 |   e: { kind: ping, from: h1, to: h3 }
               |                                  ^~ did you mean `h1`?
            lab.yaml:9:34: error: `f` goes from a host to itself
             9 |   f: { kind: ping, from: h1, to: h1 }
               |                                  ^~
            lab.yaml:10:34: error: `10.0.0` is not an address
             10 |   g: { kind: ping, from: h1, to: 10.0.0 }
                |                                  ^~~~~~
                = write a node, an interface, 10.0.0.2 or "fd00::2"
            lab.yaml:11:6: error: expected a flow as a mapping, found a single value
             11 |   h: 5
                |      ^
            """#),
        Golden(
            "keys that exclude each other",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            traffic:
              a: { kind: udp, from: h1, to: h2, at: 1s, after: b, count: 5, for: 1s, rate: 1kpps, interval: 1ms }
              b: { kind: ping, from: h1, to: h2, plus: 1s }
            """#,
            #"""
            lab.yaml:4:45: error: `at` and `after` exclude each other
             4 |   a: { kind: udp, from: h1, to: h2, at: 1s, after: b, count: 5, for: 1s, rate: 1kpps, interval: 1ms }
               |                                             ^~~~~
            lab.yaml:4:37: note: `at` stands here
             4 |   a: { kind: udp, from: h1, to: h2, at: 1s, after: b, count: 5, for: 1s, rate: 1kpps, interval: 1ms }
               |                                     ^~
            lab.yaml:4:65: error: `count` and `for` exclude each other
             4 |   a: { kind: udp, from: h1, to: h2, at: 1s, after: b, count: 5, for: 1s, rate: 1kpps, interval: 1ms }
               |                                                                 ^~~
            lab.yaml:4:55: note: `count` stands here
             4 |   a: { kind: udp, from: h1, to: h2, at: 1s, after: b, count: 5, for: 1s, rate: 1kpps, interval: 1ms }
               |                                                       ^~~~~
            lab.yaml:4:87: error: `interval` and `rate` exclude each other
             4 |   a: { kind: udp, from: h1, to: h2, at: 1s, after: b, count: 5, for: 1s, rate: 1kpps, interval: 1ms }
               |                                                                                       ^~~~~~~~
            lab.yaml:4:74: note: `rate` stands here
             4 |   a: { kind: udp, from: h1, to: h2, at: 1s, after: b, count: 5, for: 1s, rate: 1kpps, interval: 1ms }
               |                                                                          ^~~~
            lab.yaml:5:38: error: `plus` needs `after`
             5 |   b: { kind: ping, from: h1, to: h2, plus: 1s }
               |                                      ^~~~
               = a time from zero is written `at: 1s`
            """#),
        Golden(
            "numbers out of range",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            traffic:
              a: { kind: udp, from: h1, to: h2, count: 0, ttl: 256, dscp: 64, port: 0, sport: 70000, warmup: all }
            """#,
            #"""
            lab.yaml:4:44: error: 0 is out of range: from 1 to 1000000000000
             4 |   a: { kind: udp, from: h1, to: h2, count: 0, ttl: 256, dscp: 64, port: 0, sport: 70000, warmup: all }
               |                                            ^
            lab.yaml:4:52: error: 256 is out of range: from 1 to 255
             4 |   a: { kind: udp, from: h1, to: h2, count: 0, ttl: 256, dscp: 64, port: 0, sport: 70000, warmup: all }
               |                                                    ^~~
            lab.yaml:4:63: error: 64 is out of range: from 0 to 63
             4 |   a: { kind: udp, from: h1, to: h2, count: 0, ttl: 256, dscp: 64, port: 0, sport: 70000, warmup: all }
               |                                                               ^~
            lab.yaml:4:73: error: 0 is out of range: from 1 to 65535
             4 |   a: { kind: udp, from: h1, to: h2, count: 0, ttl: 256, dscp: 64, port: 0, sport: 70000, warmup: all }
               |                                                                         ^
            lab.yaml:4:83: error: 70000 is out of range: from 1 to 65535
             4 |   a: { kind: udp, from: h1, to: h2, count: 0, ttl: 256, dscp: 64, port: 0, sport: 70000, warmup: all }
               |                                                                                   ^~~~~
            lab.yaml:4:98: error: unknown warmup `all`
             4 |   a: { kind: udp, from: h1, to: h2, count: 0, ttl: 256, dscp: 64, port: 0, sport: 70000, warmup: all }
               |                                                                                                  ^~~
               = warmup: arp, none
            """#),
        Golden(
            "flows that wait for each other",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            traffic:
              a: { kind: ping, from: h1, to: h2, after: b }
              b: { kind: ping, from: h1, to: h2, after: c }
              c: { kind: ping, from: h1, to: h2, after: b }
              d: { kind: ping, from: h1, to: h2, after: e }
            """#,
            #"""
            lab.yaml:5:45: error: the flows wait for each other: b after c after b
             5 |   b: { kind: ping, from: h1, to: h2, after: c }
               |                                             ^
            lab.yaml:7:45: error: no flow and no entry of the timeline is named `e`
             7 |   d: { kind: ping, from: h1, to: h2, after: e }
               |                                             ^
            """#),
        Golden(
            "a flow with a reserved name",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            traffic:
              frames: { kind: ping, from: h1, to: h2 }
            """#,
            #"""
            lab.yaml:4:3: error: `frames` is a word of `expect` and cannot name a flow
             4 |   frames: { kind: ping, from: h1, to: h2 }
               |   ^~~~~~
            """#),
        Golden(
            "a flow that never ends",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            traffic:
              a: { kind: ping, from: h1, to: h2, count: 1_000_000_000_000, interval: 1s }
            """#,
            #"""
            lab.yaml:4:3: error: `a` would last longer than 366 days
             4 |   a: { kind: ping, from: h1, to: h2, count: 1_000_000_000_000, interval: 1s }
               |   ^
            """#),
        Golden(
            "a flow from a hub, and one without an address",
            #"""
            version: 1
            topology: { nodes: { h1: { kind: host, ip: none }, h2: host, x: hub }, links: [[h1, x], [h2, x]] }
            traffic:
              a: { kind: ping, from: x, to: h2 }
              b: { kind: ping, from: h1, to: h2 }
            """#,
            #"""
            lab.yaml:4:26: error: `x` is not a host; only hosts and routers send and receive
             4 |   a: { kind: ping, from: x, to: h2 }
               |                          ^
            lab.yaml:5:26: error: `h1` has no address, and `b` needs one
             5 |   b: { kind: ping, from: h1, to: h2 }
               |                          ^~
            """#),
    ]
}
