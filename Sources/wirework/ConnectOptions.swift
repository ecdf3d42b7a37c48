import ArgumentParser
import NetdevOptions
import PatchPanel
import ScenarioFile

/// The options of `connect` as they are written.
///
/// They are texts, and not what they mean, because the parser of arguments would stop at the first one that is wrong.
struct ConnectOptions: ParsableArguments {
    @Option(help: ArgumentHelp("What the netdevs are wired to; two need nothing.", valueName: "hub|switch"))
    var via: String?

    @Option(
        name: .customLong("for"), help: ArgumentHelp("End after this time, such as 10s or 2min.", valueName: "time"))
    var duration: String?

    @Option(help: ArgumentHelp("Write all frames as pcapng; `-` is standard output.", valueName: "path"))
    var capture: String?

    @Option(help: ArgumentHelp("Write the counters: json=PATH; `-` is standard output.", valueName: "json=path"))
    var stats: String?

    /// What they mean for so many netdevs, or everything that is wrong with them.
    func settings(for count: NetdevCount) -> Result<ConnectSettings, InvalidArguments> {
        var mistakes: [Diagnostic] = []
        checkCount(count, &mistakes)
        let settings = ConnectSettings(
            via: via.flatMap { readVia($0, &mistakes) }, duration: duration.flatMap { readTime($0, &mistakes) },
            capture: capture, stats: stats.flatMap { readStats($0, &mistakes) })
        checkPaths(settings, &mistakes)
        return mistakes.isEmpty ? .success(settings) : .failure(InvalidArguments(diagnostics: mistakes))
    }

    private func checkCount(_ count: NetdevCount, _ mistakes: inout [Diagnostic]) {
        if count.all < 2 {
            let example = NetdevTable.types.first?.examples.first?.commandLine ?? ""
            mistakes.append(
                .argument(
                    "connect",
                    count.all == 0 ? "there are no netdevs; it takes two" : "one netdev alone; it takes two",
                    notes: ["for example:\n\(example)", "`wirework connect help` lists the types"]))
        } else if let ends = count.ends, ends > 2, via == nil {
            mistakes.append(
                .argument(
                    "connect", "\(ends) netdevs need something that they are wired to",
                    notes: [
                        "`--via switch` learns where stations are, `--via hub` sends every frame to all others",
                        "without --via there are two netdevs, point to point",
                        "`hubport,hubid=N,netdev=ID` plugs a netdev into a hub of its own",
                    ]))
        } else if let ends = count.ends, ends < 2, let via {
            mistakes.append(
                .argument(
                    "--via", "hubports leave \(ends == 0 ? "no netdev" : "one netdev alone") for a \(via)",
                    notes: ["a netdev that a hubport names is plugged into its hub, and into nothing else"]))
        }
    }

    private func readVia(_ text: String, _ mistakes: inout [Diagnostic]) -> PatchPanel.Via? {
        if let via = PatchPanel.Via(rawValue: text) { return via }
        let words = PatchPanel.Via.allCases.map(\.rawValue)
        mistakes.append(
            .argument(
                "--via", "`\(text)` is neither hub nor switch",
                suggestion: NearestWord.nearest(to: text, among: words).map { "--via \($0)" }))
        return nil
    }

    private func readTime(_ text: String, _ mistakes: inout [Diagnostic]) -> Int64? {
        switch TimeArgument.read(text, of: "--for") {
        case .success(let nanoseconds): return nanoseconds
        case .failure(let invalid):
            mistakes += invalid.diagnostics
            return nil
        }
    }

    private func readStats(_ text: String, _ mistakes: inout [Diagnostic]) -> String? {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else {
            mistakes.append(
                .argument(
                    "--stats", "expected json=PATH, found `\(text)`",
                    suggestion: text == "json" || text.isEmpty ? nil : "json=\(text)",
                    notes: ["`json=-` is standard output"]))
            return nil
        }
        guard parts[0] == "json" else {
            mistakes.append(
                .argument(
                    "--stats", "`\(parts[0])` is no format of counters; there is json",
                    suggestion: "json=\(parts[1])"))
            return nil
        }
        guard !parts[1].isEmpty else {
            mistakes.append(.argument("--stats", "json= needs a path", notes: ["`json=-` is standard output"]))
            return nil
        }
        return parts[1]
    }

    private func checkPaths(_ settings: ConnectSettings, _ mistakes: inout [Diagnostic]) {
        guard let capture = settings.capture else { return }
        guard !capture.isEmpty else {
            mistakes.append(.argument("--capture", "a path is needed", notes: ["`-` is standard output"]))
            return
        }
        guard capture == settings.stats else { return }
        mistakes.append(
            capture == "-"
                ? .argument(
                    "--capture", "only one of --capture and --stats can go to standard output",
                    notes: ["write one of them to a file"])
                : .argument(
                    "--capture", "--stats writes `\(capture)` already", notes: ["the two need files of their own"]))
    }
}
