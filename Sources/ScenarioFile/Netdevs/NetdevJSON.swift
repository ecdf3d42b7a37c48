import NetdevOptions

/// The JSON form of a netdev: one object, in which QEMU's dotted keys are nested objects.
///
/// JSON is the flow form of YAML (YAML 1.2 1.3), so the reader of scenario files reads it, with all its places.
struct NetdevJSON {
    /// The options, in the order of the text, under dotted keys.
    private(set) var entries: [OptionEntry] = []
    /// Where the object begins.
    let position: OptionPosition
    /// Where keys and values stand.
    var extents: OptionExtents { OptionExtents(sink.source, spans: spans) }

    private var spans: [SourceSpan]
    private let sink: DiagnosticSink
    /// The first parts of dotted keys of the netdev's type; nil where the type is not known.
    private let prefixes: [String]?

    /// Reads the text of the sink's source.
    ///
    /// - Returns: The options, or nil after reporting why there are none.
    static func read(into sink: DiagnosticSink) -> NetdevJSON? {
        guard let root = YAMLReader.read(into: sink), !sink.hasErrors else { return nil }
        guard let mapping = root.mapping else {
            sink.error("expected one JSON object, found \(root.shape)", at: root.span)
            return nil
        }
        var json = NetdevJSON(root.span, mapping, sink)
        json.add(mapping, below: "")
        return sink.hasErrors ? nil : json
    }

    /// A suggestion in the words of JSON: `"local": {"type": "inet"}` for `local.type=inet`, `"host"` for `local.host`.
    static func fragment(_ suggestion: String) -> String {
        let parts = suggestion.split(separator: "=", maxSplits: 1).map(String.init)
        let keys = parts.first.map { $0.split(separator: ".").map(String.init) } ?? []
        guard parts.count == 2, let last = keys.last else { return suggestion }
        let inner = "\"\(last)\": \"\(parts[1])\""
        return keys.dropLast().reversed().reduce(inner) { "\"\($1)\": {\($0)}" }
    }

    private init(_ span: SourceSpan, _ mapping: [SyntaxEntry], _ sink: DiagnosticSink) {
        self.sink = sink
        position = OptionPosition(span)
        spans = [span]
        let type = mapping.first { $0.key.value == "type" }?.value.scalar.flatMap {
            NetdevTable.type(named: $0.text)
        }
        prefixes = type.map { type in
            let dotted = type.keys.map { $0.name.split(separator: ".").map(String.init) }.filter { $0.count > 1 }
            return dotted.compactMap(\.first)
        }
    }

    private mutating func add(_ mapping: [SyntaxEntry], below prefix: String) {
        for entry in mapping {
            let name = prefix + entry.key.value
            switch entry.value.content {
            case .scalar(let scalar):
                guard let text = value(of: scalar, at: entry.value.span, for: name) else { continue }
                entries.append(
                    OptionEntry(
                        key: name, value: text, keyPosition: OptionPosition(entry.key.span),
                        valuePosition: OptionPosition(entry.value.span)))
                spans += [entry.key.span, entry.value.span]
            case .mapping(let inner):
                if prefix.isEmpty, let prefixes, !prefixes.contains(name) {
                    sink.error(
                        "`\(name)` is no object of options", at: entry.key.span,
                        suggestion: nearest(to: name, in: prefixes))
                } else {
                    add(inner, below: name + ".")
                }
            case .sequence:
                sink.error("`\(name)` is a list; an option has one value", at: entry.value.span)
            }
        }
    }

    /// The text of a value; `true` and `false` are on and off, a number is what is written.
    private func value(of scalar: SyntaxScalar, at span: SourceSpan, for name: String) -> String? {
        guard scalar.isPlain else { return scalar.text }
        switch scalar.text {
        case "true": return "on"
        case "false": return "off"
        case "", "~", "null", "Null", "NULL":
            sink.error(
                "`\(name)` has no value", at: span, notes: [.init("leave an option out that is not to be set")])
            return nil
        default: return scalar.text
        }
    }
}
