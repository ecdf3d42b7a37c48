/// Finds links by id.
struct LinkIndex {
    let links: [Scenario.Link]
    let sink: DiagnosticSink
    /// Whether no link failed to resolve: only then is a missing one said to be missing.
    let isWhole: Bool
    private let indices: [String: Int]
    /// The links at each node, by their indices.
    private let ends: [Int: [Int]]

    init(_ links: [Scenario.Link], isWhole: Bool, sink: DiagnosticSink) {
        self.links = links
        self.isWhole = isWhole
        self.sink = sink
        var ends: [Int: [Int]] = [:]
        for (number, link) in links.enumerated() {
            for node in Set(link.endpoints.map(\.node)) { ends[node, default: []].append(number) }
        }
        self.ends = ends
        indices = Dictionary(zip(links.map(\.id), links.indices)) { first, _ in first }
    }

    /// The index of a link, by its id; nil where there is none, and nothing is said.
    subscript(_ id: String) -> Int? { indices[id] }

    /// The links that end at a place.
    func links(at place: InterfacePlace) -> [Scenario.Link] { indices(at: place).map { links[$0] } }

    /// The indices of the links that something of the timeline happens to.
    func indices(of target: Scenario.TimelineEntry.Target) -> [Int] {
        switch target {
        case .link(let index): [index]
        case .node(let node): indices(at: .init(node: node, port: nil))
        case .nic(let node, let port): indices(at: .init(node: node, port: port))
        }
    }

    private func indices(at place: InterfacePlace) -> [Int] {
        (ends[place.node] ?? []).filter { index in
            links[index].endpoints.contains {
                $0.node == place.node && (place.port == nil || $0.port == place.port)
            }
        }
    }

    /// The index of a link; nil after reporting that there is none, or that a pattern stands there.
    func find(_ written: Located<String>) -> Int? {
        guard let id = OneName.read(written, of: "link", in: links.map(\.id), sink) else { return nil }
        if let index = indices[id.value] { return index }
        guard isWhole else { return nil }
        sink.error(
            "no link is named `\(id.value)`", at: id.span, suggestion: nearest(to: id.value, in: links.map(\.id)))
        return nil
    }
}
