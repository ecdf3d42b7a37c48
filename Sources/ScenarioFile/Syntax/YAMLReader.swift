import Yams

/// Reads YAML into a ``SyntaxNode`` tree: the only place that knows the YAML library.
///
/// What YAML allows and a scenario does not is refused here, at its place: tags, several documents, duplicate keys,
/// keys that are not text. The work is bounded whatever the text: its size, its depth and, because aliases multiply,
/// the number of nodes after they are followed.
struct YAMLReader {
    static let largestText = 4 << 20
    static let mostNodes = 200_000
    static let deepest = 100

    let sink: DiagnosticSink
    private var nodeCount = 0
    private var anchors: [Located<String>] = []
    /// Duplicate keys that were renamed so that the text could be composed at all.
    private var renamed = RenamedKeys()

    private init(sink: DiagnosticSink) {
        self.sink = sink
    }

    /// The root of the document, or nil after reporting why there is none; duplicates and tags do not end the reading.
    static func read(into sink: DiagnosticSink) -> SyntaxNode? {
        let top = SourceSpan(line: 1, column: 1)
        guard sink.source.text.utf8.count <= largestText else {
            sink.error("the \(sink.source.noun) is larger than 4 MiB", at: top)
            return nil
        }
        if let key = CollectionKeys.suspicious(in: sink.source) {
            sink.error("a key is plain text, not a list, a mapping or an alias", at: key)
            return nil
        }
        var reader = YAMLReader(sink: sink)
        do {
            guard let root = try reader.composeRenamingDuplicates() else {
                sink.error("the file is empty", at: top, notes: [.init("a scenario begins with `version: 1`")])
                return nil
            }
            let tree = try reader.convert(root, depth: 0)
            UnusedAnchors(sink: sink).report(reader.anchors)
            return tree
        } catch let refusal as Refusal {
            sink.error(refusal.message, at: refusal.span)
        } catch let error as YamlError {
            YAMLProblem(error, in: sink.source).report(to: sink)
        } catch {
            sink.error("this is not YAML: \(error)", at: top)
        }
        return nil
    }

    /// A limit that ends the reading at once.
    private struct Refusal: Error {
        let message: String
        let span: SourceSpan
    }

    /// Composes the text; where the library stops at duplicate keys, which it names but does not place, the first of
    /// each is renamed to a word of equal length and the text composed again, so that every place is known.
    private mutating func composeRenamingDuplicates() throws -> Node? {
        while true {
            do {
                // No resolver: the place decides the type. Encoding: the default would read the environment.
                return try Parser(
                    yaml: renamed.text ?? sink.source.text, resolver: .basic, encoding: .utf8
                ).singleRoot()
            } catch YamlError.duplicatedKeysInMapping(let names, let context) {
                guard let name = names.first,
                    renamed.rename(name, line: context.mark.line, column: context.mark.column, in: sink.source)
                else { throw YamlError.duplicatedKeysInMapping(duplicates: names, context: context) }
            }
        }
    }

    private mutating func convert(_ node: Node, depth: Int) throws -> SyntaxNode {
        var span = self.span(of: node)
        nodeCount += 1
        guard nodeCount <= Self.mostNodes else {
            throw Refusal(
                message: "the \(sink.source.noun) has more than \(Self.mostNodes) nodes once its aliases are followed",
                span: span)
        }
        guard depth <= Self.deepest else {
            throw Refusal(message: "the \(sink.source.noun) is nested deeper than \(Self.deepest) levels", span: span)
        }
        let properties = Properties(before: span, in: sink.source)
        if let anchor = properties.anchor { anchors.append(anchor) }
        if let tag = properties.tag {
            sink.error(
                "tags are not used here", at: tag,
                notes: [.init("the place decides the type; quote a value that begins with `!`: \"!= 0\"")])
        }
        span = properties.content
        switch node {
        case .scalar(let scalar):
            let isPlain = scalar.style == .plain
            let length = ScalarExtent(of: scalar.string, isPlain: isPlain, at: span, in: sink.source).length
            return SyntaxNode(
                span: SourceSpan(line: span.line, column: span.column, length: length),
                content: .scalar(SyntaxScalar(text: scalar.string, isPlain: isPlain)))
        case .sequence(let sequence):
            var nodes: [SyntaxNode] = []
            for item in sequence { nodes.append(try convert(item, depth: depth + 1)) }
            return SyntaxNode(span: span, content: .sequence(nodes))
        case .mapping(let mapping):
            var entries: [SyntaxEntry] = []
            for (key, value) in mapping {
                guard let entry = try convert(key: key, value: value, depth: depth + 1) else { continue }
                entries.append(entry)
            }
            return SyntaxNode(span: span, content: .mapping(MergeKeys(sink: sink).merged(checkingDuplicates(entries))))
        case .alias:
            throw Refusal(message: "an alias without its anchor", span: span)
        }
    }

    private mutating func convert(key: Node, value: Node, depth: Int) throws -> SyntaxEntry? {
        let key = try convert(key, depth: depth)
        let value = try convert(value, depth: depth)
        guard let scalar = key.scalar else {
            sink.error("a key is plain text, not \(key.shape)", at: key.span)
            return nil
        }
        return SyntaxEntry(key: Located(renamed.original(of: scalar.text), at: key.span), value: value)
    }

    private func checkingDuplicates(_ entries: [SyntaxEntry]) -> [SyntaxEntry] {
        var first: [String: SourceSpan] = [:]
        return entries.filter { entry in
            guard let earlier = first[entry.key.value] else {
                first[entry.key.value] = entry.key.span
                return true
            }
            sink.error(
                "duplicate key `\(entry.key.value)`", at: entry.key.span,
                notes: [sink.note("`\(entry.key.value)` stands here already", at: earlier)])
            return false
        }
    }

    private func span(of node: Node) -> SourceSpan {
        guard let mark = node.mark else { return SourceSpan(line: 1, column: 1) }
        return SourceSpan(line: mark.line, column: mark.column)
    }
}
