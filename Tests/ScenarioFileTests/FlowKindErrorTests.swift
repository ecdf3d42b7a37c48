import Testing

@Suite("Mistakes in what flows send")
struct FlowKindErrorTests {
    @Test("each is shown at its place, with help", arguments: cases)
    func shown(golden: Golden) {
        golden.check()
    }

    static let cases: [Golden] = [
        Golden(
            "sizes",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: { kind: host, mtu: 1000 } }, links: [[h1, h2]] }
            traffic:
              a: { kind: udp, from: h1, to: h2, size: 57 }
              b: { kind: udp, from: h1, to: h2, size: 1515 }
              c: { kind: udp, from: h2, to: h1, size: imix }
              d: { kind: udp, from: h1, to: h2, size: 50..1514 }
              e: { kind: ping, from: h1, to: h2, size: 100 }
              f: { kind: udp, from: h1, to: h2, size: 64..1600 }
              g: { kind: udp, from: h1, to: h2, size: 90..80 }
              h: { kind: udp, from: h1, to: h2, size: imx }
              i: { kind: udp, from: h1, to: h2, size: 64..x }
              j: { kind: udp, from: h1, to: h2, size: 64B }
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
            lab.yaml:6:43: error: a frame of 1514 bytes: the largest is 1014
             6 |   c: { kind: udp, from: h2, to: h1, size: imix }
               |                                           ^~~~
               = the MTU of `h2` and 14 of Ethernet; sizes count the frame without FCS
            lab.yaml:7:43: error: a frame of 50 bytes: the smallest is 58
             7 |   d: { kind: udp, from: h1, to: h2, size: 50..1514 }
               |                                           ^~~~~~~~
               = 14 of Ethernet, 20 of IPv4, 8 of UDP, 16 for the flow and the number of the frame
            lab.yaml:8:38: error: `size` belongs to udp flows; a ping is a frame of 98 bytes
             8 |   e: { kind: ping, from: h1, to: h2, size: 100 }
               |                                      ^~~~
               = a ping flow takes: kind, from, to, pairs, at, after, plus, count, for, interval, rate, when, family, warmup
            lab.yaml:9:43: error: a frame of 1600 bytes: the largest is 1514
             9 |   f: { kind: udp, from: h1, to: h2, size: 64..1600 }
               |                                           ^~~~~~~~
               = the MTU of `h1` and 14 of Ethernet; sizes count the frame without FCS
            lab.yaml:10:43: error: `90..80` is empty: the lower end comes first
             10 |   g: { kind: udp, from: h1, to: h2, size: 90..80 }
                |                                           ^~~~~~
            lab.yaml:11:43: error: `imx` is not a size
             11 |   h: { kind: udp, from: h1, to: h2, size: imx }
                |                                           ^~~ did you mean `imix`?
                = a size is written 590, 64..1514 or imix
            lab.yaml:12:43: error: `x` is not a size
             12 |   i: { kind: udp, from: h1, to: h2, size: 64..x }
                |                                           ^~~~~
                = a size is written 590, 64..1514 or imix
            lab.yaml:13:43: error: `64B` is not an integer
             13 |   j: { kind: udp, from: h1, to: h2, size: 64B }
                |                                           ^~~
                = integers are written 1000, 1_000 or 0x3e8
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
              f: { kind: ping, from: h1, to: h2, rate: 1Mbit }
              g: { kind: udp, from: h1, to: h2, rate: 5Mbps }
              h: { kind: udp, from: h1, to: h2, rate: 500Gbit }
              i: { kind: udp, from: h1, to: h2, rate: 1kpp }
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
            lab.yaml:9:44: error: a rate in bits is for udp flows whose frames are of one size
             9 |   f: { kind: ping, from: h1, to: h2, rate: 1Mbit }
               |                                            ^~~~~
               = rates of frames are written 1kpps
            lab.yaml:10:44: error: unknown unit `Mbps` of rate
             10 |   g: { kind: udp, from: h1, to: h2, rate: 5Mbps }
                |                                            ^~~~ did you mean `5Mbit`?
                = the units are pps kpps Mpps bps kbit Mbit Gbit, case-sensitive
            lab.yaml:11:43: error: 500Gbit is finer than 0.001bps or faster than 400Gbit
             11 |   h: { kind: udp, from: h1, to: h2, rate: 500Gbit }
                |                                           ^~~~~~~
            lab.yaml:12:44: error: unknown unit `kpp` of rate
             12 |   i: { kind: udp, from: h1, to: h2, rate: 1kpp }
                |                                            ^~~ did you mean `1kpps`?
                = the units are pps kpps Mpps bps kbit Mbit Gbit, case-sensitive
            """#),
        Golden(
            "frames",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host, s1: switch }, links: [[h1, s1], [h2, s1]] }
            traffic:
              a: { kind: frames, from: h1, to: h2 }
              b: { kind: frames, from: h1, to: h2, hex: "de ad b" }
              c: { kind: frames, from: h1, to: h2, hex: "ffffffffffff 525400000001 88b5", frame: { payload: x } }
              d: { kind: frames, from: s1, to: h2, hex: "ffffffffffff 525400000001 88b5" }
              e: { kind: frames, from: h1, to: 10.0.0.9, hex: "ffffffffffff 525400000001 88b5" }
              f: { kind: frames, from: h1, to: h2, hex: "ffffffffffff 525400000001 88b5", warmup: arp, size: 5, family: 6 }
              g: { kind: ping, from: h1, to: h2, hex: "ffffffffffff 525400000001 88b5" }
              h: { kind: frames, from: h1, to: s1:p9, hex: "ffffffffffff 525400000001 88b5" }
              i: { kind: frames, from: h1, to: h2, hexx: "ffffffffffff 525400000001 88b5" }
            """#,
            #"""
            lab.yaml:4:3: error: flow `a` has no `frame`
             4 |   a: { kind: frames, from: h1, to: h2 }
               |   ^
               = write `frame: { eth: { dst: h2 }, payload: "text" }` or `hex: "..."`
            lab.yaml:5:52: error: half a byte: hex digits come in pairs
             5 |   b: { kind: frames, from: h1, to: h2, hex: "de ad b" }
               |                                                    ^
               = pairs of hex digits, with spaces or colons between bytes: "dead beef", "de:ad"
            lab.yaml:6:79: error: `frame` and `hex` exclude each other
             6 |   c: { kind: frames, from: h1, to: h2, hex: "ffffffffffff 525400000001 88b5", frame: { payload: x } }
               |                                                                               ^~~~~
            lab.yaml:6:40: note: `hex` stands here
             6 |   c: { kind: frames, from: h1, to: h2, hex: "ffffffffffff 525400000001 88b5", frame: { payload: x } }
               |                                        ^~~
            lab.yaml:7:28: error: `s1` is not a host; only hosts and routers send and receive
             7 |   d: { kind: frames, from: s1, to: h2, hex: "ffffffffffff 525400000001 88b5" }
               |                            ^~
            lab.yaml:8:36: error: no node has the address 10.0.0.9, and frames are seen at a node
             8 |   e: { kind: frames, from: h1, to: 10.0.0.9, hex: "ffffffffffff 525400000001 88b5" }
               |                                    ^~~~~~~~
               = name the node or the interface where the frames have to arrive
            lab.yaml:9:79: error: `warmup` belongs to ping and udp flows; frames say themselves where they go
             9 |   f: { kind: frames, from: h1, to: h2, hex: "ffffffffffff 525400000001 88b5", warmup: arp, size: 5, family: 6 }
               |                                                                               ^~~~~~
               = a flow of frames takes: kind, from, to, pairs, at, after, plus, count, for, interval, rate, when, frame, hex
            lab.yaml:9:92: error: `size` belongs to udp flows; frames are sent as written
             9 |   f: { kind: frames, from: h1, to: h2, hex: "ffffffffffff 525400000001 88b5", warmup: arp, size: 5, family: 6 }
               |                                                                                            ^~~~
               = a flow of frames takes: kind, from, to, pairs, at, after, plus, count, for, interval, rate, when, frame, hex
            lab.yaml:9:101: error: `family` belongs to ping and udp flows; frames say themselves where they go
             9 |   f: { kind: frames, from: h1, to: h2, hex: "ffffffffffff 525400000001 88b5", warmup: arp, size: 5, family: 6 }
               |                                                                                                     ^~~~~~
               = a flow of frames takes: kind, from, to, pairs, at, after, plus, count, for, interval, rate, when, frame, hex
            lab.yaml:10:38: error: `hex` belongs to flows of frames
             10 |   g: { kind: ping, from: h1, to: h2, hex: "ffffffffffff 525400000001 88b5" }
                |                                      ^~~
                = a ping flow takes: kind, from, to, pairs, at, after, plus, count, for, interval, rate, when, family, warmup
            lab.yaml:11:36: error: nothing is linked to `s1:p9`
             11 |   h: { kind: frames, from: h1, to: s1:p9, hex: "ffffffffffff 525400000001 88b5" }
                |                                    ^~~~~
            lab.yaml:12:40: error: unknown key `hexx` in a flow of frames
             12 |   i: { kind: frames, from: h1, to: h2, hexx: "ffffffffffff 525400000001 88b5" }
                |                                        ^~~~ did you mean `hex`?
                = a flow of frames takes: kind, from, to, pairs, at, after, plus, count, for, interval, rate, when, frame, hex
            """#),
    ]
}
