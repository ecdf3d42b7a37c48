import Results
import Testing

@testable import Lab

@Suite("What is seen at interfaces", .timeLimit(.minutes(10)))
struct WatchTests {
    private static func lab(_ expect: String, _ timeline: String = "") -> String {
        """
        topology:
          nodes: { h1: host, h2: host, h3: host, s1: switch }
          links: [[h1, s1], [h2, s1], [h3, s1]]
        traffic:
          f: { kind: udp, from: h1, to: h2, count: 10, interval: 10ms, size: 100, warmup: arp }
          g: { kind: udp, from: h3, to: h2, count: 1, at: 55ms, warmup: arp }
        \(timeline)
        expect:
        \(expect)
        """
    }

    @Test("frames by fields, direction and window; warm-ups are not seen", arguments: BothClocks.allCases)
    func frames(clock: BothClocks) throws {
        let result = try judged(
            Self.lab(
                """
                  - frames: { at: h2, count: 11 }
                  - frames: { at: h2, match: "eth.src == h1", count: 10 }
                  - frames: { at: "h1:eth0", dir: tx, match: "frame.len == 100", count: 10 }
                  - frames: { at: h3, count: 0 }
                  - { frames: { at: h2, match: "eth.src == h1", count: 4 }, during: [15ms, 55ms] }
                  - { frames: { at: h2, count: 5 }, within: 45ms }
                  - { frames: { at: h1, match: arp, count: 0 } }
                """), clock: clock)
        #expect(result.verdict == .pass, "\(result.expectations)")
    }

    @Test("too few: the nearest frame with the fields that differ; too many: the first of them")
    func frameMessages() throws {
        let result = try judged(
            Self.lab(
                """
                  - { frames: { at: h2, match: "eth.dst == h2 and eth.src == h3 and frame.len == 100" }, because: "h3 speaks too" }
                  - frames: { at: h2, match: "eth.src == h3", count: 0 }
                  - frames: { at: h3, match: "ip" }
                """))
        #expect(result.verdicts == [.fail, .fail, .fail])
        let near = result.expectations[0].message
        #expect(near.contains("seen: 0 frames match, of 11 that arrived"))
        #expect(near.contains { $0.hasPrefix("nearest at ") && $0.contains("10.0.0.1") })
        #expect(near.contains { $0.hasPrefix("  eth.src is 52:54:00:12:34:56, expected ") && $0.contains("h3") })
        #expect(!near.contains { $0.hasPrefix("  eth.dst") })
        #expect(near.last == "because: h3 speaks too")
        let many = result.expectations[1].message
        #expect(many.contains { $0.hasPrefix("seen at 55.00 ms: IPv4 10.0.0.3 > 10.0.0.2") })
        #expect(result.expectations[2].message.contains("no other frame was seen there"))
    }

    @Test("nothing else than what the file accounts for", arguments: BothClocks.allCases)
    func nothingElse(clock: BothClocks) throws {
        // Through a tunnel, so that in real time stamps and not descriptors tell the flows.
        let head = """
            topology:
              nodes: { h1: host, h2: host }
              links: [{ id: tunnel, kind: l2tpv3, endpoints: [h1, h2] }]
            traffic:
              f: { kind: udp, from: h1, to: h2, count: 4, interval: 1ms }
              g: { kind: ping, from: h1, to: h2, count: 3, interval: 1ms, at: 2ms }
            expect:

            """
        let passing = try judged(
            head + """
                  - f: { delivered: all }
                  - g: { delivered: all }
                  - nothing_else: { at: h2, except: ["arp"] }
                  - nothing_else: { at: h1, except: ["arp"] }
                """, clock: clock)
        #expect(passing.verdict == .pass, "\(passing.expectations)")
        let matched = try judged(
            head + """
                  - f: { delivered: all }
                  - frames: { at: h2, match: "icmp", count: 3 }
                  - frames: { at: h2, match: "arp", count: 1 }
                  - nothing_else: { at: h2 }
                """, clock: clock)
        #expect(matched.verdict == .pass, "\(matched.expectations)")
        let failing = try judged(head + "  - f: { delivered: all }\n  - nothing_else: { at: h2 }\n", clock: clock)
        #expect(failing.verdicts == [.pass, .fail])
        #expect(failing.expectations[1].observed == "4 other frames")
        let message = failing.expectations[1].message
        #expect(message.contains { $0.hasPrefix("also at ") && $0.contains("ARP who-has 10.0.0.2") })
        #expect(message.count { $0.contains("ICMP echo request") } == 3)
    }

    @Test("the bytes of a frame, whole or its beginning, and what differs", arguments: BothClocks.allCases)
    func bytes(clock: BothClocks) throws {
        let result = try judged(
            Self.lab(
                """
                  - bytes: { at: h2, frame: 2, match: "eth.src == h1", starts: "5254 0012 3457 5254 0012 3456 08?? 45" }
                  - bytes: { at: h2, frame: 1, starts: "5254 0012 3458 5254 0012 3456 0806" }
                  - bytes: { at: h2, frame: 12, starts: "52" }
                  - bytes: { at: h2, frame: 1, equals: "5254" }
                """), clock: clock)
        #expect(result.verdicts == [.pass, .fail, .fail, .fail], "\(result.expectations)")
        let message = result.expectations[1].message
        #expect(message.contains("byte 5 is 57, expected 58"))
        #expect(message.contains("byte 13 is 00, expected 06"))
        #expect(message.contains { $0.hasPrefix("seen: 5254 0012 3457 ") && $0.hasSuffix(" ...") })
        #expect(result.expectations[2].observed == "11 frames arrived, none of them number 12")
        #expect(result.expectations[3].message.contains("100 bytes, expected 2"))
    }

    @Test("the datagram that a frame came in", arguments: BothClocks.allCases)
    func wire(clock: BothClocks) throws {
        let result = try judged(
            """
            topology:
              nodes: { h1: host, h2: host }
              links: [{ id: tunnel, kind: l2tpv3, endpoints: [h1, h2], options: { txsession: 0x1234, txcookie: 7, rxcookie: 8 } }]
            traffic:
              f: { kind: udp, from: h1, to: h2, count: 3, interval: 1ms, warmup: arp }
            expect:
              - bytes: { at: h2, frame: 2, match: "udp", layer: wire, starts: "0003 0000 0000 1234 0000 0007" }
              - bytes: { at: h2, frame: 3, layer: wire, starts: "0003 0000 0000 1234 0000 0008" }
              - bytes: { at: h1, frame: 1, layer: wire, starts: "0003" }
            """, clock: clock)
        #expect(result.verdicts == [.pass, .fail, .fail], "\(result.expectations)")
        #expect(result.expectations[1].message.contains("byte 11 is 07, expected 08"))
    }

    @Test("drops by window", arguments: BothClocks.allCases)
    func dropped(clock: BothClocks) throws {
        let result = try judged(
            Self.lab(
                """
                  - { dropped: { reason: link-down, count: 0 }, during: [0s, 15ms] }
                  - { dropped: { reason: link-down, count: 3 }, during: [15ms, 45ms] }
                  - { dropped: { link: h1-s1, reason: link-down, count: 1 }, within: 25ms }
                  - dropped: { node: h1, count: 3 }
                  - { dropped: { reason: link-down, count: 1 }, during: [15ms, 45ms] }
                """, "timeline:\n  - { at: 15ms, link: h1-s1, down: true, for: 30ms }"), clock: clock)
        #expect(result.verdicts == [.pass, .pass, .pass, .pass, .fail], "\(result.expectations)")
        #expect(result.expectations[4].message.contains("seen: 3 link-down"))
    }
}
