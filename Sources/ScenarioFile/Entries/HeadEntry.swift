/// The head of a scenario as written.
struct HeadEntry {
    var name: String?
    var description: String?
    var seed: UInt64?
    var clock: Scenario.Clock?
    var timeout: Int64?
    var duration: Int64?
    var settle: Int64?
    var frameLimit: Int64?
}

extension EntryReader {
    static let topKeys = [
        "version", "name", "description", "when", "seed", "clock", "timeout", "duration", "settle", "limit", "params",
        "matrix", "exclude", "include", "same-seed", "topology", "traffic", "timeline", "expect",
    ]

    func head(_ fields: Fields) -> HeadEntry {
        HeadEntry(
            name: text(fields["name"])?.value,
            description: text(fields["description"])?.value,
            seed: integer(fields["seed"], in: 0...UInt64.max)?.value,
            clock: keyword(fields["clock"], "clock")?.value,
            timeout: value(fields["timeout"], positiveTime)?.value,
            duration: value(fields["duration"], positiveTime)?.value,
            settle: value(fields["settle"], TimeValue.parse)?.value,
            frameLimit: integer(fields["limit"], in: 1...1_000_000_000_000)?.value)
    }

    /// Checks that the file begins with `version: 1`; nothing else is looked at in another major version.
    func hasSupportedVersion(_ root: SyntaxNode) -> Bool {
        let rule = Diagnostic.Note("a scenario begins with `version: 1`")
        guard let entries = root.mapping else {
            sink.error("expected a scenario as a mapping, found \(root.shape)", at: root.span, notes: [rule])
            return false
        }
        guard let version = entries.first(where: { $0.key.value == "version" }) else {
            sink.error("the file has no `version`", at: SourceSpan(line: 1, column: 1), notes: [rule])
            return false
        }
        if entries.first?.key.value != "version" {
            sink.error("`version` must be the first key", at: version.key.span)
        }
        let major = version.value.scalar?.text.split(separator: ".", omittingEmptySubsequences: false) ?? []
        guard major.first == "1", major.count <= 2, major.allSatisfy({ Int($0) != nil }) else {
            let written = version.value.scalar?.text ?? version.value.shape
            sink.error(
                "version \(written) of the format is not one that this wirework reads", at: version.value.span,
                notes: [rule])
            return false
        }
        return true
    }

    func positiveTime(_ text: String) throws(ValueError) -> Int64 {
        let time = try TimeValue.parse(text)
        guard time > 0 else { throw ValueError("a time longer than 0 is needed here") }
        return time
    }
}
