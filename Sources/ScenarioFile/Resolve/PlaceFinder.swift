/// Finds the nodes and interfaces that places of traffic, timeline and expectations name.
struct PlaceFinder {
    let sink: DiagnosticSink
    let index: NodeIndex
    let links: LinkIndex
    /// The interfaces that a link ends at.
    private let linked: Set<InterfacePlace>

    init(sink: DiagnosticSink, index: NodeIndex, links: LinkIndex) {
        self.sink = sink
        self.index = index
        self.links = links
        linked = Set(links.links.flatMap(\.endpoints).map { .init(node: $0.node, port: $0.port) })
    }

    /// The name that takes out what names this place, if it is taken out itself: of a pattern, when no node is left.
    func nameToSkipBy(_ place: PlaceEntry, _ skips: Skips) -> String? {
        guard place.isPattern else { return place.node.value }
        guard !skips.texts.isEmpty, let pattern = pattern(place.node), let matches = index.match(pattern) else {
            return nil
        }
        let names = matches.map { match -> String? in
            if case .skipped(let name) = match { name } else { nil }
        }
        return names.contains(nil) ? nil : names.first ?? nil
    }

    /// The nodes of a place, in order; nil after reporting that there are none of that name.
    func nodes(_ place: PlaceEntry) -> [Int]? {
        guard place.isPattern else { return index.find(place.node).map { [$0] } }
        return pattern(place.node).flatMap(index.find)
    }

    /// The node where one is named; nil after reporting that there is none, or that a pattern stands there.
    func node(_ name: Located<String>) -> Int? {
        OneName.read(name, of: "node", in: index.nodes.map(\.name), sink).flatMap(index.find)
    }

    private func pattern(_ text: Located<String>) -> Located<NamePattern>? {
        do throws(ValueError) {
            return Located(try NamePattern.parse(text.value), at: text.span)
        } catch {
            sink.error(
                error.message, at: text.span, suggestion: error.suggestion, notes: error.notes.map { .init($0) })
            return nil
        }
    }

    /// The number of an interface of a node; nil after reporting that it is not there, or that nothing is linked to it.
    func linkedPort(_ interface: Located<String>, of node: Int) -> Int? {
        guard let port = InterfaceAssignment.port(interface, on: index.nodes[node], sink: sink) else { return nil }
        guard linked.contains(.init(node: node, port: port)) || !links.isWhole else {
            sink.error("nothing is linked to `\(index.nodes[node].name):\(interface.value)`", at: interface.span)
            return nil
        }
        return port
    }

    /// The interfaces of a place, one for each of its nodes; nil after reporting what is wrong.
    func interfaces(_ place: PlaceEntry) -> [InterfacePlace]? {
        guard let nodes = nodes(place) else { return nil }
        var result: [InterfacePlace] = []
        for node in nodes {
            guard let interface = place.interface else {
                result.append(.init(node: node, port: nil))
                continue
            }
            guard let port = linkedPort(interface, of: node) else { return nil }
            result.append(.init(node: node, port: port))
        }
        return result
    }
}
