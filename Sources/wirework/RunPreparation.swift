import Lab
import ScenarioFile

/// What all runs of a command share.
struct RunPreparation {
    /// Where they are captured, if that was asked for.
    var capture: CaptureRequest?
    private let host: HostPreparation

    /// Makes of this process what the runs need: all plans are known by now, and nothing has started a thread.
    init(for runs: [Scenario]) {
        host = HostPreparation(for: runs.filter { $0.skipReason == nil })
    }

    /// What a run needs to know beyond its file.
    mutating func options(for run: PlannedRun) throws(FileError) -> RunOptions {
        var options = RunOptions()
        options.host = host
        options.capture = try capture?.target(for: run)
        return options
    }
}
