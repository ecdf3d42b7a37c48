import NetdevOptions
import PatchPanel
import Reports
import Results

/// One run of `connect`, from open sockets to the summary.
struct ConnectSession {
    let netdevs: [NetdevConfiguration]
    let settings: ConnectSettings

    /// Runs to the end.
    ///
    /// - Throws: ``ExitStatus`` unless all went well.
    func run() throws {
        var console = Console(results: settings.usesStandardOutput ? .error : .output)
        let stats: ReportFile?
        do {
            stats = if let path = settings.stats, path != "-" { try ReportFile(path) } else { nil }
        } catch {
            console.complain(error.description)
            throw ExitStatus.usage
        }
        let result: ConnectResult
        do {
            let panel = try PatchPanel(netdevs, via: settings.via)
            defer { panel.close() }
            console.write(ConnectReport.opening(panel.result, color: console.wantsColor))
            let live = LiveTable()
            result = try panel.run(for: settings.duration, tick: live.map { live in { live.show($0) } })
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
        } else if settings.stats != nil {
            console.writeReport(json)
        }
        try console.finish(result.faults.isEmpty ? .passed : .internalError)
    }
}
