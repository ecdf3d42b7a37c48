import Testing

@testable import Lab

@Suite("The hole that an entry of the timeline tears", .timeLimit(.minutes(5)))
struct ConvergeTests {
    private static func lab(_ timeline: String, _ expect: String, count: Int = 400) -> String {
        """
        topology:
          nodes: { h1: host, h2: host }
          links: [{ id: w, endpoints: [h1, h2] }]
        traffic:
          bulk: { kind: udp, from: h1, to: h2, count: \(count), interval: 1ms, warmup: arp }
          early: { kind: ping, from: h1, to: h2 }
        timeline:
        \(timeline)
        expect:
        \(expect)
        """
    }

    @Test("is told with its begin, its end and its frames, exactly in both clocks", arguments: BothClocks.allCases)
    func told(clock: BothClocks) throws {
        let result = try judged(
            Self.lab(
                "  - { id: cut, at: 100ms, link: w, down: true, for: 20ms }",
                """
                  - converge: { after: cut, flow: bulk, within: 300ms, lost: 20 }
                  - converge: { after: cut, flow: bulk, within: 2ms }
                """), clock: clock)
        #expect(result.verdicts == [.pass, .fail])
        let seen = result.expectations[0].observed
        #expect(seen.hasSuffix("20 of its 20 frames lost, numbers 100 to 119"), "\(seen)")
        if clock == .virtual {
            #expect(seen.hasPrefix("a hole of 20.00 ms from 0.100000 s to 0.120000 s, "), "\(seen)")
        }
        let message = result.expectations[1].message
        #expect(message.contains("20 ended at h1:eth0 as link-down, the first of them number 100"), "\(message)")
    }

    @Test("only what is sent until the next entry acts is looked at, and one instant is one event")
    func nextEntry() throws {
        let result = try judged(
            Self.lab(
                """
                  - { id: first, at: 0ms, link: w, up: true }
                  - { id: cut, at: 100ms, link: w, down: true, for: 20ms }
                  - { at: 100ms, node: h2, flush: arp }
                  - { id: again, at: 250ms, link: w, down: true, for: 30ms }
                """,
                """
                  - converge: { after: first, flow: bulk, lost: 5 }
                  - converge: { after: cut, flow: bulk, lost: 20 }
                  - converge: { after: again, flow: bulk, lost: 30 }
                """))
        #expect(result.verdicts == [.pass, .pass, .pass], "\(result.expectations)")
        #expect(result.expectations[0].observed == "no hole")
    }

    @Test("an entry that acts again ends what is looked at")
    func repeated() throws {
        let result = try judged(
            Self.lab(
                "  - { id: cut, at: 0ms, every: 200ms, until: 300ms, link: w, down: true, for: 20ms }",
                "  - converge: { after: cut, flow: bulk, lost: 20 }"))
        #expect(result.verdict == .pass, "\(result.expectations)")
    }

    @Test("too few frames, and an entry that never acted, are failures that say so")
    func tooFew() throws {
        let result = try judged(
            Self.lab(
                """
                  - { id: cut, after: early, plus: 320ms, link: w, down: true, for: 1ms }
                  - { id: never, after: bulk, plus: 10s, link: w, down: true, for: 1ms }
                """,
                """
                  - converge: { after: cut, flow: bulk, within: 10ms }
                  - converge: { after: never, flow: bulk, within: 10ms }
                """
            ) + "\nduration: 1s")
        #expect(result.verdicts == [.fail, .fail])
        #expect(
            result.expectations[0].observed
                == "too few to tell: 80 frames of bulk were sent between `cut` and the next entry, and 100 are looked at together"
        )
        #expect(result.expectations[1].observed == "`never` did not act")
    }

    @Test("of a pattern each flow has a hole of its own")
    func group() throws {
        let result = try judged(
            """
            topology:
              nodes: { "c[1..2]": host, h: host, s: switch }
              links: [{ id: "c1-s", endpoints: [c1, s] }, [c2, s], [h, s]]
            traffic:
              f: { kind: udp, from: "c[*]", to: h, count: 200, interval: 1ms, warmup: arp }
            timeline: [{ id: cut, at: 10500us, link: c1-s, down: true, for: 20ms }]
            expect: [{ converge: { after: cut, flow: f, lost: 20 } }]
            """)
        #expect(result.verdicts == [.pass, .pass])
        #expect(result.expectations[0].name == "f[1]")
        #expect(result.expectations[0].observed.hasPrefix("a hole of 20.00 ms"))
        #expect(result.expectations[1].observed == "no hole")
    }
}
