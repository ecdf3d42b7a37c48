/// An expectation in the words of the format: `hello: { delivered: all }`.
struct ExpectationText {
    let nodes: [Scenario.Node]
    let links: [Scenario.Link]
    let flows: [Scenario.Flow]

    func text(_ kind: Expectation.Kind) -> String {
        switch kind {
        case .conserve: "conserve: all"
        case .flow(let expectation): "\(expectation.name): \(flow(expectation))"
        case .frames(let expectation): "frames: \(frames(expectation))"
        case .dropped(let expectation): "dropped: \(dropped(expectation))"
        case .nothingElse: "nothing_else"
        case .bytes: "bytes"
        case .state: "state"
        }
    }

    private func flow(_ expectation: FlowExpectation) -> String {
        let counts = [
            ("delivered", expectation.delivered), ("lost", expectation.lost), ("duplicates", expectation.duplicates),
            ("reordered", expectation.reordered),
        ]
        var parts = counts.compactMap { key, comparison in
            comparison.map { (key, YAMLText.scalar($0.text(\.description))) }
        }
        if !expectation.latency.isEmpty {
            let bounds = expectation.latency.map { bound in
                (bound.figure.rawValue, YAMLText.scalar(bound.comparison.text(TimeValue.text)))
            }
            parts.append(("latency", YAMLText.flowMapping(bounds)))
        }
        return YAMLText.flowMapping(parts)
    }

    private func frames(_ expectation: FramesExpectation) -> String {
        let node = nodes[expectation.place.node]
        let place = expectation.place.port.map { "\(node.name):\(node.interface(at: $0))" } ?? node.name
        return YAMLText.flowMapping([
            ("at", place), ("dir", expectation.direction.rawValue), ("count", count(expectation.count)),
        ])
    }

    private func dropped(_ expectation: DroppedExpectation) -> String {
        var parts: [(String, String)] =
            switch expectation.place {
            case .anywhere: []
            case .link(let index): [("link", links[index].id)]
            case .node(let index): [("node", nodes[index].name)]
            }
        if let reason = expectation.reason { parts.append(("reason", reason.name)) }
        return YAMLText.flowMapping(parts + [("count", count(expectation.count))])
    }

    private func count(_ comparison: Comparison<Int64>) -> String {
        YAMLText.scalar(comparison.text { String($0) })
    }
}
