public import Results

// Several runs.

extension TextReport {
    /// Several runs, and a table of all of them where there is more than one.
    ///
    /// Of a run that is repeated, the first repetition of each verdict is shown; the table counts all.
    ///
    /// - Parameters:
    ///   - results: The runs, repetitions of one behind each other.
    ///   - color: As for one.
    /// - Returns: The text.
    public static func render(_ results: [RunResult], color: Bool = false) -> String {
        var shown = ShownRepetitions()
        let runs = results.filter { shown.shows($0) }.map { render($0, color: color) }
        return (results.count > 1 ? runs + [summary(results, color: color)] : runs).joined(separator: "\n")
    }

    /// A table of several runs, how to run again what did not pass, and a line: how many came to what.
    ///
    /// - Parameters:
    ///   - results: The runs, repetitions of one behind each other.
    ///   - color: As in ``render(_:color:)``.
    /// - Returns: Lines, each with a line break at its end.
    public static func summary(_ results: [RunResult], color: Bool = false) -> String {
        let summary = RunSummary(results)
        let line: StyledLine = [.plain("\(summary.number): "), StyledText(summary.counts, summary.verdict.style)]
        let sections = [table(summary), commands(summary.runs), [line]]
        return sections.filter { !$0.isEmpty }.map { section in
            section.map { $0.rendered(color: color) + "\n" }.joined()
        }.joined(separator: "\n")
    }

    private static func table(_ summary: RunSummary) -> [StyledLine] {
        var table = Table(summary.columns.map { $0.isRight ? .right($0.heading) : .left($0.heading) })
        for run in summary.runs { table.add(summary.cells(of: run), style: run.verdict.style, below: []) }
        return table.lines
    }

    private static func commands(_ runs: [RepeatedRun]) -> [StyledLine] {
        let commands = runs.filter { $0.verdict == .fail || $0.verdict == .error }.map(\.worst.command)
            .filter { !$0.isEmpty }
        guard !commands.isEmpty else { return [] }
        let more = commands.count - min(commands.count, shownCommands)
        return [[StyledText("what did not pass, each by itself", .heading)]]
            + commands.prefix(shownCommands).map { [.plain("  \($0)")] }
            + (more > 0 ? [[.plain("  and \(more) more")]] : [])
    }

    /// More than these are rather looked up in a report for programs.
    private static let shownCommands = 20
}

/// Chooses of the repetitions of a run those whose text says something new: the first of each verdict.
package struct ShownRepetitions {
    private var met: Set<Verdict> = []

    /// No run was met yet.
    package init() {}

    /// Whether the next result is to be shown.
    package mutating func shows(_ result: RunResult) -> Bool {
        guard let repetition = result.repetition else { return true }
        if repetition == 1 { met = [] }
        return met.insert(result.verdict).inserted
    }
}
