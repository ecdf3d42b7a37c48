import ArgumentParser
import ScenarioFile

/// `wirework show`: the file with nothing left implicit.
struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print a scenario as resolved, with nothing left implicit.",
        discussion: """
            What is printed is a scenario file by itself, which means the same. Of a file with several runs one is \
            printed: `--only KEY=VALUE` says which.
            """)

    @Argument(help: ArgumentHelp("A scenario file.", valueName: "file"))
    var file: String

    @OptionGroup
    var parameters: ParameterOptions

    func run() throws {
        var console = Console()
        let loaded: LoadedScenarios
        do {
            loaded = try parameters.load(file, console)
        } catch {
            throw ExitStatus.usage
        }
        guard loaded.runs.count == 1 else {
            console.complain("\(file) has \(loaded.runs.count) runs; show prints one:")
            for run in loaded.runs.prefix(Self.mostListed) { console.diagnose("  \(run.id)") }
            if loaded.runs.count > Self.mostListed {
                console.diagnose("  and \(loaded.runs.count - Self.mostListed) more")
            }
            let keys = loaded.keys.map(\.name)
            let first = loaded.runs[0].parameters.filter { keys.contains($0.name) }
            let example = first.map { "--only \($0.name)=\($0.value)" }.joined(separator: " ")
            console.diagnose("choose one: \(example)")
            throw ExitStatus.usage
        }
        for warning in loaded.warnings { console.diagnose(warning.description) }
        for skipped in loaded.runs[0].skipped { console.diagnose("skipped: \(skipped)") }
        if let reason = loaded.runs[0].skipReason { console.diagnose("skipped: the run: \(reason)") }
        console.write(ScenarioRenderer.show(loaded.runs[0]))
        try console.finish(.passed)
    }

    private static let mostListed = 20
}
