import Results

/// The reports that were asked for, with their files open.
struct ReportWriter {
    private let targets: [(request: ReportRequest, file: OutputFile?)]

    /// Opens the files of all reports.
    init(_ requests: [ReportRequest]) throws(FileError) {
        var targets: [(ReportRequest, OutputFile?)] = []
        for request in requests {
            targets.append((request, request.isStandardOutput ? nil : try OutputFile(request.path)))
        }
        self.targets = targets
    }

    /// Writes all reports.
    ///
    /// - Returns: ``ExitStatus/host`` if this host had no room for one, and says so.
    func write(_ results: [RunResult], _ console: inout Console) -> ExitStatus {
        var status = ExitStatus.passed
        for (request, file) in targets {
            let text = request.render(results)
            guard let file else {
                console.writeReport(text)
                continue
            }
            do {
                try file.replaceContents(with: text)
            } catch {
                console.complain(error.description)
                status = .host
            }
        }
        return status
    }
}
