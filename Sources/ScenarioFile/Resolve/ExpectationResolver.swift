/// Makes expectations from entries: finds what they name, and adds what holds by default.
struct ExpectationResolver {
    let sink: DiagnosticSink
    let nodes: NodeIndex
    let links: [Scenario.Link]
    let flows: [Scenario.Flow]

    /// The expectations; `entries` is nil when the file has no `expect`, which asks for all of every flow.
    func expectations(_ entries: [ExpectationEntry]?) -> [Expectation] {
        var result: [Expectation] = []
        if let entries {
            result = entries.compactMap(expectation)
        } else {
            for (index, flow) in flows.enumerated() {
                let kind = Expectation.Kind.flow(
                    .init(name: flow.name, flows: index..<index + 1, delivered: .equal(.all)))
                result.append(make(kind, source: flow.source))
            }
        }
        if !result.contains(where: { $0.kind == .conserve }) {
            result.append(make(.conserve, source: .none))
        }
        return result
    }

    private func make(
        _ kind: Expectation.Kind, level: Expectation.Level = .error, because: String? = nil, source: SourceSpan
    ) -> Expectation {
        let words = ExpectationText(nodes: nodes.nodes, links: links, flows: flows)
        return Expectation(
            kind: kind, window: .whole, level: level, because: because, source: source, text: words.text(kind))
    }

    private func expectation(_ entry: ExpectationEntry) -> Expectation? {
        kind(entry.kind).map { make($0, level: entry.level, because: entry.because, source: entry.span) }
    }

    private func kind(_ entry: ExpectationEntry.Kind) -> Expectation.Kind? {
        switch entry {
        case .conserve: return .conserve
        case .flow(let name, let expected):
            // A flow that could not be resolved is reported already.
            guard let index = flows.firstIndex(where: { $0.name == name.value }) else { return nil }
            return .flow(expected.about(name.value, index..<index + 1))
        case .frames(let at, let direction, let count):
            guard let (node, port) = interface(at) else { return nil }
            return .frames(
                .init(place: .init(node: node, port: port), direction: direction, match: nil, count: count))
        case .dropped(let place, let reason, let count):
            guard let place = self.place(place) else { return nil }
            return .dropped(.init(place: place, reason: reason, count: count))
        }
    }

    private func interface(_ entry: EndpointEntry) -> (node: Int, port: Int?)? {
        guard let node = nodes.find(entry.node) else { return nil }
        guard let interface = entry.interface else { return (node, nil) }
        guard let port = InterfaceAssignment.port(interface, on: nodes.nodes[node], sink: sink) else { return nil }
        let isLinked = links.contains { link in
            [link.a, link.b].contains { $0.node == node && $0.port == port }
        }
        guard isLinked || sink.hasErrors else {
            sink.error("nothing is linked to `\(entry.node.value):\(interface.value)`", at: interface.span)
            return nil
        }
        return (node, port)
    }

    private func place(_ entry: ExpectationEntry.PlaceEntry?) -> DroppedExpectation.Place? {
        switch entry {
        case nil: return .anywhere
        case .node(let name): return nodes.find(name).map { .node($0) }
        case .link(let name):
            if let index = links.firstIndex(where: { $0.id == name.value }) { return .link(index) }
            // With other errors the link may only have failed to resolve.
            guard !sink.hasErrors else { return nil }
            sink.error(
                "no link is named `\(name.value)`", at: name.span,
                suggestion: nearest(to: name.value, in: links.map(\.id)))
            return nil
        }
    }
}

extension FlowExpectation {
    /// The same expectation about another flow.
    fileprivate func about(_ name: String, _ flows: Range<Int>) -> FlowExpectation {
        var result = self
        result.name = name
        result.flows = flows
        return result
    }
}
