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

    @Option(
        help: ArgumentHelp(
            "Write all frames, and the datagrams of tunnels, as pcapng; several runs write PATH with their ids in it.",
            valueName: "path"))
    var capture: String?

    func validate() throws {
        guard reports.count(where: \.isStandardOutput) + (capture == "-" ? 1 : 0) <= 1 else {
            throw ValidationError("only one report can go to standard output")
        }
        guard capture != "-" || files.count == 1 else {
            throw ValidationError("only one run can be captured to standard output")
        }
    }

    func run() throws {
        let usesStandardOutput = capture == "-" || reports.contains { $0.isStandardOutput }
        var console = Console(results: usesStandardOutput ? .error : .output)
        let writer: ReportWriter
        do {
            writer = try ReportWriter(reports)
        } catch {
            console.complain(error.description)
            throw ExitStatus.usage
        }
        let plans = files.map { plan(of: $0, console) }
        var captures = capture.map { CaptureRequest($0, isShared: files.count > 1) }
        // The one place for it: all plans are known, and nothing has started a thread.
        let host = HostPreparation(for: plans.compactMap(\.self))
        var outcomes: [FileOutcome] = []
        for (file, plan) in zip(files, plans) {
            let outcome = outcome(of: file, plan, host, &captures, console)
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

    /// The scenario of a file, with what the command line says; nil after the reasons have gone to standard error.
    private func plan(of file: String, _ console: Console) -> Scenario? {
        guard var scenario = parameters.load(file, console) else { return nil }
        if let clock { scenario.clock = clock }
        if let seed { scenario.seed = seed }
        return scenario
    }

    private func outcome(
        of file: String, _ plan: Scenario?, _ host: HostPreparation, _ captures: inout CaptureRequest?,
        _ console: Console
    ) -> FileOutcome {
        guard let scenario = plan else { return .broken(file, self) }
        var options = RunOptions()
        options.host = host
        do {
            options.capture = try captures?.target(forRun: scenario.id)
        } catch {
            console.complain(error.description)
            return FileOutcome(scenario, error)
        }
        do {
            return FileOutcome(try LabRunner.run(scenario, options: options))
        } catch {
            for warning in scenario.warnings { console.diagnose(warning.description) }
            console.complain("\(file): \(error)")
            return FileOutcome(scenario, error)
        }
    }
}
