import ArgumentParser
import Bench

/// `wirework bench`: what this machine does.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure this machine.",
        discussion: "Each case runs in turn with a yardstick on the same machine; the ratio of the two is the figure.")

    /// What can be measured.
    enum Case: String, CaseIterable, ExpressibleByArgument {
        case core
    }

    @Argument(help: "What to measure.")
    var cases: [Case] = [.core]

    @Option(help: ArgumentHelp("Also write the figures to a file; `-` is standard output.", valueName: "path"))
    var json: String?

    @Option(help: "How often each case runs beside its yardstick; medians are shown.")
    var pairs = 7

    func validate() throws {
        guard pairs >= 1 else { throw ValidationError("at least one pair is needed for a figure") }
    }

    func run() throws {
        var console = Console(results: json == "-" ? .error : .output)
        let file: ReportFile?
        do {
            file = if let json, json != "-" { try ReportFile(json) } else { nil }
        } catch {
            console.complain(error.description)
            throw ExitStatus.usage
        }
        #if DEBUG
        console.complain("this is a debug build; its figures say nothing about a release")
        #endif
        // There is one case so far, and naming it twice does not measure it twice.
        let report = BenchReport(results: CoreBench.run(pairs: pairs))
        console.write(report.table(color: console.wantsColor))
        if let file {
            do {
                try file.replaceContents(with: report.json)
            } catch {
                console.complain(error.description)
                throw ExitStatus.host
            }
        } else if json != nil {
            console.writeReport(report.json)
        }
        try console.finish(.passed)
    }
}
