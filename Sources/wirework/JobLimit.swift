import Foundation
import ScenarioFile

/// How many runs may be made side by side.
struct JobLimit {
    /// `--jobs N`; nil: as many virtual runs as there are cores, and runs in real time each alone, because runs that share the
    /// cores take time from each other, which real time shows.
    let wanted: Int?

    /// Whether runs are made in processes of their own at all.
    func usesProcesses(for count: Int) -> Bool { count > 1 && wanted != 1 }

    /// How many processes there may be at a time.
    var processes: Int { wanted ?? ProcessInfo.processInfo.activeProcessorCount }

    /// Whether a run may begin now.
    ///
    /// - Parameters:
    ///   - clock: Its clock.
    ///   - running: Those of the runs that have not ended.
    func allows(_ clock: Scenario.Clock, beside running: [Scenario.Clock]) -> Bool {
        if let wanted { return running.count < wanted }
        if clock == .real || running.contains(.real) { return running.isEmpty }
        return running.count < processes
    }
}
