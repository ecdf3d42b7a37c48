/// One link, with its ends found.
struct Join {
    /// An end: the node, or nil where it could not be found, which is reported.
    struct End {
        let node: NodeIndex.Match?
        let interface: Located<String>?
        let span: SourceSpan
    }

    /// The index of its entry in the file.
    let entry: Int
    /// Its number among the links that the entry makes, from 1; nil where the entry is one link.
    let number: Int?
    let a: End
    let b: End
    /// Those of a link that joins more than two.
    var others: [End] = []

    var ends: [End] { [a, b] + others }
}

/// Makes the links of an entry: pairs ranges off, and follows the generators.
struct LinkExpansion {
    let index: NodeIndex
    let sink: DiagnosticSink
    private var made = 0

    /// All entries of a file together make no more links than this.
    static let mostLinks = 200_000

    init(index: NodeIndex, sink: DiagnosticSink) {
        self.index = index
        self.sink = sink
    }

    /// The links of an entry; what cannot be made is reported, and is one link without nodes.
    mutating func joins(_ entry: LinkEntry, number: Int) -> [Join] {
        if case .segment(let patterns, let span) = entry.shape, let join = segment(patterns, span, number) {
            return [join]
        }
        // Past the bound, which is reported, nothing more is made.
        let pairs: [(Join.End, Join.End)]? =
            switch entry.shape {
            case _ where made > Self.mostLinks: nil
            case .segment: nil
            case .pair(let a, let b): pairs(a, b, of: entry)
            case .star(let center, let leaves): star(center, leaves, of: entry)
            case .chain(let patterns): chain(members(patterns, of: entry, least: 2), of: entry)
            case .ring(let patterns): ring(members(patterns, of: entry, least: 3), of: entry)
            case .mesh(let patterns): mesh(members(patterns, of: entry, least: 2), of: entry)
            case .tree(let patterns, let fanout):
                tree(members(patterns, of: entry, least: 2), fanout: fanout, of: entry)
            }
        guard let pairs else {
            let nowhere = Join.End(node: nil, interface: nil, span: entry.span)
            return [Join(entry: number, number: nil, a: nowhere, b: nowhere)]
        }
        return pairs.enumerated().map { offset, pair in
            Join(entry: number, number: isOneLink(entry) ? nil : offset + 1, a: pair.0, b: pair.1)
        }
    }

    private func isOneLink(_ entry: LinkEntry) -> Bool {
        guard case .pair(let a, let b) = entry.shape else { return false }
        return !a.node.value.isPlural && !b.node.value.isPlural
    }

    /// One link of all nodes that the patterns match.
    private mutating func segment(_ patterns: [EndpointPattern], _ span: SourceSpan, _ number: Int) -> Join? {
        let found = patterns.map(ends)
        let all = found.flatMap { $0 ?? [] }
        guard !found.contains(where: { $0 == nil }), has(room: all.count, at: span) else { return nil }
        guard all.count >= 2 else {
            sink.error("at least 2 nodes are needed here, found \(all.count)", at: span)
            return nil
        }
        return Join(entry: number, number: nil, a: all[0], b: all[1], others: Array(all.dropFirst(2)))
    }

    // MARK: Pairs

    /// Ranges pair off first with first; a single name goes with all.
    private mutating func pairs(
        _ a: EndpointPattern, _ b: EndpointPattern, of entry: LinkEntry
    ) -> [(Join.End, Join.End)]? {
        // Both are looked at, so that both are reported.
        let (left, right) = (ends(a), ends(b))
        guard let left, let right, let first = left.first, let other = right.first else { return nil }
        let count = max(left.count, right.count)
        guard has(room: count, at: entry.span) else { return nil }
        switch (a.node.value.isPlural, b.node.value.isPlural) {
        case (false, _): return right.map { (first, $0) }
        case (true, false): return left.map { ($0, other) }
        case (true, true):
            guard left.count == right.count else {
                let counts = "`\(text(a))` has \(left.count) nodes and `\(text(b))` \(right.count)"
                sink.error(
                    counts, at: b.node.span,
                    notes: [.init("two ranges pair off first with first: they are equally long")])
                return nil
            }
            return Array(zip(left, right))
        }
    }

