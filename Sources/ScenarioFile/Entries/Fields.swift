/// A mapping whose keys are fixed: unknown ones are already reported.
struct Fields {
    let span: SourceSpan
    let entries: [SyntaxEntry]
    /// Keys that were written without a value, or misspelt: that they are missing is reported already.
    let empty: [String]

    /// Whether a key is missing, and nothing is said of that yet.
    func lacks(_ key: String) -> Bool {
        self[key] == nil && !empty.contains(key)
    }

    /// The entry of a key, if it was written with a value.
    subscript(_ key: String) -> SyntaxEntry? {
        entries.first { $0.key.value == key }
    }
}

/// Reads typed entries from the syntax tree, reporting what does not fit and going on with the rest.
struct EntryReader {
    let sink: DiagnosticSink

    /// The fields of a mapping whose keys are fixed.
    ///
    /// - Parameters:
    ///   - node: the mapping.
    ///   - owner: what it is, with its article: `a ping flow`.
    ///   - keys: the keys it takes.
    ///   - later: keys of the full language that this version does not have yet.
    ///   - foreign: keys with the reason why they do not belong here.
    ///   - takesAway: whether `~` is a value, which takes away what is said elsewhere.
    /// - Returns: the fields, or nil after reporting that the node is no mapping.
    func fields(
        of node: SyntaxNode, owner: String, keys: [String], later: [String] = [], foreign: [String: String] = [:],
        takesAway: Bool = false
    ) -> Fields? {
        guard let entries = node.mapping else {
            sink.error("expected \(owner) as a mapping, found \(node.shape)", at: node.span)
            return nil
        }
        var known: [SyntaxEntry] = []
        var empty: [String] = []
        for entry in entries {
            let key = entry.key.value
            if keys.contains(key) {
                if entry.value.isAbsent, !takesAway || entry.value.scalar?.isTilde != true {
                    sink.error("`\(key)` has no value", at: entry.key.span)
                    empty.append(key)
                } else {
                    known.append(entry)
                }
            } else if key.hasPrefix("x-") {
                continue
            } else if later.contains(key) {
                sink.error("`\(key)` is not supported yet", at: entry.key.span)
            } else if let reason = foreign[key] {
                sink.error("`\(key)` \(reason)", at: entry.key.span, notes: [takes(owner, keys)])
            } else {
                let meant = nearest(to: key, in: keys)
                sink.error(
                    "unknown key `\(key)` in \(owner)", at: entry.key.span, suggestion: meant,
                    notes: [takes(owner, keys)] + commaRule(entry))
                if let meant { empty.append(meant) }
            }
        }
        return Fields(span: node.span, entries: known, empty: empty)
    }

    /// What follows a comma in unquoted text looks like a key without a value.
    func commaRule(_ entry: SyntaxEntry) -> [Diagnostic.Note] {
        entry.value.isAbsent ? [.init("inside { } and [ ] text with a comma is quoted")] : []
    }

    private func takes(_ owner: String, _ keys: [String]) -> Diagnostic.Note {
        .init("\(owner) takes: \(keys.joined(separator: ", "))")
    }

    /// The entries of a mapping whose keys are names.
    func named(_ node: SyntaxNode, what: String) -> [SyntaxEntry] {
        guard let entries = node.mapping else {
            sink.error("expected \(what)s by name, found \(node.shape)", at: node.span)
            return []
        }
        return entries.filter { isName($0.key, of: what) }
    }

    /// Whether a text is a name; reported if not.
    func isName(_ text: Located<String>, of what: String) -> Bool {
        if Name.isValid(text.value) { return true }
        if text.value.contains("[") {
            sink.error("ranges of names such as `\(text.value)` are not supported yet", at: text.span)
        } else {
            sink.error("`\(text.value)` is not a name for a \(what)", at: text.span, notes: [.init(Name.rule)])
        }
        return false
    }
}
