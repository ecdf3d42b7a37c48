/// Where a report goes: a file, or standard output.
struct ReportTarget {
    /// Nil: standard output.
    private let file: OutputFile?

    /// Opens the file.
    ///
    /// - Parameter path: `-` is standard output.
    init(_ path: String) throws(FileError) {
        file = path == "-" ? nil : try OutputFile(path)
    }

    /// Writes the report.
    ///
    /// - Returns: ``ExitStatus/host`` if this host had no room for it, and says so.
    func write(_ text: String, _ console: inout Console) -> ExitStatus {
        guard let file else {
            console.writeReport(text)
            return .passed
        }
        do {
            try file.replaceContents(with: text)
            return .passed
        } catch {
            console.complain(error.description)
            return .host
        }
    }
}
