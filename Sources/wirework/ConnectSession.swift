import NetdevOptions
import PatchPanel
import Reports
import Results

/// One run of `connect`, from open sockets to the summary.
struct ConnectSession {
    let netdevs: [NetdevConfiguration]
    let via: PatchPanel.Via?
    /// Nanoseconds; nil: until a signal comes.
    let duration: Int64?
    /// Where the counters go as JSON; `-` is standard output.
    let statsPath: String?

    /// Runs to the end.
    ///
    /// - Throws: ``ExitStatus`` unless all went well.
    func run() throws {
        var console = Console(results: statsPath == "-" ? .error : .output)
        let stats: ReportFile?
        do {
            stats = if let statsPath, statsPath != "-" { try ReportFile(statsPath) } else { nil }
        } catch {
            console.complain(error.description)
            throw ExitStatus.usage
        }
        let result: ConnectResult
        do {
            let panel = try PatchPanel(netdevs, via: via)
            defer { panel.close() }
            console.write(ConnectReport.opening(panel.result, color: console.wantsColor))
            let live = LiveTable()
            result = try panel.run(for: duration, tick: live.map { live in { live.show($0) } })
            live?.erase()
        } catch {
            console.complain(error.description)
            throw ExitStatus.host
        }
        console.write(ConnectReport.text(result, color: console.wantsColor))
        let json = ConnectReport.json(result, version: Wirework.version)
        if let stats {
            do {
                try stats.replaceContents(with: json)
            } catch {
                console.complain(error.description)
                throw ExitStatus.host
            }
        } else if statsPath != nil {
            console.writeReport(json)
        }
        try console.finish(result.faults.isEmpty ? .passed : .internalError)
    }
}
