/// Follows `<<`: the keys of another mapping, or of several, stand here too.
///
/// A key that is written wins, and among
/// several mappings the earlier one.
struct MergeKeys {
    let sink: DiagnosticSink

    func merged(_ entries: [SyntaxEntry]) -> [SyntaxEntry] {
        guard entries.contains(where: { $0.key.value == "<<" }) else { return entries }
        var taken = Set(entries.map(\.key.value))
        var result: [SyntaxEntry] = []
        for entry in entries {
            guard entry.key.value == "<<" else {
                result.append(entry)
                continue
            }
            for source in sources(of: entry) {
                for added in source where taken.insert(added.key.value).inserted { result.append(added) }
            }
        }
        return result
    }

    private func sources(of entry: SyntaxEntry) -> [[SyntaxEntry]] {
        if let mapping = entry.value.mapping { return [mapping] }
        guard let nodes = entry.value.sequence else {
            sink.error("`<<` takes a mapping or a list of mappings, not \(entry.value.shape)", at: entry.value.span)
            return []
        }
        return nodes.compactMap { node in
            if node.mapping == nil {
                sink.error("`<<` takes mappings, not \(node.shape)", at: node.span)
            }
            return node.mapping
        }
    }
}
