import NetdevOptions

/// How much of an argument an option's key or value takes, for underlining it.
struct OptionExtents {
    private let source: SourceText
    /// Those of JSON, which the reader of the text has found; nil for an option string.
    private let found: [OptionPosition: SourceSpan]?

    /// The extents of an option string.
    init(_ source: SourceText) {
        self.source = source
        found = nil
    }

    /// The extents of JSON, where these spans are.
    init(_ source: SourceText, spans: [SourceSpan]) {
        self.source = source
        found = spans.reduce(into: [:]) { $0[OptionPosition($1)] = $1 }
    }

    /// Says what is wrong, under the whole of the key or value that is meant.
    func report(_ error: OptionError, to sink: DiagnosticSink) {
        let suggestion = error.suggestion.map { found == nil ? $0 : NetdevJSON.fragment($0) }
        sink.error(
            error.message, at: span(at: error.position), suggestion: suggestion,
            notes: [error.rule, error.remedy].compactMap(\.self).map { .init($0) })
    }

    /// The span that begins at this place.
    func span(at position: OptionPosition) -> SourceSpan {
        let start = SourceSpan(line: position.line, column: position.column)
        if let found { return found[position] ?? start }
        let rest = source.scalars(ofLine: position.line).dropFirst(position.column - 1)
        // Behind an equals sign stands a value, in which two commas are one.
        guard source.scalar(line: position.line, column: position.column - 1) == "=" else {
            let length = rest.prefix { $0 != "=" && $0 != "," }.count
            return SourceSpan(line: position.line, column: position.column, length: length)
        }
        var length = 0
        var index = rest.startIndex
        while index < rest.endIndex {
            let isComma = rest[index] == ","
            let isDoubled = isComma && index + 1 < rest.endIndex && rest[index + 1] == ","
            guard !isComma || isDoubled else { break }
            length += isDoubled ? 2 : 1
            index += isDoubled ? 2 : 1
        }
        return SourceSpan(line: position.line, column: position.column, length: length)
    }
}

extension OptionPosition {
    /// Where a span begins.
    init(_ span: SourceSpan) {
        self.init(line: span.line, column: span.column)
    }
}
