import Lab
import Results
import ScenarioFile

/// What came of one run of a file: each has a result in the reports, also one that could not be run.
struct FileOutcome: Codable {
    private(set) var result: RunResult
    private(set) var status: ExitStatus
    /// Whether there is anything in the result but the reason why there is nothing.
    let hasRun: Bool
    /// What is to be said of it on standard error.
    private(set) var diagnostics: [String] = []

    /// A signal ended it, and with it the command.
    var isInterrupted: Bool { result.ended == .interrupted }

    /// Makes a run.
    ///
    /// - Parameters:
    ///   - run: The run.
    ///   - isStrict: Whether what the host makes the file leave out is a fault.
    ///   - preparation: What all runs of the command share.
    init(running run: PlannedRun, isStrict: Bool, _ preparation: RunPreparation) {
        let scenario = run.scenario
        guard scenario.skipReason == nil else {
            self.init(skipping: run, isStrict: isStrict)
            return
        }
        let options: RunOptions
        do {
            options = try preparation.options(for: run.files)
        } catch {
            self.init(run, error)
            return
        }
        let start = ContinuousClock.now
        do {
            var result = try LabRunner.run(scenario, options: options)
            result.elapsedNanoseconds = Self.nanoseconds(since: start)
            result.goldens = result.goldens.map(Self.written)
            let isIncomplete = isStrict && !result.skipped.isEmpty
            let isCut =
                result.capture?.failure != nil || result.record?.failure != nil
                || result.goldens.contains { $0.failure != nil }
            self.init(
                result, of: run,
                .worst(of: [ExitStatus(result)] + (isIncomplete || isCut ? [.host] : [])), hasRun: true)
        } catch {
            self.init(run, error)
        }
    }

    /// A run that `when` leaves out.
    private init(skipping run: PlannedRun, isStrict: Bool) {
        let scenario = run.scenario
        var result = scenario.emptyResult
        result.verdict = .skip
        result.skipped = ["the run: \(scenario.skipReason ?? "")"] + scenario.skipped
        result.warnings = scenario.warnings.map(\.description)
        self.init(result, of: run, isStrict ? .host : .passed, hasRun: true)
    }

    /// A run that did not begin, because a file of its own could not be written.
    private init(_ run: PlannedRun, _ error: FileError) {
        var result = run.scenario.emptyResult
        result.warnings = run.scenario.warnings.map(\.description) + [error.description]
        self.init(result, of: run, .usage, hasRun: false)
        diagnostics = [Console.complaint(error.description)]
    }

    /// A run that came to no result.
    ///
    /// A result does not say which signal ended it, where one did; the one that people send is taken.
    private init(_ run: PlannedRun, _ error: LabError) {
        let warnings = run.scenario.warnings.map(\.description)
        var result = run.scenario.emptyResult
        result.warnings = warnings + [error.description]
        switch error.kind {
        case .host:
            self.init(result, of: run, .host, hasRun: false)
        case .interrupted(let number):
            result.ended = .interrupted
            self.init(error.result ?? result, of: run, .interrupted(bySignal: number), hasRun: error.result != nil)
        case .internalError:
            self.init(result, of: run, .internalError, hasRun: false)
        }
        diagnostics = warnings + [Console.complaint("\(run.scenario.reference): \(error)")]
    }

    /// A run that a signal ended without a result.
    init(interrupted run: PlannedRun, bySignal number: Int32) {
        var result = run.scenario.emptyResult
        result.ended = .interrupted
        self.init(result, of: run, .interrupted(bySignal: number), hasRun: false)
        diagnostics = [Console.complaint("\(run.scenario.reference): interrupted by signal \(number)")]
    }

    /// A run whose process has gone without a result.
    init(crashed run: PlannedRun, _ reason: String) {
        var result = run.scenario.emptyResult
        result.warnings = [reason]
        self.init(result, of: run, .internalError, hasRun: false)
        diagnostics = [Console.complaint("\(run.scenario.reference): \(reason)")]
    }

    /// A run that this host has no process for.
    init(unstarted run: PlannedRun, _ reason: String) {
        var result = run.scenario.emptyResult
        result.warnings = [reason]
        self.init(result, of: run, .host, hasRun: false)
        diagnostics = [Console.complaint("\(run.scenario.reference): \(reason)")]
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

    private init(_ result: RunResult, of run: PlannedRun, _ status: ExitStatus, hasRun: Bool) {
        var result = result
        result.file = run.scenario.file
        result.repetition = run.repetition
        result.command = run.command
        self.init(result: result, status: status, hasRun: hasRun)
    }

    private init(result: RunResult, status: ExitStatus, hasRun: Bool) {
        self.result = result
        self.status = status
        self.hasRun = hasRun
    }

    /// Holds a repetition of a virtual run against the first: nothing but the file has a say in it.
    mutating func compare(with first: RunResult) {
        guard let fault = result.disagreement(with: first) else { return }
        result.verdict = .error
        result.warnings.append(fault)
        status = .worst(of: [status, .internalError])
        diagnostics.append(Console.complaint("\(result.title): \(fault)"))
    }

    /// Writes what `--bless` asks for; its folder is made if it is not there.
    private static func written(_ golden: GoldenFile) -> GoldenFile {
        var golden = golden
        do throws(FileError) {
            if let slash = golden.path.lastIndex(of: "/"), slash != golden.path.startIndex {
                FileContents.makeFolder(String(golden.path[..<slash]))
            }
            try OutputFile(golden.path).replaceContents(with: golden.bytes)
        } catch {
            golden.failure = error.description
        }
        golden.bytes = []
        return golden
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
    var reference: String { id == name ? file : "\(file): \(id)" }
}
