import Reports
import Results

/// The runs of a command: each is shown as soon as all that stand before it have been.
struct RunSession {
    /// What came of those that were made, in the order of the files.
    private(set) var outcomes: [FileOutcome] = []
    private let isStrict: Bool
    private var preparation: RunPreparation
    private var progress: ProgressLine?
    private var shown = ShownRepetitions()
    /// The first repetition of the run whose repetitions come now.
    private var first: RunResult?
    private var hasWritten = false

    /// - Parameters:
    ///   - isStrict: Whether what the host makes a file leave out is a fault.
    ///   - preparation: What all runs share.
    init(isStrict: Bool, _ preparation: RunPreparation) {
        self.isStrict = isStrict
        self.preparation = preparation
    }

    /// A signal ended the last of them, and with it the command.
    var isInterrupted: Bool { outcomes.last?.isInterrupted ?? false }

    /// Whether any of them has shown more than why there is nothing to show.
    var hasShown: Bool { hasWritten }

    /// Makes the runs, one after the other; what comes of one is shown before the next begins.
    mutating func run(_ entries: [RunEntry], _ console: inout Console) {
        progress = ProgressLine(total: entries.count)
        for entry in entries {
            progress?.show(outcomes.count)
            switch entry {
            case .invalid(let outcome): take(outcome, &console)
            case .run(let run): take(FileOutcome(running: run, isStrict: isStrict, &preparation), &console)
            }
            if isInterrupted { break }
        }
        progress?.erase()
    }

    private mutating func take(_ outcome: FileOutcome, _ console: inout Console) {
        var outcome = outcome
        if outcome.result.repetition == 1 {
            first = outcome.result
        } else if outcome.result.repetition != nil, let first {
            outcome.compare(with: first)
        }
        outcomes.append(outcome)
        let isShown = shown.shows(outcome.result) && outcome.hasRun
        guard isShown || !outcome.diagnostics.isEmpty else { return }
        progress?.erase()
        for diagnostic in outcome.diagnostics { console.diagnose(diagnostic) }
        guard isShown else { return }
        let text = TextReport.render(outcome.result, color: console.wantsColor)
        console.write(hasWritten ? "\n" + text : text)
        hasWritten = true
    }
}
