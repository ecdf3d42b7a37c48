public import Results

/// Results in the Test Anything Protocol, version 14 (testanything.org): a test for each run, with a subtest of its
/// expectations before it.
public enum TAPReport {
    /// All runs.
    ///
    /// - Parameter results: The runs.
    /// - Returns: Lines, each with a line break at its end.
    public static func render(_ results: [RunResult]) -> String {
        let tests = results.enumerated().flatMap { index, result in test(result, index + 1) }
        return (["TAP version 14", "1..\(results.count)"] + tests).map { $0 + "\n" }.joined()
    }

    private static func test(_ run: RunResult, _ number: Int) -> [String] {
        var lines: [String] = []
        if !run.expectations.isEmpty {
            lines += ["# Subtest: \(printable(run.title))", "    1..\(run.expectations.count)"]
            for (index, expectation) in run.expectations.enumerated() {
                lines += test(expectation, index + 1).map { "    \($0)" }
            }
        }
        lines.append(line(run.verdict, number, run.title, skip: run.skipped.first))
        let isFault = run.verdict == .fail || run.verdict == .error
        let details = [
            ("file", run.file), ("seed", String(run.seed)), ("clock", run.clock), ("ended", run.ended.rawValue),
            ("message", isFault ? run.warnings.joined(separator: "\n") : ""), ("command", run.command),
        ]
        return lines + (isFault ? block(details) : [])
    }

    private static func test(_ expectation: ExpectationResult, _ number: Int) -> [String] {
        let first = line(expectation.verdict, number, expectation.expected, skip: expectation.observed)
        guard expectation.verdict == .fail || expectation.verdict == .error else { return [first] }
        return [first]
            + block([
                ("line", String(expectation.line)), ("seen", expectation.observed),
                ("message", expectation.message.joined(separator: "\n")),
            ])
    }

    private static func line(_ verdict: Verdict, _ number: Int, _ name: String, skip reason: String?) -> String {
        let isOK = verdict == .pass || verdict == .skip
        let directive = verdict == .skip ? " # SKIP \(printable(reason ?? ""))" : ""
        return "\(isOK ? "ok" : "not ok") \(number) - \(escaped(name))\(directive)"
    }

    /// A YAML block: texts as JSON writes them, which YAML reads.
    private static func block(_ members: [(String, String)]) -> [String] {
        let lines = members.filter { !$0.1.isEmpty }.map { "  \($0.0): \(JSONValue.string($0.1).rendered())" }
        return lines.isEmpty ? [] : ["  ---"] + lines + ["  ..."]
    }

    /// A number sign would begin a directive, and a reverse solidus an escape.
    private static func escaped(_ name: String) -> String {
        printable(name).reduce(into: "") { text, character in
            text += character == "#" || character == "\\" ? "\\\(character)" : String(character)
        }
    }

    /// On one line, whatever a file says.
    private static func printable(_ text: String) -> String { StyledText.printable(text) }
}