    private mutating func star(
        _ center: EndpointPattern, _ leaves: [EndpointPattern], of entry: LinkEntry
    ) -> [(Join.End, Join.End)]? {
        let middle = ends(center)
        guard let leaves = members(leaves, of: entry, least: 1), let middle = middle?.first else { return nil }
        if leaves.contains(where: { $0.node == middle.node }) {
            sink.error("the center `\(text(center))` is among the leaves", at: entry.span)
            return nil
        }
        return has(room: leaves.count, at: entry.span) ? leaves.map { (middle, $0) } : nil
    }

    // MARK: Lists

    private mutating func chain(_ nodes: [Join.End]?, of entry: LinkEntry) -> [(Join.End, Join.End)]? {
        guard let nodes, has(room: nodes.count, at: entry.span) else { return nil }
        return Array(zip(nodes, nodes.dropFirst()))
    }

    private mutating func ring(_ nodes: [Join.End]?, of entry: LinkEntry) -> [(Join.End, Join.End)]? {
        guard let nodes, let first = nodes.first, let last = nodes.last, has(room: nodes.count, at: entry.span) else {
            return nil
        }
        return Array(zip(nodes, nodes.dropFirst())) + [(last, first)]
    }

    private mutating func mesh(_ nodes: [Join.End]?, of entry: LinkEntry) -> [(Join.End, Join.End)]? {
        guard let nodes, has(room: nodes.count * (nodes.count - 1) / 2, at: entry.span) else { return nil }
        return nodes.indices.flatMap { first in nodes[(first + 1)...].map { (nodes[first], $0) } }
    }

    /// Level by level: the parent comes first.
    private mutating func tree(
        _ nodes: [Join.End]?, fanout: Int, of entry: LinkEntry
    ) -> [(Join.End, Join.End)]? {
        guard let nodes, has(room: nodes.count, at: entry.span) else { return nil }
        return nodes.indices.dropFirst().map { (nodes[($0 - 1) / fanout], nodes[$0]) }
    }

    /// The nodes of a list, none of which stands twice.
    private func members(_ patterns: [EndpointPattern], of entry: LinkEntry, least: Int) -> [Join.End]? {
        var all: [Join.End] = []
        var seen: Set<NodeIndex.Match> = []
        var isFound = true
        for pattern in patterns {
            guard let ends = ends(pattern) else {
                isFound = false
                continue
            }
            for end in ends {
                guard let node = end.node, !seen.insert(node).inserted else { continue }
                sink.error("`\(name(node))` stands twice in one list", at: end.span)
                return nil
            }
            all += ends
        }
        guard isFound else { return nil }
        guard all.count >= least else {
            sink.error("at least \(least) nodes are needed here, found \(all.count)", at: entry.span)
            return nil
        }
        return all
    }

    // MARK: Nodes

    private func ends(_ pattern: EndpointPattern) -> [Join.End]? {
        index.match(pattern.node)?.map { .init(node: $0, interface: pattern.interface, span: pattern.node.span) }
    }

    private func name(_ node: NodeIndex.Match) -> String {
        switch node {
        case .node(let index): self.index.nodes[index].name
        case .skipped(let name): name
        }
    }

    private func text(_ pattern: EndpointPattern) -> String {
        let value = pattern.node.value
        return switch value.numbers {
        case .none, .one: value.name ?? value.base
        case .range(let range): "\(value.base)[\(range.lowerBound)..\(range.upperBound)]"
        case .all: "\(value.base)[*]"
        }
    }

    private mutating func has(room count: Int, at span: SourceSpan) -> Bool {
        // Each count alone is bounded by the square of the number of nodes.
        made += min(count, Self.mostLinks + 1)
        if made <= Self.mostLinks { return true }
        sink.error("the file makes more than \(Self.mostLinks) links", at: span)
        return false
    }
}
