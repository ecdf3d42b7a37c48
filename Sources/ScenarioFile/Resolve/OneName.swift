/// A name where one thing is named: `c[3]` is c3, and what stands for several is refused.
struct OneName {
    /// The text before the brackets, what stands in them, and the text behind them; nil without brackets.
    private let parts: (base: String, inner: Substring, rest: String)?
    private let text: String

    init(_ text: String) {
        self.text = text
        guard let open = text.firstIndex(of: "["), let close = text[open...].firstIndex(of: "]") else {
            parts = nil
            return
        }
        parts = (
            String(text[..<open]), text[text.index(after: open)..<close], String(text[text.index(after: close)...])
        )
    }

    /// The name; nil for a pattern of several.
    var single: String? {
        guard let parts else { return text }
        return NamePattern.number(parts.inner).map { "\(parts.base)\($0)\(parts.rest)" }
    }

    /// The first of the names that the pattern stands for.
    func first(of names: [String]) -> String? {
        guard let parts else { return nil }
        let ends = parts.inner.firstRange(of: "..").flatMap { dots -> ClosedRange<Int>? in
            guard let low = NamePattern.number(parts.inner[..<dots.lowerBound]),
                let high = NamePattern.number(parts.inner[dots.upperBound...]), low <= high
            else { return nil }
            return low...high
        }
        return names.first { name in
            guard name.hasPrefix(parts.base), name.hasSuffix(parts.rest),
                name.count > parts.base.count + parts.rest.count,
                let number = NamePattern.number(name.dropFirst(parts.base.count).dropLast(parts.rest.count))
            else { return false }
            return ends?.contains(number) ?? true
        }
    }

    /// The one name that is written; nil after reporting that it is a pattern.
    ///
    /// - Parameters:
    ///   - written: What stands in the file.
    ///   - what: `node`, `link`, `node or link`.
    ///   - names: The names that there are.
    ///   - sink: Where a pattern is reported.
    static func read(
        _ written: Located<String>, of what: String, in names: @autoclosure () -> [String], _ sink: DiagnosticSink
    ) -> Located<String>? {
        let name = OneName(written.value)
        if let single = name.single { return Located(single, at: written.span) }
        sink.error(
            "one \(what) is named here, not a pattern", at: written.span, suggestion: name.first(of: names()))
        return nil
    }
}
