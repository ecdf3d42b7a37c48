/// A link as written.
struct LinkEntry {
    enum Kind: String, CaseIterable, Sendable {
        case wire, l2tpv3
    }

    let span: SourceSpan
    var id: Located<String>?
    var kind = Kind.wire
    var endpoints: [EndpointEntry]
    /// The options as the first endpoint has them, and what is laid over them at each end.
    var options: [SyntaxEntry] = []
    var a: [SyntaxEntry] = []
    var b: [SyntaxEntry] = []
}

/// `node` or `node:interface`.
struct EndpointEntry: Sendable {
    let node: Located<String>
    let interface: Located<String>?
}

extension EntryReader {
    private static let generators = ["star", "chain", "ring", "mesh", "tree"]
    private static let laterLinkKinds = ["vde", "socket", "stream", "dgram", "mcast", "tap", "veth"]

    func links(_ node: SyntaxNode) -> [LinkEntry] {
        guard let items = node.sequence else {
            sink.error("expected links as a list, found \(node.shape)", at: node.span)
            return []
        }
        return items.compactMap(link)
    }

    private func link(_ node: SyntaxNode) -> LinkEntry? {
        if node.sequence != nil {
            // The short form: [h1, s1].
            return endpoints(node).map { LinkEntry(span: node.span, endpoints: $0) }
        }
        guard
            let fields = fields(
                of: node, owner: "a link", keys: ["id", "kind", "endpoints", "options", "a", "b"],
                later: ["forward", "reverse", "both", "when"] + Self.generators)
        else { return nil }
        guard let written = fields["endpoints"] else {
            if !(node.mapping ?? []).contains(where: { Self.generators.contains($0.key.value) }) {
                sink.error("the link has no `endpoints`", at: node.span, notes: [.init("write `endpoints: [h1, h2]`")])
            }
            return nil
        }
        guard let endpoints = endpoints(written.value) else { return nil }
        var entry = LinkEntry(span: written.key.span, endpoints: endpoints)
        if let id = text(fields["id"]), isName(id, of: "link") { entry.id = id }
        guard
            let kind: LinkEntry.Kind = fields["kind"] == nil
                ? .wire : keyword(fields["kind"], "kind of link", later: Self.laterLinkKinds)?.value
        else { return nil }
        entry.kind = kind
        entry.options = options(fields["options"], of: kind)
        entry.a = options(fields["a"], of: kind)
        entry.b = options(fields["b"], of: kind)
        return entry
    }

    private func options(_ entry: SyntaxEntry?, of kind: LinkEntry.Kind) -> [SyntaxEntry] {
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

    private func endpoints(_ node: SyntaxNode) -> [EndpointEntry]? {
        guard let items = node.sequence, items.count == 2 else {
            let found = node.sequence.map { "\($0.count)" } ?? node.shape
            sink.error("a link has two endpoints, found \(found)", at: node.span, notes: [.init("write `[h1, s1:p1]`")])
            return nil
        }
        let endpoints = items.compactMap { item in value(item, { (text) throws(ValueError) in text }).flatMap(endpoint)
        }
        return endpoints.count == 2 ? endpoints : nil
    }

    /// Reads `node` or `node:interface`.
    func endpoint(_ text: Located<String>) -> EndpointEntry? {
        let parts = text.value.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let name = parts.first, Name.isValid(name) else {
            if text.value.contains("[") {
                sink.error("patterns such as `\(text.value)` are not supported yet", at: text.span)
            } else {
                sink.error(
                    "`\(text.value)` is neither a node nor an interface", at: text.span,
                    notes: [.init("write `h1`, or `s1:p1` for one of its interfaces")])
            }
            return nil
        }
        let length = name.unicodeScalars.count
        return EndpointEntry(
            node: Located(name, at: text.span.part(at: 0, length: length)),
            interface: parts.count < 2 ? nil : Located(parts[1], at: text.span))
    }
}
