@testable import ScenarioFile
import Testing

@Suite("Showing traffic as resolved")
struct TrafficRoundTripTests {
    @Test("three hundred random scenarios come back", .timeLimit(.minutes(10)))
    func randomTraffic() throws {
        for seed in 0..<300 {
            var generator = RandomTraffic(seed: UInt64(seed))
            let text = generator.text()
            guard case .success(let plan) = ScenarioLoader.load(text: text, file: "lab.yaml") else {
                Issue.record("seed \(seed): \(ScenarioLoader.load(text: text, file: "lab.yaml"))\n\(text)")
                return
            }
            let shown = ScenarioRenderer.show(plan)
            let again = try scenario(shown)
            #expect(again.flows.map(\.meaning) == plan.flows.map(\.meaning), "seed \(seed)\n\(shown)")
            #expect(again.timeline.map(\.meaning) == plan.timeline.map(\.meaning), "seed \(seed)\n\(shown)")
            #expect(again.expectations.map(\.meaning) == plan.expectations.map(\.meaning), "seed \(seed)\n\(shown)")
            #expect(ScenarioRenderer.show(again) == shown, "seed \(seed)")
        }
    }

    @Test("a pattern, an address, a frame and a timeline are written out")
    func written() throws {
        let plan = try scenario(
            RandomTraffic.topology + """
                traffic:
                  ring: { kind: ping, from: "c[1..2]", pairs: next }
                  tagged: { kind: udp, from: h1:eth0.30, to: h2, size: imix }
                  routed: { kind: udp, from: h1, to: h3, family: 4, count: 3, rate: 1.5kbit, size: 77 }
                  second: { kind: udp, from: h1, to: 10.0.30.2, after: "ring[2]" }
                  six: { kind: ping, from: h1, to: h2, family: 6, warmup: arp }
                  raw: { kind: frames, from: h1, to: s1:p1, hex: "ffffffffffff 525400000001 88b5 00" }
                timeline:
                  - { id: cut, after: second, link: t, down: true, direction: forward, for: 1.5s }
                """)
        let lines = ScenarioRenderer.show(plan).split(separator: "\n").map(String.init)
        let udp = "ttl: 64, dscp: 0"
        #expect(
            lines.drop { $0 != "traffic:" }.prefix { $0 != "expect:" } == [
                "traffic:",
                "  \"ring[1]\": { kind: ping, from: c1, to: c2, family: 4, at: 0s, count: 1, interval: 10ms, warmup: none }",
                "  \"ring[2]\": { kind: ping, from: c2, to: c1, family: 4, at: 0s, count: 1, interval: 10ms, warmup: none }",
                "  tagged: { kind: udp, from: h1:eth0.30, to: h2, family: 4, at: 0s, count: 1, interval: 10ms, size: imix, \(udp), port: 9002, sport: 49154, warmup: none }",
                "  routed: { kind: udp, from: h1, to: h3, family: 4, at: 0s, count: 3, rate: 1500bps, size: 77, \(udp), port: 9003, sport: 49155, warmup: none }",
                "  second: { kind: udp, from: h1, to: 10.0.30.2, family: 4, after: \"ring[2]\", plus: 0s, count: 1, interval: 10ms, size: 64, \(udp), port: 9004, sport: 49156, warmup: none }",
                "  six: { kind: ping, from: h1, to: h2, family: 6, at: 0s, count: 1, interval: 10ms, warmup: arp }",
                "  raw: { kind: frames, from: h1, to: s1:p1, at: 0s, count: 1, interval: 10ms, hex: \"ffff ffff ffff 5254 0000 0001 88b5 00\" }",
                "timeline:",
                "  - { id: cut, after: second, plus: 0s, link: t, down: true, direction: forward, for: 1500ms }",
            ])
    }
}
