import Results

/// The reports that were asked for, with their files open.
struct ReportWriter {
    private let targets: [(request: ReportRequest, target: ReportTarget)]

    /// Opens the files of all reports.
    init(_ requests: [ReportRequest]) throws(FileError) {
        var targets: [(ReportRequest, ReportTarget)] = []
        for request in requests { targets.append((request, try ReportTarget(request.path))) }
        self.targets = targets
    }

    /// Writes all reports.
    ///
    /// - Returns: ``ExitStatus/host`` if this host had no room for one, and says so.
    func write(_ results: [RunResult], _ console: inout Console) -> ExitStatus {
        var status = ExitStatus.passed
        for (request, target) in targets {
            status = .worst(of: [status, target.write(request.render(results), &console)])
        }
        return status
    }
}
