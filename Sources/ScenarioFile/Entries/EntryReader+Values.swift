extension EntryReader {
    /// The typed value of an entry; nil when there is none, or after reporting why it is not one.
    func value<Value: Sendable>(
        _ entry: SyntaxEntry?, _ parse: (String) throws(ValueError) -> Value
    ) -> Located<Value>? {
        guard let entry else { return nil }
        return value(entry.value, parse)
    }

    /// The typed value of a node; nil after reporting why it is not one.
    func value<Value: Sendable>(_ node: SyntaxNode, _ parse: (String) throws(ValueError) -> Value) -> Located<Value>? {
        guard let scalar = node.scalar else {
            sink.error("expected a single value, found \(node.shape)", at: node.span)
            return nil
        }
        guard !scalar.isBroken else { return nil }
        guard !scalar.isAbsent else {
            sink.error("expected a value", at: node.span)
            return nil
        }
        do {
            return Located(try parse(scalar.text), at: node.span)
        } catch {
            report(error, in: scalar, at: node.span)
            return nil
        }
    }

    /// The text of an entry.
    func text(_ entry: SyntaxEntry?) -> Located<String>? {
        value(entry) { (text) throws(ValueError) in text }
    }

    /// An integer in a range.
    func integer<Integer: FixedWidthInteger & Sendable>(
        _ entry: SyntaxEntry?, in range: ClosedRange<Integer>
    ) -> Located<Integer>? {
        value(entry) { (text) throws(ValueError) in
            Integer(try IntegerValue.parse(text, in: UInt64(range.lowerBound)...UInt64(range.upperBound)))
        }
    }

    /// A word of a closed list.
    func keyword<Word: RawRepresentable & CaseIterable & Sendable>(
        _ entry: SyntaxEntry?, _ what: String, later: [String] = [], foreign: [String: OtherTools.Word] = [:],
        as type: Word.Type = Word.self
    ) -> Located<Word>? where Word.RawValue == String {
        value(entry) { (text) throws(ValueError) in
            if let word = Word(rawValue: text) { return word }
            if let other = foreign[text] {
                throw ValueError("unknown \(what) `\(text)`", suggestion: other.here, notes: [other.reason])
            }
            if later.contains(text) { throw ValueError("\(what) `\(text)` is not supported yet") }
            throw EntryReader.unknown(text, what, in: Word.allCases.map(\.rawValue))
        }
    }

    /// The error for a word that is not in a closed list.
    static func unknown(_ text: String, _ what: String, in words: [String]) -> ValueError {
        ValueError(
            "unknown \(what) `\(text)`", suggestion: nearest(to: text, in: words),
            notes: ["\(what): \(words.joined(separator: ", "))"])
    }

    /// Reports that two keys exclude each other, at the later one.
    func exclude(_ first: String, _ second: String, in fields: Fields) {
        let written = fields.entries.map(\.key).filter { $0.value == first || $0.value == second }
        guard written.count == 2 else { return }
        sink.error(
            "`\(first)` and `\(second)` exclude each other", at: written[1].span,
            notes: [sink.note("`\(written[0].value)` stands here", at: written[0].span)])
    }

    private func report(_ error: ValueError, in scalar: SyntaxScalar, at span: SourceSpan) {
        var place = span
        // Pointing into the value works where the file has it letter by letter.
        if let part = error.part, scalar.substitutions.isEmpty {
            let length = scalar.text.unicodeScalars.count
            let quote = scalar.isPlain ? 0 : 1
            if span.length == length + 2 * quote {
                place = span.part(at: part.lowerBound + quote, length: part.count)
            }
        }
        let origins = scalar.substitutions.map { Diagnostic.Note("`${\($0.name)}` is `\($0.value)`") }
        sink.error(
            error.message, at: place, suggestion: error.suggestion, notes: error.notes.map { .init($0) } + origins)
    }
}
