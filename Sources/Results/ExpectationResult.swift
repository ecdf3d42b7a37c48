/// What came of one line of `expect`.
public struct ExpectationResult: Sendable, Equatable, Codable {
    /// Where it stands in the file, from 1; 0 for what holds without being written.
    public var line: Int
    /// `flow`, `frames`, `dropped`, `conserve`.
    public var kind: String
    /// What it is about: a flow, an interface, a reason.
    public var name: String
    /// `fail` or `pass`; a failed warning is `pass` with a message.
    public var verdict: Verdict
    /// In the words of the file.
    public var expected: String
    /// What was seen, in words.
    public var observed: String
    /// For people, when it failed: what was expected, what was seen, where the missing frames ended; the file's
    /// `because` is the last line.
    ///
    /// Lines.
    public var message: [String]

    /// A result.
    public init(
        line: Int, kind: String, name: String, verdict: Verdict, expected: String, observed: String,
        message: [String] = []
    ) {
        self.line = line
        self.kind = kind
        self.name = name
        self.verdict = verdict
        self.expected = expected
        self.observed = observed
        self.message = message
    }
}
