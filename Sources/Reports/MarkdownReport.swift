public import Results

/// Results for the page of a CI job, in GitHub Flavored Markdown: the table of all runs, and the text of those that did not
/// pass.
public enum MarkdownReport {
    /// All runs.
    ///
    /// - Parameter results: The runs, repetitions of one behind each other.
    /// - Returns: Lines, each with a line break at its end.
    public static func render(_ results: [RunResult]) -> String {
        let summary = RunSummary(results)
        let head = ["## \(summary.number): \(summary.counts.isEmpty ? "nothing" : summary.counts)", ""]
        let table =
            [row(summary.columns.map(\.heading)), row(summary.columns.map { $0.isRight ? "--:" : ":--" })]
            + summary.runs.map { row(summary.cells(of: $0).map(cell)) }
        let failed = summary.runs.filter { $0.verdict == .fail || $0.verdict == .error }.map(\.worst)
        let more = failed.count - min(failed.count, shownRuns)
        let details = failed.prefix(shownRuns).flatMap(details)
        let rest = more > 0 ? ["", "and \(more) more that did not pass"] : []
        return (head + (summary.runs.isEmpty ? [] : table) + details + rest).map { $0 + "\n" }.joined()
    }

    /// A page of a CI job has a limit of its own.
    private static let shownRuns = 20

    private static func details(_ result: RunResult) -> [String] {
        let text = TextReport.render(result)
        let command = result.command.isEmpty ? "" : "\n\(StyledText.printable(result.command))\n"
        let longest = (text + command).split(whereSeparator: { $0 != "`" }).map(\.count).max() ?? 0
        let fence = String(repeating: "`", count: max(3, longest + 1))
        return ["", "### \(cell(result.title))", "", "\(fence)text", text + command + fence]
    }

    private static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

    /// Text that Markdown takes for nothing else (GFM 2.4, 4.10): each ASCII punctuation that means something is escaped.
    private static func cell(_ text: String) -> String {
        StyledText.printable(text).reduce(into: "") { result, character in
            result += #"\`*_{}[]<>|#&~"#.contains(character) ? "\\\(character)" : String(character)
        }
    }
}
