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
