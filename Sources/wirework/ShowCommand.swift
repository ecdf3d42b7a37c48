import ArgumentParser
import ScenarioFile

/// `wirework show`: the file with nothing left implicit.
struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print a scenario as resolved, with nothing left implicit.")

    @Argument(help: ArgumentHelp("A scenario file.", valueName: "file"))
    var file: String

    @OptionGroup
    var parameters: ParameterOptions

    func run() throws {
        var console = Console()
        guard let scenario = parameters.load(file, console) else { throw ExitStatus.usage }
        for warning in scenario.warnings { console.diagnose(warning.description) }
        console.write(ScenarioRenderer.show(scenario))
        try console.finish(.passed)
    }
}
