import ArgumentParser
import ScenarioFile

/// `wirework check`: whether files are scenarios.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Say what is wrong with scenario files, and run nothing.")

    @Argument(help: ArgumentHelp("Scenario files.", valueName: "file"))
    var files: [String]

    @OptionGroup
    var parameters: ParameterOptions

    func run() throws {
        var console = Console()
        var status = ExitStatus.passed
        for path in files {
            do {
                let file = try parameters.load(path, console)
                for warning in file.warnings { console.diagnose(warning.description) }
                console.write("\(path): ok, \(Self.contents(of: file))\n")
            } catch {
                status = .usage
            }
        }
        try console.finish(status)
    }

    /// What is in a file: of several runs, the largest numbers that one of them has.
    private static func contents(of file: LoadedScenarios) -> String {
        func most(_ count: (Scenario) -> Int) -> Int { file.runs.map(count).max() ?? 0 }
        let counts = [
            (most(\.nodes.count), "node"), (most(\.links.count), "link"), (most(\.flows.count), "flow"),
            (most(\.expectations.count), "expectation"),
        ]
        let isPart = file.runs.count < file.runCount
        let runs =
            file.runCount == 1
            ? [] : ["\(isPart ? "\(file.runs.count) of " : "")\(file.runCount) runs"]
        let skipped = file.runs.count { $0.skipReason != nil || !$0.skipped.isEmpty }
        let skips = skipped == 0 ? [] : [file.runs.count == 1 ? "some of it skipped" : "\(skipped) with skips"]
        let texts = counts.map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }
        return (runs + texts + skips).joined(separator: ", ")
    }
}
