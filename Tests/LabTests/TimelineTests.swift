import Results
import Testing

@testable import Lab

@Suite("The timeline", .timeLimit(.minutes(10)))
struct TimelineTests {
    private static func lab(_ entries: String, _ expect: String, interval: String = "10ms") -> String {
        """
        topology:
          nodes: { h1: host, h2: host, s1: switch }
          links: [{ id: left, endpoints: [h1, s1] }, { id: right, endpoints: [s1, h2] }]
        traffic:
          there: { kind: udp, from: h1, to: h2, count: 20, interval: \(interval), warmup: arp }
          back: { kind: udp, from: h2, to: h1, count: 20, interval: \(interval), warmup: arp }
        timeline:
        \(entries)
        expect:
        \(expect)
        """
    }

    @Test("an entry acts before the frames of its instant, and what it changed is put back before them")
    func order() throws {
        let result = try judged(
            Self.lab(
                "  - { at: 50ms, link: left, down: true, for: 20ms }",
                """
                  - { there: { delivered: 0 }, during: [50ms, 70ms] }
                  - { there: { delivered: all }, during: [70ms, 80ms] }
                  - there: { delivered: 18 }
                  - back: { delivered: 18 }
                  - dropped: { link: left, reason: link-down, count: 2 }
                """))
        #expect(result.verdict == .pass, "\(result.expectations)")
        #expect(
            result.timeline == [
                .init(
                    nanoseconds: 50_000_000, text: "{ at: 50ms, link: left, down: true, for: 20ms }",
                    effect: .frames(2, dropped: [DropCount("link-down", 2)])),
                .init(nanoseconds: 70_000_000, text: "over: { at: 50ms, link: left, down: true, for: 20ms }"),
            ])
    }

    @Test("one direction only, and nobody notices", arguments: BothClocks.allCases)
    func direction(clock: BothClocks) throws {
        let result = try judged(
            Self.lab(
                "  - { at: 45ms, link: left, down: true, direction: forward, for: 50ms }",
                """
                  - { there: { delivered: 0 }, during: [45ms, 95ms] }
                  - there: { delivered: 15 }
                  - back: { delivered: all }
                """), clock: clock)
        #expect(result.verdict == .pass, "\(result.expectations)")
    }

    @Test("a node that goes down takes all its links with it", arguments: BothClocks.allCases)
    func node(clock: BothClocks) throws {
        let result = try judged(
            Self.lab(
                "  - { at: 45ms, node: s1, down: true, for: 50ms }\n  - { at: 145ms, nic: \"h2:eth0\", down: true }",
                """
                  - there: { delivered: 10 }
                  - { there: { delivered: 0 }, during: [45ms, 95ms] }
                  - { back: { delivered: 0 }, during: [45ms, 95ms] }
                  - { back: { delivered: 0 }, during: [145ms, 10s] }
                """), clock: clock)
        #expect(result.verdict == .pass, "\(result.expectations)")
    }

    @Test("downs that overlap: the end of one is not the end of the other")
    func overlap() throws {
        let result = try judged(
            Self.lab(
                """
                  - { at: 25ms, link: left, down: true, for: 50ms }
                  - { at: 45ms, node: h1, down: true, for: 10ms }
                  - { at: 105ms, link: left, down: true }
                  - { at: 115ms, link: left, up: true, for: 20ms }
                  - { at: 155ms, link: left, up: true }
                """,
                """
                  - { there: { delivered: 0, lost: 5 }, during: [25ms, 75ms] }
                  - { there: { delivered: all }, during: [75ms, 105ms] }
                  - { there: { delivered: 0, lost: 1 }, during: [105ms, 115ms] }
                  - { there: { delivered: all }, during: [115ms, 135ms] }
                  - { there: { delivered: 0, lost: 2 }, during: [135ms, 155ms] }
                  - { there: { delivered: all }, during: [155ms, 1s] }
                """))
        #expect(result.verdict == .pass, "\(result.expectations)")
    }

    @Test("again and again, before its end")
    func every() throws {
        let result = try judged(
            Self.lab(
                "  - { id: again, at: 15ms, every: 30ms, until: 105ms, link: left, down: true, for: 10ms }",
                "  - there: { delivered: 17 }\n"))
        #expect(result.verdict == .pass, "\(result.expectations)")
        #expect(result.timeline.map(\.nanoseconds) == [15, 25, 45, 55, 75, 85].map { $0 * 1_000_000 })
    }

    @Test("an entry that acts without end is bounded like frames")
    func limit() throws {
        let result = try judged(
            "limit: 5000\n"
                + Self.lab(
                    "  - { at: 0s, every: 1ns, until: 300us, node: h1, flush: arp }", "  - there: { delivered: all }\n")
        )
        #expect(result.ended == .limit)
        #expect(result.verdict == .fail)
        #expect(result.timeline.count == Timeline.eventLimit)
        #expect(result.unlistedEvents > 3000)
    }

    @Test("what is down and what brings it up again, link by link")
    func holds() {
        var holds = LinkHolds()
        let first = holds.hold(nil, until: 100)
        let second = holds.hold(.forward, until: 200)
        #expect(holds.state == .announced)
        holds.release(first)
        #expect(holds.state == .silent(forward: true, reverse: false))
        let before = holds.bringUp(nil)
        #expect(holds.state == .up)
        holds.restore(before, now: 150)
        #expect(holds.state == .silent(forward: true, reverse: false))
        _ = holds.bringUp(.forward)
        holds.restore(before, now: 200)
        #expect(holds.state == .up, "it would have been over")
        holds.release(second)
        _ = holds.hold(nil, until: nil)
        _ = holds.hold(nil, until: nil)
        #expect(holds.holds.count == 1)
        _ = holds.bringUp(.forward)
        #expect(holds.state == .silent(forward: false, reverse: true))
    }
}
