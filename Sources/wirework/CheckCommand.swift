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
        for file in files {
            guard let scenario = parameters.load(file, console) else {
                status = .usage
                continue
            }
            for warning in scenario.warnings { console.diagnose(warning.description) }
            console.write("\(file): ok, \(Self.contents(of: scenario))\n")
        }
        try console.finish(status)
    }

    private static func contents(of scenario: Scenario) -> String {
        let counts = [
            (scenario.nodes.count, "node"), (scenario.links.count, "link"), (scenario.flows.count, "flow"),
            (scenario.expectations.count, "expectation"),
        ]
        return counts.map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }.joined(separator: ", ")
    }
}
