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
            """)

    @Argument(help: ArgumentHelp("Scenario files.", valueName: "file"))
    var files: [String]

    @OptionGroup
    var parameters: ParameterOptions

    @Flag(help: "Exit with status 3 where `when` leaves something out.")
    var strict = false

    @Option(
        name: .customLong("report"),
        help: ArgumentHelp(
            "Write a report: json, junit or text; `-` is standard output.", valueName: "format=path"),
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
        let plans = files.map { load($0, console) }
        let runs = plans.flatMap { (try? $0.get()) ?? [] }
        var preparation = RunPreparation(for: runs)
        if let capture {
            guard capture != "-" || runs.count <= 1 else {
                console.complain("only one run can be captured to standard output, and there are \(runs.count)")
                throw ExitStatus.usage
            }
            preparation.capture = CaptureRequest(capture, isShared: files.count > 1 || runs.count > 1)
        }
        var outcomes: [FileOutcome] = []
        for (file, plan) in zip(files, plans) {
            run(file, plan, &preparation, &outcomes, &console)
            if outcomes.last?.isInterrupted == true { break }
        }
        let results = outcomes.map(\.result)
        if results.count > 1 {
            let summary = TextReport.summary(results, color: console.wantsColor)
            console.write(outcomes.contains { $0.hasRun } ? "\n" + summary : summary)
        }
        let reported = writer.write(results, &console)
        if let last = outcomes.last, last.isInterrupted { throw last.status }
        try console.finish(.worst(of: outcomes.map(\.status) + [reported]))
    }

    private func load(_ file: String, _ console: Console) -> Result<[Scenario], InvalidFile> {
        do {
            return .success(try parameters.load(file, console).runs)
        } catch {
            return .failure(error)
        }
    }

    /// Runs a file, one run after the other; what comes of one is shown before the next begins.
    private func run(
        _ file: String, _ plan: Result<[Scenario], InvalidFile>, _ preparation: inout RunPreparation,
        _ outcomes: inout [FileOutcome], _ console: inout Console
    ) {
        let runs: [Scenario]
        do {
            runs = try plan.get()
        } catch {
            outcomes.append(FileOutcome(file, error, parameters))
            return
        }
        for scenario in runs {
            let outcome = FileOutcome(running: scenario, isStrict: strict, &preparation, console)
            if outcome.hasRun {
                let text = TextReport.render(outcome.result, color: console.wantsColor)
                console.write(outcomes.contains { $0.hasRun } ? "\n" + text : text)
            }
            outcomes.append(outcome)
            if outcome.isInterrupted { return }
        }
    }
}
