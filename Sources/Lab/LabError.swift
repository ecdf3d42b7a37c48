public import Results

/// Why a run has no verdict.
public struct LabError: Error, CustomStringConvertible {
    /// What kind of failure it is; the command line makes an exit status of it.
    public enum Kind: Sendable, Equatable {
        /// This host lacks something that the file needs.
        case host
        /// A signal ended the run: its number.
        case interrupted(Int32)
        /// A defect of the lab itself.
        case internalError
    }

    /// What kind of failure it is.
    public let kind: Kind
    /// A sentence that names what was tried.
    public let description: String
    /// Of a run that was interrupted: what had been counted by then.
    public let result: RunResult?

    init(_ kind: Kind, _ description: String, result: RunResult? = nil) {
        self.kind = kind
        self.description = description
        self.result = result
    }
}
