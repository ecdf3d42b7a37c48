/// Something to say about a scenario file, at its place, with what helps to put it right.
public struct Diagnostic: Sendable, Hashable {
    /// How bad it is.
    public enum Severity: String, Sendable, Hashable {
        /// The file has no meaning; nothing runs.
        case error
        /// The file means something, though perhaps not what was wanted.
        case warning
    }

    /// A line below the message: a rule, an example, or another place in the file.
    public struct Note: Sendable, Hashable {
        /// The text of the note.
        public let message: String
        /// The place that the note is about, if it is about one.
        public let span: SourceSpan?
        /// The source line of `span`, empty without one.
        public let sourceLine: String
        /// The file of `span`, where it is another one than the diagnostic's.
        public let file: String?
    }

    /// Error or warning.
    public let severity: Severity
    /// The file as the caller named it.
    public let file: String
    /// The place; ``SourceSpan/none`` for what stands on the command line.
    public let span: SourceSpan
    /// What is wrong, in one line.
    public let message: String
    /// The word or value that was probably meant.
    public let suggestion: String?
    /// Rules, examples and other places.
    public let notes: [Note]
    /// The source line of `span`, for rendering without the file.
    public let sourceLine: String

    /// The line, from 1; zero without a place.
    public var line: Int { span.line }
    /// The column, from 1, in Unicode scalars; zero without a place.
    public var column: Int { span.column }
    /// The number of scalars that are underlined.
    public var length: Int { span.length }
}

/// A scenario file that has no meaning: everything that could be said about it at once.
public struct InvalidScenario: Error, Sendable, Hashable, CustomStringConvertible {
    /// The errors, and the warnings met on the way, in order of place.
    public let diagnostics: [Diagnostic]

    /// All diagnostics as a good compiler shows them.
    public var description: String {
        diagnostics.map(\.description).joined(separator: "\n")
    }
}
