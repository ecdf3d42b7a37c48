import LinuxNet
import Reports
import Results

/// The runs of a command: each is shown as soon as all that stand before it have been.
struct RunSession {
    /// What came of those that were made, in the order of the files.
    private(set) var outcomes: [FileOutcome] = []
    /// What they are made of.
    let entries: [RunEntry]
    let isStrict: Bool
    let preparation: RunPreparation
    private let limit: JobLimit
    private var progress: ProgressLine?
    private var shown = ShownRepetitions()
    /// The first repetition of the run whose repetitions come now.
    private var first: RunResult?
    /// Whether any run has shown more than why there is nothing to show.
    private(set) var hasShown = false

    /// - Parameters:
    ///   - entries: The runs.
    ///   - limit: How many may be made side by side.
    ///   - isStrict: Whether what the host makes a file leave out is a fault.
    ///   - preparation: What all runs share.
    init(_ entries: [RunEntry], limit: JobLimit, isStrict: Bool, _ preparation: RunPreparation) {
        self.entries = entries
        self.limit = limit
        self.isStrict = isStrict
        self.preparation = preparation
        progress = ProgressLine(total: entries.count)
    }

    /// What the command ends with, if a signal has ended it.
    var interruption: ExitStatus? { outcomes.first(where: \.isInterrupted)?.status }

    /// Makes the runs.
    mutating func run(_ console: inout Console) {
        let count = entries.count { if case .run = $0 { true } else { false } }
        // A copy of a process with threads is none (fork(2)).
        if limit.usesProcesses(for: count), RootlessSwitch.threadCount == 1, let pool = try? WorkerPool() {
            var runs = ParallelRuns(pool: pool, limit: limit)
            runs.run(&self, &console)
        } else {
            for entry in entries where interruption == nil {
                switch entry {
                case .invalid(let outcome): take(outcome, &console)
                case .run(let run): take(make(run), &console)
                }
            }
        }
        progress?.erase()
        tellWhatIsLeft(console)
    }

    func make(_ run: PlannedRun) -> FileOutcome { FileOutcome(running: run, isStrict: isStrict, preparation) }

    /// Shows what came of the next run.
    mutating func take(_ outcome: FileOutcome, _ console: inout Console) {
        var outcome = outcome
        if outcome.result.repetition == 1 {
            first = outcome.result
        } else if outcome.result.repetition != nil, let first {
            outcome.compare(with: first)
        }
        outcomes.append(outcome)
        let isShown = outcome.hasRun && shown.shows(outcome.result)
        if isShown || !outcome.diagnostics.isEmpty {
            progress?.erase()
            for diagnostic in outcome.diagnostics { console.diagnose(diagnostic) }
        }
        if isShown {
            let text = TextReport.render(outcome.result, color: console.wantsColor)
            console.write(hasShown ? "\n" + text : text)
            hasShown = true
        }
        progress?.show(outcomes.count)
    }

    /// What a signal has kept from being run.
    private func tellWhatIsLeft(_ console: Console) {
        let left = entries.dropFirst(outcomes.count).map(\.title)
        guard interruption != nil, !left.isEmpty else { return }
        let names = left.prefix(Self.shownTitles).joined(separator: ", ")
        let more = left.count > Self.shownTitles ? " and \(left.count - Self.shownTitles) more" : ""
        console.complain("\(left.count) of \(entries.count) runs were not begun: \(names)\(more)")
    }

    private static let shownTitles = 5
}
