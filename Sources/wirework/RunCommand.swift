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
            A summary goes to standard output. With `-` as a report's path the report takes its place, and the summary \
            goes to standard error.
            """)

    @Argument(help: ArgumentHelp("Scenario files.", valueName: "file"))
    var files: [String]

    @Option(help: "The kind of time, whatever the files say.")
    var clock: Scenario.Clock?

    @Option(help: "What every random stream derives from, whatever the files say.", transform: Seed.parse)
    var seed: UInt64?

    @OptionGroup
    var parameters: ParameterOptions

    @Option(
        name: .customLong("report"),
        help: ArgumentHelp("Write a report: json or text; `-` is standard output.", valueName: "format=path"),
        transform: ReportRequest.init(argument:))
    var reports: [ReportRequest] = []

    func validate() throws {
        guard reports.count(where: \.isStandardOutput) <= 1 else {
            throw ValidationError("only one report can go to standard output")
        }
    }

    func run() throws {
        var console = Console(results: reports.contains { $0.isStandardOutput } ? .error : .output)
        let writer: ReportWriter
        do {
            writer = try ReportWriter(reports)
        } catch {
            console.complain(error.description)
            throw ExitStatus.usage
        }
        var outcomes: [FileOutcome] = []
        for file in files {
            let outcome = outcome(of: file, console)
            if outcome.hasRun {
                let text = TextReport.render(outcome.result, color: console.wantsColor)
                console.write(outcomes.contains { $0.hasRun } ? "\n" + text : text)
            }
            outcomes.append(outcome)
            if outcome.isInterrupted { break }
        }
        let results = outcomes.map(\.result)
        if files.count > 1 {
            let summary = TextReport.summary(results, color: console.wantsColor)
            console.write(outcomes.contains { $0.hasRun } ? "\n" + summary : summary)
        }
        let reported = writer.write(results, &console)
        if let last = outcomes.last, last.isInterrupted { throw last.status }
        try console.finish(.worst(of: outcomes.map(\.status) + [reported]))
    }

    private func outcome(of file: String, _ console: Console) -> FileOutcome {
        guard var scenario = parameters.load(file, console) else { return .broken(file, self) }
        if let clock { scenario.clock = clock }
        if let seed { scenario.seed = seed }
        do {
            return FileOutcome(try LabRunner.run(scenario))
        } catch {
            for warning in scenario.warnings { console.diagnose(warning.description) }
            console.complain("\(file): \(error)")
            return FileOutcome(scenario, error)
        }
    }
}
