import Lab
import Results
import ScenarioFile
import Testing

/// What is known of frames that have lost their names in a socket, and of what never came.
@Suite("Tracing")
struct TracingTests {
    private static let two = """
        topology:
          nodes: { h1: host, h2: host, h3: host, s1: switch, s2: switch }
          links:
            - [h1, s1]
            - [h2, s1]
            - { id: tunnel, kind: l2tpv3, endpoints: [s1, s2] }
            - [s2, h3]

        """

    @Test("two flows of the same bytes do not take each other's frames", arguments: BothClocks.allCases)
    func equalBytes(_ clock: BothClocks) throws {
        let result = try judged(
            Self.two + """
                traffic:
                  one: { kind: frames, from: h1, to: h3, hex: "ffffffffffff 020000000001 88b5 01", count: 3 }
                  two: { kind: frames, from: h2, to: h3, hex: "ffffffffffff 020000000001 88b5 01", count: 3 }
                """, clock: clock)
        #expect(result.verdict == .pass)
        for name in ["one", "two"] {
            #expect(try result.flow(name).delivered == 3)
            #expect(try result.flow(name).duplicates == 0)
        }
    }

    @Test("the way of written frames is known through a tunnel", arguments: BothClocks.allCases)
    func via(_ clock: BothClocks) throws {
        let result = try judged(
            Self.two + """
                traffic:
                  odd: { kind: frames, from: h1, to: h3, frame: [{ eth: { type: 0x88b5 }, payload: a }, { eth: { type: 0x88b6 }, payload: b }] }
                expect:
                  - odd: { delivered: 2, via: [s1, tunnel, s2] }
                  - odd: { via: [s2, s1] }
                """, clock: clock)
        #expect(result.verdicts == [.pass, .fail])
    }

    @Test("a warm-up that nobody answers is told of", arguments: BothClocks.allCases)
    func coldStart(_ clock: BothClocks) throws {
        let result = try judged(
            """
            topology: { nodes: { h1: host, h2: host, h3: host, x: hub }, links: [[h1, x], [h2, x], [h3, x]] }
            traffic:
              warm: { kind: ping, from: h1, to: h2, warmup: arp }
              cold: { kind: ping, from: h1, to: 10.0.9.9, warmup: arp }
              none: { kind: ping, from: h1, to: 192.0.2.1, warmup: arp }
            expect:
              - warm: { delivered: 1 }
            """, clock: clock)
        #expect(result.verdict == .pass)
        #expect(result.warnings.contains("2 of 3 warm-ups were not answered: their flows begin cold"))
    }

    @Test("what came due by the million while there was no way ends in bounded turns, and at the limit")
    func dueByTheMillion() throws {
        let result = try judged(
            """
            limit: 100000
            topology: { nodes: { h1: host, h2: host, s1: switch }, links: [[h1, s1], { id: w, endpoints: [h2, s1] }] }
            traffic:
              fast: { kind: udp, from: h1, to: h2, rate: 1Mpps, count: 1000000000, warmup: arp }
            timeline:
              - { at: 1ms, link: w, down: true }
              - { at: 1ms, node: h1, flush: arp }
            """)
        let flow = try result.flow("fast")
        #expect(flow.sent == 1000)
        #expect(flow.losses.contains { $0.reason == "unresolved" })
        #expect(flow.losses.reduce(0) { $0 + $1.count } <= 100_000)
    }

    @Test("after the plan what is in sockets is waited for, as long as something comes out", arguments: [0, 300])
    func settle(_ milliseconds: Int) throws {
        // Nothing is on its way here, and no flow was active for a second: the wait begins with the end of the plan.
        let result = try run(
            """
            version: 1
            settle: \(milliseconds)ms
            topology: { nodes: { h1: host, h2: host }, links: [{ id: t, kind: l2tpv3, endpoints: [h1, h2], b: { rxsession: 9 } }] }
            traffic: { lost: { kind: udp, from: h1, to: h2, count: 1 } }
            """, clock: .real)
        // Three tries a second apart; refused frames have come out of the socket, so nothing is left to wait for.
        #expect(result.durationNanoseconds < 3_300_000_000)
        #expect(result.conservation.untraceable == 0)
        #expect(result.dropped("session-mismatch") == 3)
    }

    @Test("a state at an instant is what the entries of that instant made", arguments: BothClocks.allCases)
    func instant(_ clock: BothClocks) throws {
        let result = try judged(
            """
            topology: { nodes: { h1: host, h2: host, s1: switch }, links: [[h1, s1], [h2, s1]] }
            traffic: { hello: { kind: ping, from: h1, to: h2, warmup: arp } }
            timeline:
              - { at: 50ms, node: h1, flush: arp }
              - { at: 50ms, node: s1, flush: fdb }
            expect:
              - { state: { node: h1, arp: { h2: none } }, during: [50ms, 50ms] }
              - { state: { node: s1, fdb: { h1: none } }, during: [50ms, 60ms] }
              - { state: { node: h1, arp: { h2: h2 } }, during: [50ms, 50ms] }
            """, clock: clock)
        #expect(result.verdicts == [.pass, .pass, .fail])
    }

    @Test("a run that its limit ends names the links that were busiest", arguments: BothClocks.allCases)
    func storm(_ clock: BothClocks) throws {
        let result = try judged(
            """
            limit: 300
            topology: { nodes: { h1: host, x1: hub, x2: hub }, links: [[h1, x1], { id: one, endpoints: [x1, x2] }, { id: two, endpoints: [x1, x2] }] }
            traffic: { hello: { kind: ping, from: h1, to: 10.0.0.9 } }
            """, clock: clock)
        #expect(result.ended == .limit)
        let warning = try #require(result.warnings.first { $0.hasPrefix("more than 300 frames were moved") })
        #expect(warning.contains("one (") && warning.contains("two ("))
    }
}
