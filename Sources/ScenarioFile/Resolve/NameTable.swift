/// The names of nodes, links and flows, which no two of them share.
struct NameTable {
    private var owners: [String: (what: String, span: SourceSpan)] = [:]
    let sink: DiagnosticSink

    init(sink: DiagnosticSink) {
        self.sink = sink
    }

    /// Enters a name; reported if it is taken.
    mutating func enter(_ name: Located<String>, as what: String) {
        guard let owner = owners[name.value] else {
            owners[name.value] = (what, name.span)
            return
        }
        sink.error(
            "`\(name.value)` names two things", at: name.span,
            notes: [sink.note("a \(owner.what) has this name already", at: owner.span)])
    }
}

/// Finds nodes by name.
struct NodeIndex {
    let nodes: [Scenario.Node]
    private let indices: [String: Int]
    let sink: DiagnosticSink

    init(_ nodes: [Scenario.Node], sink: DiagnosticSink) {
        self.nodes = nodes
        self.sink = sink
        indices = Dictionary(zip(nodes.map(\.name), nodes.indices)) { first, _ in first }
    }

    /// The index of a node; nil after reporting that there is none.
    func find(_ name: Located<String>) -> Int? {
        if let index = indices[name.value] { return index }
        sink.error(
            "no node is named `\(name.value)`", at: name.span,
            suggestion: nearest(to: name.value, in: nodes.map(\.name)))
        return nil
    }

    /// The index of a node that must be a host; nil after reporting that it is none.
    func findHost(_ name: Located<String>) -> Int? {
        guard let index = find(name) else { return nil }
        if nodes[index].isHost { return index }
        sink.error("`\(name.value)` is not a host; only hosts send and receive", at: name.span)
        return nil
    }
}
