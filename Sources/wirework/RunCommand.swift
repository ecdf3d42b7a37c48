import ArgumentParser
import Lab
import Reports
import Results
import ScenarioFile

/// `wirework run`: scenarios in, verdicts out.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run scenarios and judge them.",
        discussion: """
            A file with a matrix has a run for each of its combinations. A summary goes to standard output. With `-` as a \
            report's path the report takes its place, and the summary goes to standard error.

            With --repeat the table at the end says how often each run has passed, and how likely it does (95 %); of \
            repetitions the first of each verdict is shown. In virtual time all have one fingerprint, or it is an error.
            """)

    @Argument(help: ArgumentHelp("Scenario files.", valueName: "file"))
    var files: [String]

    @OptionGroup
    var parameters: ParameterOptions

    @Option(
        help: ArgumentHelp(
            "Take every Nth run of all files, from the Kth on: shards 1/N to N/N together are all runs.",
            valueName: "k/n"),
        transform: Shard.init(argument:))
    var shard: Shard?

    @Option(
        name: .customLong("repeat"), help: ArgumentHelp("Make each run so many times.", valueName: "n"),
        transform: Self.repetitions)
    var repetitions: Int?

    @Option(
        help: ArgumentHelp(
            "Make up to N runs side by side; without it as many virtual runs as there are cores, and those in real time "
                + "each alone.", valueName: "n"),
        transform: Self.jobs)
    var jobs: Int?

    @Flag(help: "Exit with status 3 where `when` leaves something out.")
    var strict = false

    @Flag(help: "Write the captures that `pcap` expectations compare with, from what arrives in this run.")
    var bless = false

    @Option(
        name: .customLong("report"),
        help: ArgumentHelp(
            "Write a report: json, junit, tap, markdown or text; `-` is standard output.", valueName: "format=path"),
        transform: ReportRequest.init(argument:))
    var reports: [ReportRequest] = []

    @Option(
        help: ArgumentHelp(
            "Write all frames, and the datagrams of tunnels, as pcapng; several runs write PATH with their ids in it.",
            valueName: "path"))
    var capture: String?

    @Option(
        help: ArgumentHelp(
            "Write all events of a virtual run, for `wirework diff`; several runs write PATH with their ids in it.",
            valueName: "path"))
    var record: String?

    func validate() throws {
        guard standardOutputs <= 1 else {
            throw ValidationError("only one report can go to standard output")
        }
    }

    /// How much is to go to standard output in place of the summary.
    private var standardOutputs: Int {
        reports.count(where: \.isStandardOutput) + [capture, record].count { $0 == "-" }
    }

    func run() throws {
        var console = Console(results: standardOutputs > 0 ? .error : .output)
        let writer: ReportWriter
        do {
            writer = try ReportWriter(reports)
        } catch {
            console.complain(error.description)
            throw ExitStatus.usage
        }
        let contents = files.map { (path: $0, contents: load($0, console)) }
        var list = RunList(contents, parameters, shard: shard, repetitions: repetitions)
        if let shard, list.entries.isEmpty { console.write("shard \(shard): none of \(list.total) runs is in it\n") }
        let runs = list.runs
        var preparation = RunPreparation(for: runs.map(\.scenario))
        preparation.isBlessing = bless
        try check(runs, console)
        let isShared = files.count > 1 || list.total > 1 || runs.count > 1
        list.assign(
            capture.map { RunPaths($0, isShared: isShared) }, record.map { RunPaths($0, isShared: isShared) })
        var session = RunSession(list.entries, limit: JobLimit(wanted: jobs), isStrict: strict, preparation)
        session.run(&console)
        let outcomes = session.outcomes
        let results = outcomes.map(\.result)
        if results.count > 1 {
            let summary = TextReport.summary(results, color: console.wantsColor)
            console.write(session.hasShown ? "\n" + summary : summary)
        }
        let reported = writer.write(results, &console)
        if let interruption = session.interruption { throw interruption }
        try console.finish(.worst(of: outcomes.map(\.status) + [reported]))
    }

    /// Refuses files that the runs cannot write.
    private func check(_ runs: [PlannedRun], _ console: Console) throws {
        guard runs.count <= 1 || ![capture, record].contains("-") else {
            let word = capture == "-" ? "captured" : "recorded"
            console.complain("only one run can be \(word) to standard output, and there are \(runs.count)")
            throw ExitStatus.usage
        }
        if bless, let path = Self.firstSharedCapture(of: runs.map(\.scenario)) {
            console.complain(
                "--bless: several runs or lines would write \(path); --only chooses a run, and a parameter in `equals` "
                    + "gives each its own")
            throw ExitStatus.usage
        }
        let real = runs.first { $0.scenario.clock == .real && $0.scenario.skipReason == nil }
        if record != nil, let real {
            console.complain(
                "--record: \(real.scenario.reference) is a run in real time, which is never the same twice; "
                    + "--clock virtual makes it one that is")
            throw ExitStatus.usage
        }
    }

    private func load(_ file: String, _ console: Console) -> Result<LoadedScenarios, InvalidFile> {
        do {
            return .success(try parameters.load(file, console, isBlessing: bless))
        } catch {
            return .failure(error)
        }
    }

    /// A capture that more than one line of what is to be run compares with.
    private static func firstSharedCapture(of scenarios: [Scenario]) -> String? {
        var known: Set<String> = []
        return scenarios.filter { $0.skipReason == nil }.flatMap(\.expectedCaptures).first {
            !known.insert($0).inserted
        }
    }

    /// All results are kept until the end.
    private static let mostRepetitions = 1_000_000

    /// Each is a process.
    private static let mostJobs = 1000

    @Sendable
    private static func repetitions(_ argument: String) throws -> Int { try number(argument, upTo: mostRepetitions) }

    @Sendable
    private static func jobs(_ argument: String) throws -> Int { try number(argument, upTo: mostJobs) }

    private static func number(_ argument: String, upTo most: Int) throws -> Int {
        guard let number = Int(argument), (1...most).contains(number) else {
            throw ValidationError("expected a number from 1 to \(most), found `\(argument)`")
        }
        return number
    }
}
