import ScenarioFile
import Testing

/// What is said where a mistake is easily taken for another one.
@Suite("Help that fits the mistake")
struct HelpTests {
    @Test("each is shown at its place, with help", arguments: cases)
    func shown(golden: Golden) {
        golden.check()
    }

    @Test("a pattern of one number is the one node or link")
    func single() throws {
        let plan = try scenario(
            """
            version: 1
            topology: { nodes: { "h[1..3]": host, s1: switch }, links: [{ star: { center: s1, leaves: "h[*]" }, id: t }] }
            traffic: { f: { kind: ping, from: h1, to: h2 } }
            timeline:
              - { at: 1s, node: "h[3]", flush: arp }
              - { at: 1s, link: "t[2]", down: true }
              - { at: 1s, nic: "h[3]:eth0", down: true }
            expect:
              - f: { via: ["s[1]", "t[2]"] }
              - dropped: { node: "h[3]", count: 0 }
              - state: { node: "h[3]", arp: { h1: none } }

            """)
        #expect(plan.timeline.map(\.target) == [.node(2), .link(1), .nic(node: 2, port: 0)])
        #expect(
            plan.expectations.prefix(3).map(\.text) == [
                "f: { via: [s1, t2] }", "dropped: { node: h3, count: 0 }", "state: { node: h3, arp: { h1: none } }",
            ])
    }

    @Test("a pattern of one number goes with the node that `when` took out")
    func skipped() throws {
        let plan = try scenario(
            """
            version: 1
            topology: { nodes: { h1: host, h2: host, h3: { kind: host, when: off }, s1: switch }, links: [[h1, s1], [h2, s1]] }
            timeline: [{ at: 1s, node: "h[3]", flush: arp }]
            expect:
              - dropped: { node: "h[3]", count: 0 }
              - state: { node: "h[3]", arp: { h1: none } }

            """)
        #expect(plan.timeline.isEmpty)
        #expect(plan.skipped.count == 4)
    }

    static let cases: [Golden] = [
        Golden(
            "patterns where one is named",
            #"""
            version: 1
            topology: { nodes: { "h[1..3]": host, s1: switch }, links: [["h[*]", s1]] }
            traffic: { f: { kind: ping, from: h1, to: h2 } }
            timeline:
              - { at: 1s, node: "h[*]", flush: arp }
              - { at: 1s, link: "h[2..3]-s1", down: true }
              - { at: 1s, nic: "h[2..3]:eth0", down: true }
              - { at: 1s, node: "x[*]", flush: arp }
            expect:
              - f: { via: ["h[*]-s1"] }
              - dropped: { node: "h[*]", count: 0 }
              - dropped: { link: "h[*]-s1", count: 0 }
              - state: { node: "h[*]", arp: { h1: none } }
            """#,
            #"""
            lab.yaml:5:21: error: one node is named here, not a pattern
             5 |   - { at: 1s, node: "h[*]", flush: arp }
               |                     ^~~~~~ did you mean `h1`?
            lab.yaml:6:21: error: one link is named here, not a pattern
             6 |   - { at: 1s, link: "h[2..3]-s1", down: true }
               |                     ^~~~~~~~~~~~ did you mean `h2-s1`?
            lab.yaml:7:20: error: one node is named here, not a pattern
             7 |   - { at: 1s, nic: "h[2..3]:eth0", down: true }
               |                    ^~~~~~~ did you mean `h2`?
            lab.yaml:8:21: error: one node is named here, not a pattern
             8 |   - { at: 1s, node: "x[*]", flush: arp }
               |                     ^~~~~~
            lab.yaml:10:16: error: one node or link is named here, not a pattern
             10 |   - f: { via: ["h[*]-s1"] }
                |                ^~~~~~~~~ did you mean `h1-s1`?
            lab.yaml:11:22: error: one node is named here, not a pattern
             11 |   - dropped: { node: "h[*]", count: 0 }
                |                      ^~~~~~ did you mean `h1`?
            lab.yaml:12:22: error: one link is named here, not a pattern
             12 |   - dropped: { link: "h[*]-s1", count: 0 }
                |                      ^~~~~~~~~ did you mean `h1-s1`?
            lab.yaml:13:20: error: one node is named here, not a pattern
             13 |   - state: { node: "h[*]", arp: { h1: none } }
                |                    ^~~~~~ did you mean `h1`?
            """#),
        Golden(
            "operands of comparisons",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            traffic: { f: { kind: udp, from: h1, to: h2, count: 1000 } }
            expect:
              - f: { latency: { p99: 1..5ms, max: "<= 60", p50: 1us..20, min: "< 5mins" } }
              - f: { delivered: ">= all", lost: none..5, loss: 5..10 }
              - f: { loss: ">= x" }
              - frames: { at: h1, count: ">= all" }
            """#,
            #"""
            lab.yaml:5:26: error: a time needs its unit
             5 |   - f: { latency: { p99: 1..5ms, max: "<= 60", p50: 1us..20, min: "< 5mins" } }
               |                          ^ did you mean `1ms..5ms`?
               = the units are ns us ms s min
            lab.yaml:5:43: error: a time needs its unit
             5 |   - f: { latency: { p99: 1..5ms, max: "<= 60", p50: 1us..20, min: "< 5mins" } }
               |                                           ^~ did you mean `<= 60s`?
               = the units are ns us ms s min
            lab.yaml:5:58: error: a time needs its unit
             5 |   - f: { latency: { p99: 1..5ms, max: "<= 60", p50: 1us..20, min: "< 5mins" } }
               |                                                          ^~ did you mean `1us..20us`?
               = the units are ns us ms s min
            lab.yaml:5:71: error: unknown unit `mins` of time
             5 |   - f: { latency: { p99: 1..5ms, max: "<= 60", p50: 1us..20, min: "< 5mins" } }
               |                                                                       ^~~~ did you mean `< 5min`?
               = the units are ns us ms s min, case-sensitive
            lab.yaml:6:25: error: `all` stands alone
             6 |   - f: { delivered: ">= all", lost: none..5, loss: 5..10 }
               |                         ^~~
               = only numbers and percentages are compared
            lab.yaml:6:37: error: `none` stands alone
             6 |   - f: { delivered: ">= all", lost: none..5, loss: 5..10 }
               |                                     ^~~~
               = only numbers and percentages are compared
            lab.yaml:6:52: error: a share is a percentage
             6 |   - f: { delivered: ">= all", lost: none..5, loss: 5..10 }
               |                                                    ^
            lab.yaml:7:20: error: `x` is not an integer
             7 |   - f: { loss: ">= x" }
               |                    ^
               = integers are written 1000, 1_000 or 0x3e8
            lab.yaml:8:34: error: `all` stands alone
             8 |   - frames: { at: h1, count: ">= all" }
               |                                  ^~~
               = only numbers and percentages are compared
            """#),
        Golden(
            "a mistake of the matrix is said once",
            #"""
            version: 1
            params: { b: 5 }
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            matrix: { a: [1, 2], b: [3, 4] }
            exclude: [{ a: 1, b: 3 }]
            include: [{ a: 5, b: 6 }]
            description: "${a}${b}"
            """#,
            #"""
            lab.yaml:4:22: error: `b` has a value already
             4 | matrix: { a: [1, 2], b: [3, 4] }
               |                      ^
            lab.yaml:2:11: note: it stands here; the runs have what `matrix` says
             2 | params: { b: 5 }
               |           ^
            """#),
        Golden(
            "a parameter that the number of a range hides",
            #"""
            version: 1
            params: { i: 5, j: 6 }
            topology:
              nodes: { "c[1..2]": { kind: host, ip: "10.0.0.${i}/24" } }
              links: [[c1, c2]]
            """#,
            #"""
            lab.yaml:2:11: error: parameter `i` is not used
             2 | params: { i: 5, j: 6 }
               |           ^
               = in the body of a range `${i}` is the number
            lab.yaml:2:17: error: parameter `j` is not used
             2 | params: { i: 5, j: 6 }
               |                 ^
               = write "${j}" where its value belongs
            """#),
        Golden(
            "a number that is too large for a name",
            #"""
            version: 1
            topology:
              nodes: { "c[1..99999999999]": host, "d[12345678901]": host, h1: host, h2: host }
              links: [[h1, h2]]
            """#,
            #"""
            lab.yaml:3:12: error: `99999999999` in `c[1..99999999999]` is too large
             3 |   nodes: { "c[1..99999999999]": host, "d[12345678901]": host, h1: host, h2: host }
               |            ^~~~~~~~~~~~~~~~~~~
               = a number in a name has at most 9 digits
            lab.yaml:3:39: error: `12345678901` in `d[12345678901]` is too large
             3 |   nodes: { "c[1..99999999999]": host, "d[12345678901]": host, h1: host, h2: host }
               |                                       ^~~~~~~~~~~~~~~~
               = a number in a name has at most 9 digits
            """#),
        Golden(
            "ports of a netdev node",
            #"""
            version: 1
            topology:
              nodes: { n: { kind: netdev, netdev: { p1: "l2tpv3,src=127.0.0.1,dst=127.0.0.2,txsession=1" } }, h1: host }
              links: [[n, h1]]
            """#,
            #"""
            lab.yaml:3:41: error: `p1` is no interface of a netdev node
             3 |   nodes: { n: { kind: netdev, netdev: { p1: "l2tpv3,src=127.0.0.1,dst=127.0.0.2,txsession=1" } }, h1: host }
               |                                         ^~
               = its interfaces are eth0, eth1, ..., one for each netdev
            """#),
        Golden(
            "the broadcast of the sender's network",
            #"""
            version: 1
            topology:
              nodes: { h1: { kind: host, ip: 10.0.0.1/24 }, h2: { kind: host, ip: 10.0.0.2/24 } }
              links: [[h1, h2]]
            traffic:
              a: { kind: ping, from: h1, to: 10.0.0.255 }
              b: { kind: udp, from: h1, to: 255.255.255.255 }
            """#,
            #"""
            lab.yaml:6:34: error: 10.0.0.255 is no address of one host
             6 |   a: { kind: ping, from: h1, to: 10.0.0.255 }
               |                                  ^~~~~~~~~~
               = frames to groups and to all are sent by `kind: frames`
            lab.yaml:7:33: error: 255.255.255.255 is no address of one host
             7 |   b: { kind: udp, from: h1, to: 255.255.255.255 }
               |                                 ^~~~~~~~~~~~~~~
               = frames to groups and to all are sent by `kind: frames`
            """#),
    ]
}
