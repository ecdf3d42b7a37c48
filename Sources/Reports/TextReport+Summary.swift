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
        let runs = RepeatedRun.runs(of: results)
        let verdicts = runs.map(\.verdict)
        let counts = Verdict.byWeight.map { verdict in (verdict, verdicts.count { $0 == verdict }) }
        let text = counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0.rawValue)" }.joined(separator: ", ")
        let isRepeated = runs.contains(where: \.isRepeated)
        let number = "\(runs.count) run\(runs.count == 1 ? "" : "s")"
        let times = isRepeated ? " in \(results.count) repetitions" : ""
        let line: StyledLine = [
            .plain("\(number)\(times): "), StyledText(text, Verdict.worst(of: verdicts).style),
        ]
        let sections = [table(runs, isRepeated: isRepeated), commands(runs), [line]]
        return sections.filter { !$0.isEmpty }.map { section in
            section.map { $0.rendered(color: color) + "\n" }.joined()
        }.joined(separator: "\n")
    }

    private static func table(_ runs: [RepeatedRun], isRepeated: Bool) -> [StyledLine] {
        var table = Table(
            [.left("verdict"), .left("run"), .left("clock")]
                + (isRepeated ? [.right("passed"), .right("chance to pass")] : [])
                + [.right("failed"), .right("time"), .left("why")])
        for run in runs {
            let result = run.worst
            let judged = result.expectations.count
            let failed = result.expectations.count { $0.verdict == .fail || $0.verdict == .error }
            let time = result.nodes.isEmpty ? "-" : TimeText(result.durationNanoseconds).text
            table.add(
                [result.verdict.rawValue, run.name, result.clock] + (isRepeated ? [run.passed, run.chance] : [])
                    + [judged == 0 ? "-" : "\(failed) of \(judged)", time, why(result)],
                style: result.verdict.style, below: [])
        }
        return table.lines
    }

    /// What to look for first in a run that did not pass: how it ended, the expectation that failed, or what is lacking.
    static func why(_ result: RunResult) -> String {
        switch result.verdict {
        case .pass: return ""
        case .skip: return result.skipped.first ?? ""
        case .error:
            // A diagnostic of the file has its excerpt below.
            let reason = result.warnings.last ?? (result.ended == .interrupted ? "ended by a signal" : "")
            return reason.split(separator: "\n").first.map(String.init) ?? ""
        case .fail:
            let failed = result.expectations.filter { $0.verdict == .fail }.map(\.expected)
            let ended = [.timeout, .limit].contains(result.ended) ? ["ended by \(result.ended.word)"] : []
            let reasons = ended + failed
            return (reasons.first ?? "") + (reasons.count > 1 ? " and \(reasons.count - 1) more" : "")
        }
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
