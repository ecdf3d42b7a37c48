/// A link, or several, as written.
struct LinkEntry {
    enum Kind: String, CaseIterable, Sendable {
        case wire, l2tpv3, dgram, stream, socket, vde, mcast, tap

        /// The netdev type whose options it has; a wire has none.
        var netdevType: String { self == .mcast ? "socket" : rawValue }
        /// Whether it joins two endpoints or more.
        var joinsMany: Bool { self == .mcast || self == .vde }
    }

    /// What is linked to what.
    enum Shape {
        case pair(EndpointPattern, EndpointPattern)
        /// All of them by one link; where they are written.
        case segment([EndpointPattern], SourceSpan)
        case star(center: EndpointPattern, leaves: [EndpointPattern])
        case chain([EndpointPattern])
        case ring([EndpointPattern])
        case mesh([EndpointPattern])
        case tree([EndpointPattern], fanout: Int)
    }

    let span: SourceSpan
    var id: Located<String>?
    var kind = Kind.wire
    var shape: Shape
    /// The options as the first endpoint has them, and what is laid over them at each end.
    var options: [SyntaxEntry] = []
    var a: [SyntaxEntry] = []
    var b: [SyntaxEntry] = []
    var impairments = ImpairmentsEntry()
    /// Why it is left out; nil: it is not.
    var skipReason: String?
}

/// `node` or `node:interface`.
struct EndpointEntry: Sendable {
    let node: Located<String>
    let interface: Located<String>?
}

/// `node`, `c[*]` or `c[1..8]:eth1`.
struct EndpointPattern: Sendable {
    let node: Located<NamePattern>
    let interface: Located<String>?
}

extension EntryReader {
    func links(_ node: SyntaxNode, _ defaults: LinkDefaults, _ conditions: Conditions) -> [LinkEntry] {
        guard let items = node.sequence else {
            sink.error(
                "expected links as a list, found \(node.shape)", at: node.span,
                notes: [.init("each link is an item of its own: `- [h1, s1]`")])
            return []
        }
        return items.compactMap { link($0, defaults, conditions) }
    }

    private func link(_ node: SyntaxNode, _ defaults: LinkDefaults, _ conditions: Conditions) -> LinkEntry? {
        if node.sequence != nil {
            // The short form: [h1, s1].
            let kind = defaults.kind?.value ?? .wire
            guard let shape = endpoints(node), isFit(shape, for: kind) else { return nil }
            return LinkEntry(
                span: node.span, kind: kind, shape: shape, options: defaults.options, impairments: defaults.impairments)
        }
        guard
            let fields = fields(
                of: node, owner: "a link",
                keys: ["id", "kind", "endpoints"] + Self.generators + ["options", "a", "b"] + ImpairmentsEntry.keys
                    + ["when"],
                foreign: OtherTools.link),
            let (shape, span) = shape(fields, of: node)
        else { return nil }
        var entry = LinkEntry(span: span, shape: shape)
        if let id = fields["id"] {
            guard let id = linkID(id) else { return nil }
            entry.id = id
        }
        guard
            let kind = fields["kind"] == nil
                ? defaults.kind?.value ?? .wire
                : keyword(fields["kind"], "kind of link", foreign: OtherTools.linkKinds)?.value
        else { return nil }
        entry.kind = kind
        guard isFit(shape, for: kind) else { return nil }
        entry.options = options(fields["options"], of: kind)
        if kind == defaults.kind?.value {
            let written = Set(entry.options.map(\.key.value))
            entry.options = defaults.options.filter { !written.contains($0.key.value) } + entry.options
        }
        entry.a = options(fields["a"], of: kind)
        entry.b = options(fields["b"], of: kind)
        let isDefaultKind = kind == defaults.kind?.value ?? .wire
        entry.impairments = impairments(fields)
            .laid(over: isDefaultKind ? defaults.impairments : defaults.impairments.ofEveryKind)
        entry.skipReason = conditions.skipReason(fields["when"])
        return entry
    }

    private func linkID(_ entry: SyntaxEntry) -> Located<String>? {
        guard let id = text(entry) else { return nil }
        guard id.value.contains("[") else { return isName(id, of: "link") ? id : nil }
        sink.error(
            "`\(id.value)` is not a name for a link", at: id.span,
            notes: [.init("several links of one entry are numbered: `id: spoke` gives spoke1, spoke2, ...")])
        return nil
    }

    func options(_ entry: SyntaxEntry?, of kind: LinkEntry.Kind) -> [SyntaxEntry] {
        guard let entry else { return [] }
        guard kind != .wire else {
            sink.error(
                "a wire has no `\(entry.key.value)`", at: entry.key.span,
                notes: [.init("the kind of this link is wire")])
            return []
        }
        guard let entries = entry.value.mapping else {
            sink.error("expected options as a mapping, found \(entry.value.shape)", at: entry.value.span)
            return []
        }
        return entries
    }

    /// The ends of `endpoints`.
    func endpoints(_ node: SyntaxNode) -> LinkEntry.Shape? {
        guard let items = node.sequence, !items.isEmpty else {
            let found = node.sequence.map { "\($0.count)" } ?? node.shape
            sink.error("a link has two endpoints, found \(found)", at: node.span, notes: [.init("write `[h1, s1:p1]`")])
            return nil
        }
        let ends = items.compactMap(endpointPattern)
        guard ends.count == items.count else { return nil }
        return ends.count == 2 ? .pair(ends[0], ends[1]) : .segment(ends, node.span)
    }

    /// Whether a kind of link joins so many endpoints; if not, that is reported.
    private func isFit(_ shape: LinkEntry.Shape, for kind: LinkEntry.Kind) -> Bool {
        guard case .segment(let ends, let span) = shape, !kind.joinsMany else { return true }
        let many = ends.count > 2 ? [Diagnostic.Note("links of kind mcast and vde have two endpoints or more")] : []
        sink.error(
            "a link has two endpoints, found \(ends.count)", at: span, notes: [.init("write `[h1, s1:p1]`")] + many)
        return false
    }

    /// Reads `node`, `c[*]` or `c[1..8]:eth1`; nil after reporting what it is not.
    func endpointPattern(_ node: SyntaxNode) -> EndpointPattern? {
        guard let text = value(node, { (text) throws(ValueError) in text }) else { return nil }
        let parts = text.value.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let name = parts.first ?? ""
        let interface = parts.count < 2 ? nil : Located(parts[1], at: text.span)
        do throws(ValueError) {
            let pattern = try NamePattern.parse(name)
            let length = name.unicodeScalars.count
            return EndpointPattern(
                node: Located(pattern, at: text.span.part(at: 0, length: length)), interface: interface)
        } catch {
            guard name.contains("[") || error.suggestion != nil else {
                notAnEndpoint(text)
                return nil
            }
            sink.error(
                error.message, at: text.span,
                suggestion: error.suggestion.map { $0 + text.value.dropFirst(name.count) },
                notes: error.notes.map { .init($0) })
            return nil
        }
    }

    private func notAnEndpoint(_ text: Located<String>) {
        sink.error(
            "`\(text.value)` is neither a node nor an interface", at: text.span,
            notes: [.init("write `h1`, or `s1:p1` for one of its interfaces")])
    }
}
