import ScenarioFile

/// Something that a command has to run, or to say of a file.
enum RunEntry {
    /// A file that is no scenario.
    case invalid(FileOutcome)
    case run(PlannedRun)

    /// What people call it.
    var title: String {
        switch self {
        case .invalid(let outcome): outcome.result.title
        case .run(let run): run.repetition.map { "\(run.scenario.id) #\($0)" } ?? run.scenario.id
        }
    }
}

/// A run that is to be made.
struct PlannedRun {
    let scenario: Scenario
    /// From 1; nil: there is one.
    let repetition: Int?
    /// The command line that makes this run alone.
    let command: String
    /// What it writes beside its result.
    var files = RunFiles()
}

/// All that the files of a command come to, in their order.
struct RunList {
    private(set) var entries: [RunEntry]
    /// How many runs the files have, without repetitions, in all shards.
    let total: Int

    /// - Parameters:
    ///   - files: What was read of each.
    ///   - parameters: What they were read with.
    ///   - shard: The part of the runs that is wanted; nil: all of them.
    ///   - repetitions: How often each run is made; nil: once, and not called a repetition.
    init(
        _ files: [(path: String, contents: Result<LoadedScenarios, InvalidFile>)], _ parameters: ParameterOptions,
        shard: Shard?, repetitions: Int?
    ) {
        var entries: [RunEntry] = []
        var total = 0
        for (path, contents) in files {
            let loaded: LoadedScenarios
            do {
                loaded = try contents.get()
            } catch {
                entries.append(.invalid(FileOutcome(path, error, parameters)))
                continue
            }
            for scenario in loaded.runs {
                defer { total += 1 }
                guard shard?.contains(total) ?? true else { continue }
                let command = parameters.command(for: scenario, of: path, keys: loaded.keys.map(\.name))
                for repetition in 1...(repetitions ?? 1) {
                    let run = PlannedRun(
                        scenario: scenario, repetition: repetitions.map { _ in repetition }, command: command)
                    entries.append(.run(run))
                }
            }
        }
        self.entries = entries
        self.total = total
    }

    /// The runs among them.
    var runs: [PlannedRun] {
        entries.compactMap { if case .run(let run) = $0 { run } else { nil } }
    }

    /// Says of each run where it writes what.
    mutating func assign(_ captures: RunPaths?, _ records: RunPaths?) {
        var (captures, records) = (captures, records)
        entries = entries.map { entry in
            guard case .run(var run) = entry else { return entry }
            run.files = RunFiles(capture: captures?.path(for: run), record: records?.path(for: run))
            return .run(run)
        }
    }
}

extension ParameterOptions {
    /// The command line that makes one run of a file, and means the same run: its random streams too.
    fileprivate func command(for scenario: Scenario, of path: String, keys: [String]) -> String {
        let fixed = Set(assignments.map(\.name))
        let selected = scenario.parameters.filter { keys.contains($0.name) && !fixed.contains($0.name) }
        var words = ["wirework", "run", path]
        words += clock.map { ["--clock", $0.rawValue] } ?? []
        words += seed.map { ["--seed", String($0)] } ?? []
        words += assignments.flatMap { ["--set", "\($0.name)=\($0.value)"] }
        words += selected.flatMap { ["--only", "\($0.name)=\($0.value)"] }
        return words.map(ShellWord.quote).joined(separator: " ")
    }
}
