import Lab
import ScenarioFile

/// What all runs of a command share.
struct RunPreparation {
    /// `--bless`.
    var isBlessing = false
    private let host: HostPreparation

    /// Makes of this process what the runs need: all plans are known by now, and nothing has started a thread.
    init(for runs: [Scenario]) {
        host = HostPreparation(for: runs.filter { $0.skipReason == nil })
    }

    /// What a run needs to know beyond its file.
    func options(for files: RunFiles) throws(FileError) -> RunOptions {
        var options = RunOptions()
        options.host = host
        options.isBlessing = isBlessing
        options.capture = if let path = files.capture { try CaptureTarget(opening: path) } else { nil }
        options.record = if let path = files.record { try CaptureTarget(opening: path) } else { nil }
        return options
    }
}

/// What a run writes beside its result.
struct RunFiles {
    /// Paths; nil: that was not asked for.
    var capture: String?
    var record: String?
}
