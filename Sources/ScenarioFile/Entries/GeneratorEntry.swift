extension EntryReader {
    /// What writes many links at once, in the place of `endpoints`.
    static let generators = ["star", "chain", "ring", "mesh", "tree"]
    private static let mostFanout = 4096

    /// What a link joins, and where that is written.
    func shape(_ fields: Fields, of node: SyntaxNode) -> (LinkEntry.Shape, SourceSpan)? {
        let kinds = ["endpoints"] + Self.generators
        let written = fields.entries.filter { kinds.contains($0.key.value) }
        guard let entry = written.first else {
            if !fields.empty.contains(where: kinds.contains), !hasStrangers(node, fields) {
                sink.error(
                    "the link has no `endpoints`", at: node.span, notes: [.init("write `endpoints: [h1, h2]`")])
            }
            return nil
        }
        if written.count > 1 { exclude(entry.key.value, written[1].key.value, in: fields) }
        return shape(entry).map { ($0, entry.key.span) }
    }

    private func shape(_ entry: SyntaxEntry) -> LinkEntry.Shape? {
        switch entry.key.value {
        case "star": return star(entry)
        case "chain": return list(entry).map { .chain($0) }
        case "ring": return list(entry).map { .ring($0) }
        case "mesh": return list(entry).map { .mesh($0) }
        case "tree": return tree(entry)
        default: return endpoints(entry.value)
        }
    }

    private func star(_ entry: SyntaxEntry) -> LinkEntry.Shape? {
        guard let fields = fields(of: entry.value, owner: "a star", keys: ["center", "leaves"]) else { return nil }
        guard let center = required("center", fields, of: entry), let leaves = required("leaves", fields, of: entry),
            let middle = endpointPattern(center.value), let ends = patterns(leaves)
        else { return nil }
        guard !middle.node.value.isPlural else {
            sink.error("a star has one center", at: middle.node.span)
            return nil
        }
        return .star(center: middle, leaves: ends)
    }

    private func tree(_ entry: SyntaxEntry) -> LinkEntry.Shape? {
        guard let fields = fields(of: entry.value, owner: "a tree", keys: ["nodes", "fanout"]),
            let nodes = required("nodes", fields, of: entry), let list = list(nodes)
        else { return nil }
        guard let fanout = fields["fanout"] else { return .tree(list, fanout: 2) }
        return integer(fanout, in: 1...Self.mostFanout).map { .tree(list, fanout: $0.value) }
    }

    private func required(_ key: String, _ fields: Fields, of entry: SyntaxEntry) -> SyntaxEntry? {
        if let found = fields[key] { return found }
        if !fields.empty.contains(key), !hasStrangers(entry.value, fields) {
            let example =
                entry.key.value == "star" ? "{ center: s1, leaves: \"c[*]\" }" : "{ nodes: \"s[*]\", fanout: 2 }"
            sink.error(
                "the \(entry.key.value) has no `\(key)`", at: entry.key.span,
                notes: [.init("write `\(entry.key.value): \(example)`")])
        }
        return nil
    }

    /// Whether a key is not known: it is reported, and probably the one that is missing.
    private func hasStrangers(_ node: SyntaxNode, _ fields: Fields) -> Bool {
        (node.mapping?.count ?? 0) > fields.entries.count + fields.empty.count
    }

    /// The nodes of a generator in which each has several links, so that none says an interface.
    private func list(_ entry: SyntaxEntry) -> [EndpointPattern]? {
        guard let patterns = patterns(entry) else { return nil }
        for pattern in patterns {
            guard let interface = pattern.interface else { continue }
            sink.error(
                "a node of a \(entry.key.value) has several links: it is named without an interface",
                at: interface.span)
            return nil
        }
        return patterns
    }

    /// One pattern, or a list of them.
    private func patterns(_ entry: SyntaxEntry) -> [EndpointPattern]? {
        guard entry.value.mapping == nil else {
            sink.error("expected a list of nodes, found a mapping", at: entry.value.span)
            return nil
        }
        let nodes = entry.value.sequence ?? [entry.value]
        if nodes.isEmpty { sink.error("`\(entry.key.value)` is an empty list", at: entry.value.span) }
        let patterns = nodes.compactMap(endpointPattern)
        return patterns.count == nodes.count && !nodes.isEmpty ? patterns : nil
    }
}
