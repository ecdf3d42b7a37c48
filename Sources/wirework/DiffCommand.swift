import ArgumentParser
import Lab
import Reports

/// `wirework diff`: where two runs part.
struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Show the first event in which two recorded runs differ.",
        discussion: """
            `wirework run FILE --record PATH` records a run in virtual time.

            Exit status: 0 the runs are alike; 1 they differ; 2 a file is no record, or ends before a difference.
            """)

    @Argument(help: ArgumentHelp("A record.", valueName: "run"))
    var first: String

    @Argument(help: ArgumentHelp("Another record.", valueName: "run"))
    var second: String

    func run() throws {
        var console = Console()
        do {
            let difference = try RecordComparison.compare(first, second)
            console.write(DifferenceReport.text(difference, color: console.wantsColor))
            try console.finish(difference.parting == nil ? .passed : .failed)
        } catch let error as RecordError {
            console.complain(error.description)
            throw ExitStatus.usage
        }
    }
}
