import Results
import Testing

@testable import Lab

@Suite("What nodes know", .timeLimit(.minutes(10)))
struct StateTests {
    private static func lab(_ expect: String, _ timeline: String = "") -> String {
        """
        topology:
          nodes: { h1: host, h2: host, h3: host, s1: { kind: switch, aging: 100ms } }
          links: [[h1, s1], [h2, s1], [h3, s1]]
        traffic:
          f: { kind: ping, from: h1, to: h2, count: 4, interval: 10ms, at: 20ms }
        \(timeline)
        expect:
        \(expect)
        """
    }

    @Test("stations, neighbours, counters and addresses at the end", arguments: BothClocks.allCases)
    func atTheEnd(clock: BothClocks) throws {
        let result = try judged(
            Self.lab(
                """
                  - state: { node: s1, fdb: { h1: p1, h2: p2, h3: none } }
                  - state: { node: h1, arp: { h2: h2, h3: none }, mac: "52:54:00:12:34:56" }
                  - state: { node: h1, counters: { eth0.tx_frames: 5, eth0.rx_frames: ">= 5", eth0.dropped: 0 } }
                  - state: { node: s1, fdb: { h1: p2, h3: p3 } }
                  - state: { node: h1, arp: { h2: none }, counters: { eth0.tx_frames: 4 } }
                """), clock: clock)
        #expect(result.verdicts == [.pass, .pass, .pass, .fail, .fail], "\(result.expectations)")
        #expect(
            result.expectations[3].observed == "h1 is known at p1, expected at p2; h3 is not known, expected at p3")
        #expect(
            result.expectations[4].observed
                == "h2 is known as 52:54:00:12:34:57, not expected; eth0.tx_frames is 5, expected 4")
    }

    @Test("once by a time, throughout, and at an instant", arguments: BothClocks.allCases)
    func windows(clock: BothClocks) throws {
        let result = try judged(
            Self.lab(
                """
                  - { state: { node: s1, fdb: { h1: p1 } }, within: 30ms }
                  - { state: { node: s1, fdb: { h1: p1 } }, within: 10ms }
                  - { state: { node: s1, fdb: { h1: none } }, during: [0s, 19ms] }
                  - { state: { node: s1, fdb: { h1: none } }, during: [0s, 45ms] }
                  - { state: { node: s1, fdb: { h1: p1 } }, during: [41ms, 41ms] }
                  - { state: { node: s1, fdb: { h1: none } }, during: [41ms, 41ms] }
                  - { state: { node: s1, fdb: { h1: none } }, during: [300ms, 301ms] }
                  - { state: { node: s1, fdb: { h1: p1 } }, during: [41ms, 250ms] }
                """), clock: clock)
        #expect(
            result.verdicts == [.pass, .fail, .pass, .fail, .pass, .fail, .pass, .fail], "\(result.expectations)")
        #expect(result.expectations[1].observed.hasSuffix("h1 is not known, expected at p1"))
        if clock == .virtual {
            #expect(result.expectations[3].observed == "at 20.00 ms: h1 is known at p1, not expected anywhere")
            #expect(result.expectations[7].observed == "at 249.99 ms: h1 is not known, expected at p1")
        }
    }

    @Test("flushed tables are empty until they are filled again", arguments: BothClocks.allCases)
    func flush(clock: BothClocks) throws {
        let result = try judged(
            Self.lab(
                """
                  - { state: { node: s1, fdb: { h1: p1, h2: p2 } }, during: [52ms, 60ms] }
                  - { state: { node: s1, fdb: { h1: none, h2: none } }, during: [71ms, 80ms] }
                  - { state: { node: h1, arp: { h2: none } }, during: [71ms, 80ms] }
                """,
                """
                timeline:
                  - { at: 70ms, node: s1, flush: fdb }
                  - { at: 70ms, node: h1, flush: arp }
                """), clock: clock)
        #expect(result.verdict == .pass, "\(result.expectations)")
    }
}
