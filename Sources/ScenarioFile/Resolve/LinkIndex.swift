/// Finds links by id.
struct LinkIndex {
    let links: [Scenario.Link]
    let sink: DiagnosticSink
    private let indices: [String: Int]

    init(_ links: [Scenario.Link], sink: DiagnosticSink) {
        self.links = links
        self.sink = sink
        indices = Dictionary(zip(links.map(\.id), links.indices)) { first, _ in first }
    }

    /// The index of a link, by its id; nil where there is none, and nothing is said.
    subscript(_ id: String) -> Int? { indices[id] }

    /// The index of a link; nil after reporting that there is none.
    func find(_ id: Located<String>) -> Int? {
        if let index = indices[id.value] { return index }
        // With other errors the link may only have failed to resolve.
        guard !sink.hasErrors else { return nil }
        sink.error(
            "no link is named `\(id.value)`", at: id.span, suggestion: nearest(to: id.value, in: links.map(\.id)))
        return nil
    }
}
