@testable import ScenarioFile
import Testing

@Suite("The timeline")
struct TimelineTests {
    private func plan(_ entries: String, flows: String = "f: { kind: ping, from: h1, to: h2 }") throws -> Scenario {
        try scenario(
            """
            version: 1
            topology:
              nodes: { h1: host, h2: host, s1: switch }
              links: [[h1, s1], { id: right, endpoints: [s1, h2] }]
            traffic:
              \(flows)
            timeline:
            \(entries)
            """)
    }

    @Test("every key of an entry is read")
    func keys() throws {
        let plan = try plan(
            """
              - { id: cut, at: 2s, link: right, down: true, for: 300ms }
              - { at: 1s, every: 500ms, until: 3s, nic: "s1:p2", down: true, for: 10ms }
              - { after: f, plus: 1s, node: h1, flush: arp }
              - { after: cut, node: s1, flush: fdb }
              - { at: 0, link: right, up: true, direction: reverse }
              - { after: cut, link: right, down: true, direction: forward }
              - { at: 1s, node: s1, up: true }
            """)
        let second: Int64 = 1_000_000_000
        #expect(plan.timeline.map(\.name) == ["cut", nil, nil, nil, nil, nil, nil])
        #expect(
            plan.timeline.map(\.start) == [
                .at(2 * second), .at(second), .afterFlow(0, plus: second), .afterEntry(0, plus: 0), .at(0),
                .afterEntry(0, plus: 0), .at(second),
            ])
        #expect(
            plan.timeline.map(\.target) == [
                .link(1), .nic(node: 2, port: 1), .node(0), .node(2), .link(1), .link(1), .node(2),
            ])
        #expect(
            plan.timeline.map(\.action) == [
                .down(nil), .down(nil), .flushNeighbors, .flushStations, .up(.reverse), .down(.forward), .up(nil),
            ])
        #expect(plan.timeline.map(\.duration) == [300_000_000, 10_000_000, nil, nil, nil, nil, nil])
        #expect(plan.timeline[1].every == 500_000_000)
        #expect(plan.timeline[1].until == 3 * second)
        #expect(
            plan.timeline.prefix(3).map(\.text) == [
                "{ id: cut, at: 2s, link: right, down: true, for: 300ms }",
                "{ at: 1s, every: 500ms, until: 3s, nic: s1:p2, down: true, for: 10ms }",
                "{ after: f, plus: 1s, node: h1, flush: arp }",
            ])
    }

    @Test("a flow waits for an entry, and an entry for one of several flows")
    func waiting() throws {
        let plan = try plan(
            "  - { id: cut, after: \"g[2]\", link: right, down: true }",
            flows: "f: { kind: ping, from: h1, to: h2, after: cut, plus: 5ms }\n"
                + "  g: { kind: ping, from: \"h[*]\", pairs: next }")
        #expect(plan.flows.map(\.name) == ["f", "g[1]", "g[2]"])
        #expect(plan.flows[0].start == .afterEntry(0, plus: 5_000_000))
        #expect(plan.timeline[0].start == .afterFlow(2, plus: 0))
    }
}
