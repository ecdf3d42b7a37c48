@testable import ScenarioFile
import Testing
import WireFormats

@Suite("Flows between patterns")
struct FlowGroupTests {
    private func plan(_ rest: String) throws -> Scenario {
        try scenario(
            """
            version: 1
            topology:
              nodes: { c1: host, c2: host, c3: host, c10: host, h1: host, s1: switch }
              links: [[c1, s1], [c2, s1], [c3, s1], [c10, s1], [h1, s1]]
            """ + "\n" + rest)
    }

    private func pairs(_ flow: String) throws -> [String] {
        let plan = try plan("traffic: { f: { kind: udp, \(flow) } }")
        #expect(plan.flows.map(\.name) == plan.flows.indices.map { "f[\($0 + 1)]" })
        return plan.flows.map { flow in
            "\(plan.nodes[flow.from.node].name) \(flow.to.map { plan.nodes[$0.node].name } ?? "-")"
        }
    }

    @Test("each pairs off first with first, and a single one goes with all")
    func each() throws {
        #expect(try pairs("from: \"c[1..2]\", to: \"c[3..3]\"") == ["c1 c3", "c2 c3"])
        #expect(try pairs("from: \"c[*]\", to: h1") == ["c1 h1", "c2 h1", "c3 h1", "c10 h1"])
        #expect(try pairs("from: h1, to: \"c[*]\", pairs: each") == ["h1 c1", "h1 c2", "h1 c3", "h1 c10"])
    }

    @Test("next is a ring")
    func next() throws {
        #expect(try pairs("from: \"c[*]\", pairs: next") == ["c1 c2", "c2 c3", "c3 c10", "c10 c1"])
    }

    @Test("all leaves nobody out but the sender itself")
    func all() throws {
        #expect(
            try pairs("from: \"c[1..3]\", pairs: all") == ["c1 c2", "c1 c3", "c2 c1", "c2 c3", "c3 c1", "c3 c2"])
        #expect(try pairs("from: \"c[1..2]\", to: \"c[2..3]\", pairs: all") == ["c1 c2", "c1 c3", "c2 c3"])
    }

    @Test("a name stands for all, for one, for some; written flows with numbers are the same")
    func names() throws {
        let plan = try plan(
            """
            traffic:
              first: { kind: ping, from: c1, to: h1 }
              ring: { kind: ping, from: "c[*]:eth0", pairs: next }
              "hand[2]": { kind: ping, from: c1, to: h1 }
              "hand[7]": { kind: ping, from: c2, to: h1, after: "hand[2]" }
            expect:
              - ring: { delivered: all }
              - ring[3]: { delivered: all }
              - "ring[2..3]": { delivered: all }
              - "ring[*]": { delivered: all }
              - hand: { delivered: all }
              - "hand[2..7]": { delivered: all }
            """)
        let flows = plan.expectations.compactMap { expectation in
            if case .flow(let flow) = expectation.kind { flow.flows } else { nil }
        }
        #expect(flows == [1..<5, 3..<4, 2..<4, 1..<5, 5..<7, 5..<7])
        #expect(plan.flows[6].start == .afterFlow(5, plus: 0))
        #expect(plan.flows[1].from.port == 0)
    }

    @Test("without `expect` all of every name is expected, and UDP ports are each flow's own")
    func defaults() throws {
        let plan = try plan(
            "traffic: { a: { kind: udp, from: \"c[*]\", to: h1 }, b: { kind: ping, from: c1, to: h1 } }")
        #expect(
            plan.expectations.map(\.text) == ["a: { delivered: all }", "b: { delivered: all }", "conserve: all"])
        let ports = plan.flows.compactMap { flow in
            if case .udp(_, let plan) = flow.kind { plan.destinationPort } else { nil }
        }
        #expect(ports == [9000, 9001, 9002, 9003])
    }
}
