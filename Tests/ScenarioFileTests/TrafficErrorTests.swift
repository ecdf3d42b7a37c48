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
              c: { kind: replay, pcap: x }
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
               = write `kind: ping`, `kind: udp` or `kind: frames`
            lab.yaml:5:14: error: unknown kind of flow `pong`
             5 |   b: { kind: pong, from: h1, to: h2 }
               |              ^~~~ did you mean `ping`?
               = kind of flow: ping, udp, frames
            lab.yaml:6:14: error: kind of flow `replay` is not supported yet
             6 |   c: { kind: replay, pcap: x }
               |              ^~~~~~
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
            "sizes",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            traffic:
              a: { kind: udp, from: h1, to: h2, size: 57 }
              b: { kind: udp, from: h1, to: h2, size: 1515 }
              c: { kind: udp, from: h1, to: h2, size: 1515..1600 }
              d: { kind: udp, from: h1, to: h2, size: 90..80 }
              e: { kind: ping, from: h1, to: h2, size: 100 }
            """#,
            #"""
            lab.yaml:4:43: error: a frame of 57 bytes: the smallest is 58
             4 |   a: { kind: udp, from: h1, to: h2, size: 57 }
               |                                           ^~
               = 14 of Ethernet, 20 of IPv4, 8 of UDP, 16 for the flow and the number of the frame
            lab.yaml:5:43: error: a frame of 1515 bytes: the largest is 1514
             5 |   b: { kind: udp, from: h1, to: h2, size: 1515 }
               |                                           ^~~~
               = the MTU of `h1` and 14 of Ethernet; sizes count the frame without FCS
            lab.yaml:6:43: error: a frame of 1600 bytes: the largest is 1514
             6 |   c: { kind: udp, from: h1, to: h2, size: 1515..1600 }
               |                                           ^~~~~~~~~~
               = the MTU of `h1` and 14 of Ethernet; sizes count the frame without FCS
            lab.yaml:7:43: error: `90..80` is empty: the lower end comes first
             7 |   d: { kind: udp, from: h1, to: h2, size: 90..80 }
               |                                           ^~~~~~
            lab.yaml:8:38: error: `size` belongs to udp flows; a ping is a frame of 98 bytes
             8 |   e: { kind: ping, from: h1, to: h2, size: 100 }
               |                                      ^~~~
               = a ping flow takes: kind, from, to, pairs, at, after, plus, count, for, interval, rate, when, family, warmup
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
            "rates",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            traffic:
              a: { kind: udp, from: h1, to: h2, rate: 1000 }
              b: { kind: udp, from: h1, to: h2, rate: 1Kpps }
              c: { kind: udp, from: h1, to: h2, rate: 5Mbit, size: imix }
              d: { kind: udp, from: h1, to: h2, rate: 0pps }
              e: { kind: udp, from: h1, to: h2, rate: 2Gpps }
            """#,
            #"""
            lab.yaml:4:43: error: a rate needs its unit
             4 |   a: { kind: udp, from: h1, to: h2, rate: 1000 }
               |                                           ^~~~ did you mean `1000pps`?
               = the units are pps kpps Mpps bps kbit Mbit Gbit
            lab.yaml:5:44: error: unknown unit `Kpps` of rate
             5 |   b: { kind: udp, from: h1, to: h2, rate: 1Kpps }
               |                                            ^~~~ did you mean `1kpps`?
               = the units are pps kpps Mpps bps kbit Mbit Gbit, case-sensitive
            lab.yaml:6:43: error: a rate in bits is for udp flows whose frames are of one size
             6 |   c: { kind: udp, from: h1, to: h2, rate: 5Mbit, size: imix }
               |                                           ^~~~~
               = rates of frames are written 1kpps
            lab.yaml:7:43: error: a rate of 0 never sends
             7 |   d: { kind: udp, from: h1, to: h2, rate: 0pps }
               |                                           ^~~~
            lab.yaml:8:44: error: unknown unit `Gpps` of rate
             8 |   e: { kind: udp, from: h1, to: h2, rate: 2Gpps }
               |                                            ^~~~
               = the units are pps kpps Mpps bps kbit Mbit Gbit, case-sensitive
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
            lab.yaml:4:26: error: `x` is not a host; only hosts send and receive
             4 |   a: { kind: ping, from: x, to: h2 }
               |                          ^
            lab.yaml:5:26: error: `h1` has no address, and `b` needs one
             5 |   b: { kind: ping, from: h1, to: h2 }
               |                          ^~
            """#),
    ]
}
