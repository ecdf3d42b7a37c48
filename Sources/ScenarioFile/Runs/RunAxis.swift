/// A key of `matrix` with its values.
struct RunAxis {
    let key: Located<String>
    let values: RunTable.Row

    static let rule = "write `matrix: { size: [64, 1400], seed: 1..5 }`"

    /// The values under a key, a list or a range; nil after reporting what else they are.
    static func values(_ entry: SyntaxEntry, _ reader: EntryReader) -> RunTable.Row? {
        if let items = entry.value.sequence { return list(items, of: entry, reader) }
        guard let scalar = entry.value.scalar, !scalar.isAbsent else {
            reader.sink.error(
                "expected a list or a range, found \(entry.value.shape)", at: entry.value.span,
                notes: [.init(rule)])
            return nil
        }
        guard scalar.text.contains("..") else {
            if !scalar.isBroken {
                reader.sink.error(
                    "`\(scalar.text)` is a single value, not a list or a range", at: entry.value.span,
                    notes: [.init("a single value belongs in `params`"), .init(rule)])
            }
            return nil
        }
        return reader.value(entry, range).map { range in
            range.value.map { Located(String($0), at: range.span) }
        }
    }

    /// `64, 1400 or 9000`; no more of them than anybody would read.
    static func list(_ values: [String]) -> String {
        let shown = values.prefix(20).joined(separator: ", ")
        return values.count > 20 ? "\(shown), ... (\(values.count) values)" : shown
    }

    private static func list(_ items: [SyntaxNode], of entry: SyntaxEntry, _ reader: EntryReader) -> RunTable.Row? {
        let sink = reader.sink
        if items.isEmpty { sink.error("`\(entry.key.value)` has no values", at: entry.value.span) }
        var values: RunTable.Row = []
        var earlier: [String: SourceSpan] = [:]
        for item in items {
            guard let value = reader.value(item, { (text) throws(ValueError) in text }) else { continue }
            if let first = earlier[value.value] {
                sink.error(
                    "`\(value.value)` stands here twice", at: value.span, notes: [sink.note("the first one", at: first)]
                )
            }
            earlier[value.value] = value.span
            values.append(value)
        }
        return values.count == items.count && !values.isEmpty ? values : nil
    }

    /// `1..20`, with both ends in it.
    private static func range(_ text: String) throws(ValueError) -> ClosedRange<UInt64> {
        let ends = text.split(separator: "..", maxSplits: 1, omittingEmptySubsequences: false).map { end in
            try? IntegerValue.parse(String(end), in: 0...UInt64.max)
        }
        guard ends.count == 2, let first = ends[0], let last = ends[1] else {
            throw ValueError("`\(text)` is no range of integers", notes: ["a range has both of its ends: 1..20"])
        }
        guard first <= last else { throw ValueError("the range is empty: \(first) is above \(last)") }
        guard last - first < RunTable.mostRuns else { throw ValueError("more than \(RunTable.mostRuns) runs") }
        return first...last
    }
}
