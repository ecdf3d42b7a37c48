import NetdevOptions

extension ScenarioRenderer {
    static func link(_ link: Scenario.Link, in scenario: Scenario) -> String {
        let ends = link.endpoints.map { "\(scenario.nodes[$0.node].name):\($0.interface)" }
        var entries = [
            ("id", link.id), ("kind", link.kind.name), ("endpoints", YAMLText.flowSequence(ends)),
        ]
        switch link.kind {
        case .wire: break
        case .l2tpv3(let a, let b): entries += self.options(a.written, b.written, type: "l2tpv3")
        case .dgram(let a, let b): entries += self.options(a.written, b.written, type: "dgram")
        case .stream(let a, let b): entries += self.options(a.written, b.written, type: "stream")
        case .tap(let a, let b): entries += self.options(a.written, b.written, type: "tap")
        case .mcast(let ends): entries += self.options(ends.map(\.written))
        case .vde(let ends): entries += self.options(ends.map(\.written))
        case .socket(let plan): entries += self.options(plan.written.a, plan.written.b, type: "socket")
        }
        entries += ImpairmentText.directions(link.forward, link.reverse)
        return YAMLText.flowMapping(entries)
    }

    /// What the first endpoint has, and what is laid over the mirror of it to make the second.
    private static func options(
        _ near: [(key: String, value: String)], _ far: [(key: String, value: String)], type: String
    ) -> [(String, String)] {
        let difference = difference(of: far, from: mirrored(near, type: type))
        return [("options", options(near))] + (difference.isEmpty ? [] : [("b", options(difference))])
    }

    /// What all ends have, and what the first two have instead: nothing is crossed between members of a network.
    private static func options(_ ends: [[(key: String, value: String)]]) -> [(String, String)] {
        let common = ends[ends.count > 2 ? 2 : 0]
        let overlays = [("a", ends[0]), ("b", ends[1])].map { ($0, difference(of: $1, from: common)) }
        return [("options", options(common))] + overlays.filter { !$1.isEmpty }.map { ($0, options($1)) }
    }

    private static func options(_ options: [(key: String, value: String)]) -> String {
        YAMLText.flowMapping(options.map { ($0.key, $0.value == "~" ? $0.value : YAMLText.scalar($0.value)) })
    }

    /// The options as the far end writes them: the table says which keys cross.
    private static func mirrored(
        _ options: [(key: String, value: String)], type name: String
    ) -> [(key: String, value: String)] {
        let type = NetdevTable.type(named: name)
        return options.map { (type?.key(named: $0.key)?.mirroredName ?? $0.key, $0.value) }
    }

    /// What must be laid over `base` to make `wanted` of it.
    private static func difference(
        of wanted: [(key: String, value: String)], from base: [(key: String, value: String)]
    ) -> [(key: String, value: String)] {
        let changed = wanted.filter { option in !base.contains { $0 == option } }
        let removed = base.filter { option in !wanted.contains { $0.key == option.key } }
        return changed + removed.map { ($0.key, "~") }
    }
}
