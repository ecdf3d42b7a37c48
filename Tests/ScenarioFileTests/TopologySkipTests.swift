@testable import ScenarioFile
import Testing

@Suite("Nodes and links that `when` takes out")
struct TopologySkipTests {
    private func plan(_ nodes: String, _ links: String, clock: String = "real") throws -> Scenario {
        try scenario("version: 1\nclock: \(clock)\ntopology:\n  nodes: \(nodes)\n  links: \(links)\n")
    }

    @Test("a link that names a skipped node is skipped, with the reason, and its other end is not left without a link")
    func links() throws {
        let plan = try plan(
            "{ a: { kind: host, when: off }, b: host, s: switch }",
            "[[a, s], { id: x, endpoints: [a, b], kind: l2tpv3 }, { id: y, endpoints: [b, s], when: \"off\" }, { id: z, endpoints: [b, s], kind: l2tpv3 }]"
        )
        #expect(plan.nodes.map(\.name) == ["b", "s"])
        #expect(plan.links.map(\.id) == ["z"])
        #expect(
            plan.skipped == [
                "node a: when off", "link a-s: node a is skipped", "link x: node a is skipped", "link y: when off",
            ])
        #expect(plan.warnings.isEmpty)
        // The numbers of tunnels do not depend on what is skipped.
        guard case .l2tpv3(let a, _) = plan.links[0].kind else {
            Issue.record("the link is no tunnel")
            return
        }
        #expect(a.options(local: ("a", 1), remote: ("b", 2)).txsession == 2)
    }

    @Test("ranges pair off before skipped nodes are left out, and generators keep their places")
    func ranges() throws {
        let nodes = #"{ "c[1..3]": host, "d[1..3]": { kind: host, when: "${i} != 2" }, s: switch }"#
        #expect(try plan(nodes, #"[["c[*]", "d[*]"]]"#).links.map(\.id) == ["c1-d1", "c3-d3"])
        #expect(try plan(nodes, #"[{ endpoints: ["d[*]", s], id: x }]"#).links.map(\.id) == ["x1", "x3"])
        #expect(try plan(nodes, #"[{ chain: [c1, "d[1..3]"] }]"#).links.map(\.id) == ["c1-d1"])
        let all = try plan(#"{ "c[1..2]": { kind: host, when: off }, s: switch }"#, #"[["c[*]", s]]"#)
        #expect(all.skipped.count == 4)
        #expect(all.links.isEmpty)
    }

    @Test("a netdev is out of runs under the virtual clock where `when` says so")
    func clock() throws {
        let netdev = "dgram,local.type=unix,local.path=/tmp/a,remote.type=unix,remote.path=/tmp/b"
        let nodes =
            "{ n: { kind: netdev, netdev: \"\(netdev)\", when: clock == real }, h: host, s: { kind: switch, vlans: { n: 5 } } }"
        let links = "[[n, s], [h, s]]"
        #expect(try plan(nodes, links).nodes.count == 3)
        let virtual = try plan(nodes, links, clock: "virtual")
        #expect(virtual.nodes.map(\.name) == ["h", "s"])
        #expect(virtual.warnings.isEmpty)
    }

    @Test("twenty thousand hosts on a thousand switches are no quadratic work", .timeLimit(.minutes(2)))
    func size() throws {
        let plan = try scenario(
            """
            version: 1
            topology:
              nodes: { "h[1..20000]": host, "s[1..1000]": switch, x: switch }
              links:
                - { endpoints: ["h[*]", x], when: off }
                - ["h[1..1000]", "s[*]"]
                - { star: { center: x, leaves: "s[*]" }, id: t, kind: l2tpv3 }
            """)
        #expect(plan.nodes.count == 21_001)
        #expect(plan.links.count == 2000)
        #expect(plan.skipped.count == 20_000)
    }
}
