import Results
import Testing

@testable import Lab

@Suite("The way that frames go", .timeLimit(.minutes(10)))
struct PathTests {
    /// Two ways from h1 to h2: by `upper` or by `lower`, of which one is up.
    private static func lab(_ expect: String, _ kind: String) -> String {
        """
        topology:
          nodes: { h1: host, h2: host, s1: switch, s2: switch, s3: switch, s4: switch }
          links:
            - [h1, s1]
            - { id: upper, kind: \(kind), endpoints: [s1, s2] }
            - { id: lower, kind: \(kind), endpoints: [s1, s3] }
            - { id: left, endpoints: [s2, s4] }
            - { id: right, endpoints: [s3, s4] }
            - [s4, h2]
        traffic:
          f: { kind: udp, from: h1, to: h2, count: 10, interval: 10ms, at: 10ms }
          p: { kind: ping, from: h2, to: h1, count: 4, interval: 10ms, at: 20ms }
        timeline:
          - { at: 0s, link: lower, down: true, for: 55ms }
          - { at: 55ms, link: upper, down: true }
          - { at: 55ms, node: s4, flush: fdb }
          - { at: 55ms, node: s1, flush: fdb }
        expect:
        \(expect)
        """
    }

    @Test("names in their order, others between them", arguments: BothClocks.allCases, ["wire", "l2tpv3"])
    func via(clock: BothClocks, kind: String) throws {
        let result = try judged(
            Self.lab(
                """
                  - { f: { via: [h1, s1, upper, s2, s4, h2] }, during: [0s, 50ms] }
                  - { f: { delivered: ">= 3", via: [s3, right, h2] }, during: [65ms, 1s] }
                  - { p: { delivered: all, via: [s4, s2, h1] } }
                  - { f: { via: [s2, upper] }, during: [0s, 50ms] }
                  - f: { via: [upper] }
                """, kind), clock: clock)
        #expect(result.verdicts == [.pass, .pass, .pass, .fail, .fail], "\(result.expectations)")
        let message = result.expectations[3].message
        #expect(message.contains("frame 0 of f went by h1 h1-s1 s1 upper s2 left s4 s4-h2 h2"))
        #expect(
            result.expectations[4].message.contains {
                $0.contains("of f went by h1 h1-s1 s1 lower s3 right s4 s4-h2 h2")
            })
    }
}
