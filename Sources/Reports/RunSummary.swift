import Results

/// What reports say of several runs: a row for each, and how many came to what.
struct RunSummary {
    let runs: [RepeatedRun]
    let verdict: Verdict
    private let repetitions: Int

    init(_ results: [RunResult]) {
        runs = RepeatedRun.runs(of: results)
        verdict = Verdict.worst(of: results.map(\.verdict))
        repetitions = results.count
    }

    private var isRepeated: Bool { runs.contains(where: \.isRepeated) }

    /// `3 runs`, `1 run in 10 repetitions`.
    var number: String {
        "\(runs.count) run\(runs.count == 1 ? "" : "s")" + (isRepeated ? " in \(repetitions) repetitions" : "")
    }

    /// `1 fail, 2 pass`: worst first.
    var counts: String {
        let verdicts = runs.map(\.verdict)
        let counts = Verdict.byWeight.map { verdict in (verdict, verdicts.count { $0 == verdict }) }
        return counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0.rawValue)" }.joined(separator: ", ")
    }

    /// Headings, and which side their cells stand on.
    var columns: [(heading: String, isRight: Bool)] {
        [("verdict", false), ("run", false), ("clock", false)]
            + (isRepeated ? [("passed", true), ("chance to pass", true)] : [])
            + [("failed", true), ("time", true), ("why", false)]
    }

    /// The row of a run: of its repetitions the first that came to the worst.
    func cells(of run: RepeatedRun) -> [String] {
        let result = run.worst
        let judged = result.expectations.count
        let failed = result.expectations.count { $0.verdict == .fail || $0.verdict == .error }
        let time = result.nodes.isEmpty ? "-" : TimeText(result.durationNanoseconds).text
        return [result.verdict.rawValue, run.name, result.clock] + (isRepeated ? [run.passed, run.chance] : [])
            + [judged == 0 ? "-" : "\(failed) of \(judged)", time, Self.why(result)]
    }

    /// What to look for first in a run that did not pass: how it ended, the expectation that failed, or what is lacking.
    private static func why(_ result: RunResult) -> String {
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
}
