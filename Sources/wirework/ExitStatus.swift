import Results

/// What the process tells its parent; commands throw it.
struct ExitStatus: Error, Equatable, Codable {
    let rawValue: Int32

    /// Passed or skipped.
    static let passed = ExitStatus(rawValue: 0)
    /// An expectation failed, or a bound was reached.
    static let failed = ExitStatus(rawValue: 1)
    /// The file or the arguments are wrong.
    static let usage = ExitStatus(rawValue: 2)
    /// This host lacks something.
    static let host = ExitStatus(rawValue: 3)
    /// A defect of wirework.
    static let internalError = ExitStatus(rawValue: 4)

    /// A signal ended the run; the number is what a shell makes of it.
    static func interrupted(bySignal number: Int32) -> ExitStatus { ExitStatus(rawValue: 128 + number) }

    /// What a run comes to.
    init(_ result: RunResult) {
        switch (result.verdict, result.ended) {
        case (.pass, .done), (.pass, .duration), (.skip, .done), (.skip, .duration): self = .passed
        default: self = .failed
        }
    }

    private init(rawValue: Int32) { self.rawValue = rawValue }

    private static let worstFirst: [ExitStatus] = [.internalError, .usage, .host, .failed, .passed]

    /// The status of several files.
    static func worst(of statuses: [ExitStatus]) -> ExitStatus {
        worstFirst.first { statuses.contains($0) } ?? .passed
    }
}
