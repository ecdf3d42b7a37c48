import Foundation
import LinuxNet

// Outcomes that come from another process.

extension FileOutcome {
    /// Outcomes, for the process that reads them.
    static func message(_ outcomes: [FileOutcome]) -> [UInt8] {
        // Nothing in them can be refused: they have no number with a fraction.
        (try? JSONEncoder().encode(outcomes)).map(Array.init) ?? []
    }

    /// What such a message says; nil: the process has gone before it had said all.
    static func outcomes(of message: [UInt8]) -> [FileOutcome]? {
        try? JSONDecoder().decode([FileOutcome].self, from: Data(message))
    }

    /// A run whose process has said nothing of it.
    ///
    /// - Parameters:
    ///   - run: The run.
    ///   - ending: How the process ended.
    ///   - signal: What has ended all runs; those in virtual time are killed for it. Nil: nothing did.
    init(silent run: PlannedRun, _ ending: ChildProcess.Ending, interruptedBy signal: Int32?) {
        if let signal, [.signal(signal), .signal(SIGKILL)].contains(ending) {
            self.init(interrupted: run, bySignal: signal)
            return
        }
        switch ending {
        case .signal(let number): self.init(crashed: run, "its process was ended by signal \(number)")
        case .status(let status): self.init(crashed: run, "its process ended with status \(status)")
        case .timeout: self.init(crashed: run, "its process did not end")
        }
    }
}
