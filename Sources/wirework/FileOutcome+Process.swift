import Foundation
import LinuxNet

// Outcomes that come from another process.

extension FileOutcome {
    /// The outcome, for the process that reads it.
    var message: [UInt8] {
        // Nothing in it can be refused: it has no number with a fraction.
        (try? JSONEncoder().encode(self)).map(Array.init) ?? []
    }

    /// What a process said before it ended, or why it said nothing.
    ///
    /// - Parameters:
    ///   - message: What it said.
    ///   - run: What it was to do.
    ///   - ending: How it ended.
    ///   - signal: The signal that this process has got; it ends all runs.
    init(
        reading message: [UInt8], of run: PlannedRun, _ ending: ChildProcess.Ending, interruptedBy signal: Int32?
    ) {
        if let outcome = try? JSONDecoder().decode(FileOutcome.self, from: Data(message)) {
            self = outcome
        } else if let signal {
            self.init(interrupted: run, bySignal: signal)
        } else {
            switch ending {
            case .signal(let number): self.init(crashed: run, "its process was ended by signal \(number)")
            case .status(let status): self.init(crashed: run, "its process ended with status \(status)")
            case .timeout: self.init(crashed: run, "its process did not end")
            }
        }
    }
}
