import Lab
import Results
import ScenarioFile

/// What came of one file: every file has a result in the reports, also one that could not be run.
struct FileOutcome {
    let result: RunResult
    let status: ExitStatus
    /// Whether there is anything in the result but the reason why there is nothing.
    let hasRun: Bool

    /// A signal ended it, and with it the command.
    var isInterrupted: Bool { result.ended == .interrupted }

    /// A run that came to a verdict.
    ///
    /// A result does not say which signal ended it, where one did; the one that people send is taken.
    init(_ result: RunResult) {
        let captured: ExitStatus = result.capture?.failure == nil ? .passed : .host
        self.init(result, .worst(of: [ExitStatus(result), captured]), hasRun: true)
    }

    /// A run that did not begin, because a file for it could not be written.
    init(_ scenario: Scenario, _ error: FileError) {
        self.init(Self.empty(scenario, error.description), .usage, hasRun: false)
    }

    /// A run that came to none.
    init(_ scenario: Scenario, _ error: LabError) {
        var result = Self.empty(scenario, error.description)
        switch error.kind {
        case .host:
            self.init(result, .host, hasRun: false)
        case .interrupted(let number):
            result.ended = .interrupted
            self.init(error.result ?? result, .interrupted(bySignal: number), hasRun: error.result != nil)
        case .internalError:
            self.init(result, .internalError, hasRun: false)
        }
    }

    private static func empty(_ scenario: Scenario, _ reason: String) -> RunResult {
        var result = RunResult(
            scenario: scenario.name, id: scenario.id,
            parameters: scenario.parameters.map { NamedText($0.name, $0.value) }, seed: scenario.seed,
            clock: scenario.clock.rawValue)
        result.warnings = scenario.warnings.map(\.description) + [reason]
        return result
    }

    /// A file that is no scenario; `command` says what is known of the run nevertheless.
    static func broken(_ file: String, _ command: RunCommand) -> FileOutcome {
        var result = RunResult(
            scenario: file, id: file, parameters: command.parameters.assignments.map { NamedText($0.name, $0.value) },
            seed: command.seed ?? 1, clock: (command.clock ?? .real).rawValue)
        result.warnings = ["the file could not be read as a scenario"]
        return FileOutcome(result, .usage, hasRun: false)
    }

    private init(_ result: RunResult, _ status: ExitStatus, hasRun: Bool) {
        self.result = result
        self.status = status
        self.hasRun = hasRun
    }
}
