import Glibc
import NetdevOptions
import PatchPanel
import Reports
import Results
import SystemPackage

/// One run of `connect`, from open sockets to the summary.
struct ConnectSession {
    let netdevs: [NetdevConfiguration]
    let settings: ConnectSettings

    /// Runs to the end.
    ///
    /// - Throws: ``ExitStatus`` unless all went well.
    func run() throws {
        var console = Console(results: settings.usesStandardOutput ? .error : .output)
        let stats: ReportTarget?
        let capture: OutputFile?
        do {
            stats = if let path = settings.stats { try ReportTarget(path) } else { nil }
            capture = if let path = settings.capture, path != "-" { try OutputFile(path) } else { nil }
        } catch {
            console.complain(error.description)
            throw ExitStatus.usage
        }
        let result: ConnectResult
        do {
            let panel = try PatchPanel(netdevs, via: settings.via)
            defer { panel.close() }
            if let path = settings.capture {
                // Not before: a mistake in a netdev should not cost an older capture.
                let file = try capture?.handOver()
                panel.capture(
                    to: FileDescriptor(rawValue: file ?? STDOUT_FILENO), path: path, closes: file != nil)
            }
            let opened = panel.result
            console.write(ConnectReport.opening(opened, color: console.wantsColor))
            for warning in opened.warnings { console.complain("warning: \(warning)") }
            let live = LiveTable()
            result = try panel.run(for: settings.duration, tick: live.map { live in { live.show($0) } })
            live?.erase()
        } catch {
            console.complain("\(error)")
            throw ExitStatus.host
        }
        console.write(ConnectReport.text(result, color: console.wantsColor))
        let reported = stats?.write(ConnectReport.json(result, version: Wirework.version), &console) ?? .passed
        if reported != .passed || result.capture?.failure != nil { try console.finish(.host) }
        try console.finish(result.faults.isEmpty ? .passed : .internalError)
    }
}
