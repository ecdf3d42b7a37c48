import Lab
import Results
import ScenarioFile

/// What came of one run of a file: each has a result in the reports, also one that could not be run.
struct FileOutcome {
    let result: RunResult
    let status: ExitStatus
    /// Whether there is anything in the result but the reason why there is nothing.
    let hasRun: Bool

    /// A signal ended it, and with it the command.
    var isInterrupted: Bool { result.ended == .interrupted }

    /// Runs a scenario.
    ///
    /// - Parameters:
    ///   - scenario: The run.
    ///   - isStrict: Whether what the host makes the file leave out is a fault.
    ///   - preparation: What all runs of the command share.
    ///   - console: Where it is said why there is no result.
    init(running scenario: Scenario, isStrict: Bool, _ preparation: inout RunPreparation, _ console: Console) {
        guard scenario.skipReason == nil else {
            self.init(skipping: scenario, isStrict: isStrict)
            return
        }
        let options: RunOptions
        do {
            options = try preparation.options(for: scenario)
        } catch {
            console.complain(error.description)
            self.init(scenario, error)
            return
        }
        let start = ContinuousClock.now
        do {
            var result = try LabRunner.run(scenario, options: options)
            result.elapsedNanoseconds = Self.nanoseconds(since: start)
            let isIncomplete = isStrict && !result.skipped.isEmpty
            let isCut = result.capture?.failure != nil
            self.init(
                result, of: scenario,
                .worst(of: [ExitStatus(result)] + (isIncomplete || isCut ? [.host] : [])), hasRun: true)
        } catch {
            for warning in scenario.warnings { console.diagnose(warning.description) }
            console.complain("\(scenario.reference): \(error)")
            self.init(scenario, error)
        }
    }

    /// A run that `when` leaves out.
    private init(skipping scenario: Scenario, isStrict: Bool) {
        var result = scenario.emptyResult
        result.verdict = .skip
        result.skipped = ["the run: \(scenario.skipReason ?? "")"] + scenario.skipped
        result.warnings = scenario.warnings.map(\.description)
        self.init(result, of: scenario, isStrict ? .host : .passed, hasRun: true)
    }

    /// A run that did not begin, because a file of its own could not be written.
    private init(_ scenario: Scenario, _ error: FileError) {
        var result = scenario.emptyResult
        result.warnings = scenario.warnings.map(\.description) + [error.description]
        self.init(result, of: scenario, .usage, hasRun: false)
    }

    /// A run that came to no result.
    ///
    /// A result does not say which signal ended it, where one did; the one that people send is taken.
    private init(_ scenario: Scenario, _ error: LabError) {
        var result = scenario.emptyResult
        result.warnings = scenario.warnings.map(\.description) + [error.description]
        switch error.kind {
        case .host:
            self.init(result, of: scenario, .host, hasRun: false)
        case .interrupted(let number):
            result.ended = .interrupted
            self.init(
                error.result ?? result, of: scenario, .interrupted(bySignal: number), hasRun: error.result != nil)
        case .internalError:
            self.init(result, of: scenario, .internalError, hasRun: false)
        }
    }

    /// A file that is no scenario; `options` say what is known of the run nevertheless.
    init(_ file: String, _ invalid: InvalidFile, _ options: ParameterOptions) {
        var result = RunResult(
            scenario: file, id: file, parameters: options.assignments.map { NamedText($0.name, $0.value) },
            seed: options.seed ?? 1, clock: (options.clock ?? .real).rawValue)
        result.file = file
        result.warnings = invalid.reasons
        self.init(result: result, status: .usage, hasRun: false)
    }

    private init(_ result: RunResult, of scenario: Scenario, _ status: ExitStatus, hasRun: Bool) {
        var result = result
        result.file = scenario.file
        self.init(result: result, status: status, hasRun: hasRun)
    }

    private init(result: RunResult, status: ExitStatus, hasRun: Bool) {
        self.result = result
        self.status = status
        self.hasRun = hasRun
    }

    private static func nanoseconds(since start: ContinuousClock.Instant) -> Int64 {
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}

extension Scenario {
    /// A result with nothing in it but what the file says.
    fileprivate var emptyResult: RunResult {
        RunResult(
            scenario: name, id: id, parameters: parameters.map { NamedText($0.name, $0.value) }, seed: seed,
            clock: clock.rawValue)
    }

    /// The file, and which run of it where it has several.
    fileprivate var reference: String { id == name ? file : "\(file): \(id)" }
}
