import NetdevOptions
import Testing

@testable import ScenarioFile

@Suite("Switches that plugs find")
struct ListenTests {
    private func text(_ node: String, clock: String = "real") -> String {
        """
        version: 1
        clock: \(clock)
        topology:
          nodes: { h1: host, s1: { \(node) } }
          links: [[h1, s1]]
        """
    }

    @Test(
        "what can be written, of a switch and of a hub",
        arguments: [
            ("kind: switch, listen: { vde: /tmp/a }", VDESwitchOptions(sock: "/tmp/a")),
            ("kind: hub, listen: { vde: /tmp/a }", VDESwitchOptions(sock: "/tmp/a")),
            (
                "kind: switch, aging: 5s, listen: { ports: 8, vde: \"/tmp/a b\", mode: 0770 }",
                VDESwitchOptions(sock: "/tmp/a b", mode: 0o770, ports: 8)
            ), ("kind: hub", nil),
        ] as [(String, VDESwitchOptions?)])
    func written(node: String, expected: VDESwitchOptions?) throws {
        let plan = try scenario(text(node))
        #expect(plan.nodes.map(\.listen) == [nil, expected])
        // What is printed reads as the same plan.
        let printed = ScenarioRenderer.show(plan)
        #expect(try scenario(printed).nodes.map(\.listen) == [nil, expected])
    }

    @Test("virtual time has no plugs")
    func clock() {
        let loaded = ScenarioLoader.load(
            text: text("kind: hub, listen: { vde: /tmp/a }", clock: "virtual"), file: "lab.yaml", options: LoadOptions()
        )
        guard case .failure(let invalid) = loaded else {
            Issue.record("it was taken")
            return
        }
        #expect("\(invalid)".contains("`s1` listens for plugs, which needs the real clock"))
    }
}
