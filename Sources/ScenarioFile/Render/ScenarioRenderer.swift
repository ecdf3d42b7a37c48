/// Writes a scenario as resolved: nothing implicit is left, and it loads again to the same meaning.
public enum ScenarioRenderer {
    /// One run as YAML: a file of its own, without parameters and without a matrix.
    ///
    /// What only a run decides is left out: the addresses and ports that the runner picks.
    ///
    /// - Parameter scenario: the scenario.
    /// - Returns: a scenario file, with a line break at its end.
    public static func show(_ scenario: Scenario) -> String {
        var lines = head(scenario)
        lines.append("topology:")
        lines.append(scenario.nodes.isEmpty ? "  nodes: {}" : "  nodes:")
        lines += scenario.nodes.map { "    \($0.name): \(node($0))" }
        lines.append(scenario.links.isEmpty ? "  links: []" : "  links:")
        lines += scenario.links.map { "    - \(link($0, in: scenario))" }
        lines.append(scenario.flows.isEmpty ? "traffic: {}" : "traffic:")
        lines += scenario.flows.map { "  \(YAMLText.scalar($0.name)): \(flow($0, in: scenario))" }
        if !scenario.timeline.isEmpty { lines.append("timeline:") }
        lines += scenario.timeline.map { "  - \($0.text)" }
        lines.append("expect:")
        lines += scenario.expectations.map { "  - \(expectation($0))" }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func head(_ scenario: Scenario) -> [String] {
        let entries: [(String, String?)] = [
            ("version", "1"),
            // One run of several has the others' name no longer: its random streams derive from its id.
            ("name", YAMLText.scalar(scenario.id)),
            ("description", scenario.description.map(YAMLText.scalar)),
            ("seed", String(scenario.seed)),
            ("same-seed", scenario.sharesSeed ? "true" : nil),
            ("clock", scenario.clock.rawValue),
            ("timeout", TimeValue.text(scenario.timeout)),
            ("duration", scenario.duration.map(TimeValue.text)),
            ("settle", TimeValue.text(scenario.settle)),
            ("limit", String(scenario.frameLimit)),
        ]
        return entries.compactMap { key, value in value.map { "\(key): \($0)" } }
    }

    private static func expectation(_ expectation: Expectation) -> String {
        let modifiers = ExpectationText.modifiers(expectation).map { "\($0.0): \($0.1)" }
        return "{ " + ([expectation.text] + modifiers).joined(separator: ", ") + " }"
    }
}
