/// Collects what there is to say about one file, so that several mistakes are reported together.
final class DiagnosticSink {
    let source: SourceText
    private var collected: [Diagnostic] = []
    private(set) var hasErrors = false
    /// What was said where: what is written once and meant for many nodes or links is wrong once.
    private var said: Set<Saying> = []
    private var errorPlaces: Set<SourceSpan> = []
    private var dropsEchoes = false

    private struct Saying: Hashable {
        let severity: Diagnostic.Severity
        let span: SourceSpan
        let message: String
    }

    /// More than this many errors, or warnings, are not reported: after the first ones they are mostly echoes.
    private static let most = 50

    init(source: SourceText) {
        self.source = source
    }

    /// What was collected, in order of place; the order of reporting decides between equal places.
    var diagnostics: [Diagnostic] { Self.sorted(collected) }

    /// Diagnostics in order of place; those of one place keep their order.
    static func sorted(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
        let sorted = diagnostics.enumerated().sorted { first, second in
            let (left, right) = (first.element.span, second.element.span)
            return (left.line, left.column, first.offset) < (right.line, right.column, second.offset)
        }
        return sorted.map(\.element)
    }

    /// Adds an error; what it suggests is looked for only if the error is shown, since that takes time.
    func error(
        _ message: String, at span: SourceSpan, suggestion: @autoclosure () -> String? = nil,
        notes: [Diagnostic.Note] = []
    ) {
        hasErrors = true
        if dropsEchoes, errorPlaces.contains(span) { return }
        errorPlaces.insert(span)
        guard !isFull(.error) else { return }
        add(.error, message, at: span, suggestion: suggestion(), notes: notes)
    }

    func warning(_ message: String, at span: SourceSpan, notes: [Diagnostic.Note] = []) {
        guard !isFull(.warning) else { return }
        add(.warning, message, at: span, suggestion: nil, notes: notes)
    }

    /// Reads a further copy of what is written once: no second error is said of a place.
    func withoutEchoes<Result>(_ body: () -> Result) -> Result {
        let before = dropsEchoes
        dropsEchoes = true
        defer { dropsEchoes = before }
        return body()
    }

    /// An error in an argument of the command line, which has no place in the file.
    func argumentError(_ message: String, suggestion: String? = nil, notes: [Diagnostic.Note] = []) {
        hasErrors = true
        collected.append(
            Diagnostic(
                severity: .error, file: source.file, span: .none, message: message, suggestion: suggestion,
                notes: notes, sourceLine: ""))
    }

    /// A note that points at another place of the same file, or, for another file's diagnostic, at one of this file.
    func note(_ message: String, at span: SourceSpan, in file: String? = nil) -> Diagnostic.Note {
        Diagnostic.Note(message: message, span: span, sourceLine: source.line(span.line), file: file)
    }

    private func isFull(_ severity: Diagnostic.Severity) -> Bool {
        collected.count { $0.severity == severity } >= Self.most
    }

    private func add(
        _ severity: Diagnostic.Severity, _ message: String, at span: SourceSpan, suggestion: String?,
        notes: [Diagnostic.Note]
    ) {
        let saying = Saying(severity: severity, span: span, message: message)
        guard span.line == 0 || said.insert(saying).inserted else { return }
        collected.append(
            Diagnostic(
                severity: severity, file: source.file, span: span, message: message, suggestion: suggestion,
                notes: notes, sourceLine: source.line(span.line)))
    }
}

extension Diagnostic.Note {
    /// A rule or an example, about no place of its own.
    init(_ message: String) {
        self.init(message: message, span: nil, sourceLine: "", file: nil)
    }
}

extension Diagnostic {
    /// An error in an option of the command line.
    ///
    /// - Parameters:
    ///   - name: The option or the command, which stands where a file has its name.
    ///   - message: What is wrong, in one line.
    ///   - suggestion: What was probably meant.
    ///   - notes: Rules and examples.
    /// - Returns: The diagnostic, which has no place.
    package static func argument(
        _ name: String, _ message: String, suggestion: String? = nil, notes: [String] = []
    ) -> Diagnostic {
        Diagnostic(
            severity: .error, file: name, span: .none, message: message, suggestion: suggestion,
            notes: notes.map { Note($0) }, sourceLine: "")
    }
}
