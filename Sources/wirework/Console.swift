/// Where a command says what it has to say: results on one stream, diagnostics on standard error.
struct Console {
    private let results: StandardStream
    /// The first write of a result that was refused.
    private(set) var failure: FileError?

    /// - Parameter results: Where results for people go: standard error, where standard output is a report's.
    init(results: StandardStream = .output) {
        self.results = results
    }

    /// Whether results are to have colour.
    var wantsColor: Bool { results.wantsColor }

    /// Writes a part of the results.
    mutating func write(_ text: String) {
        let refused = results.write(text)
        if failure == nil { failure = refused }
    }

    /// Writes a report to standard output.
    mutating func writeReport(_ text: String) {
        let refused = StandardStream.output.write(text)
        if failure == nil { failure = refused }
    }

    /// Says what is wrong, with the name of the program in front.
    func complain(_ message: String) {
        diagnose(Self.complaint(message))
    }

    /// What is wrong, as it is said.
    static func complaint(_ message: String) -> String { "wirework: \(message)" }

    /// Shows a diagnostic of a scenario file, which begins with its place.
    func diagnose(_ diagnostic: String) {
        StandardStream.error.write("\(diagnostic)\n")
    }

    /// Ends the command: results that could not be written are no success.
    func finish(_ status: ExitStatus) throws {
        guard let failure else { throw status }
        complain(failure.description)
        throw ExitStatus.worst(of: [status, .host])
    }
}
