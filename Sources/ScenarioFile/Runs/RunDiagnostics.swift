/// What there is to say about the runs of a file: once each, and where only some runs have it, in which.
struct RunDiagnostics {
    private var order: [Diagnostic] = []
    /// The ids of the runs that have it; nil: it is about the file.
    private var runs: [Diagnostic: [String]] = [:]
    private var common: Set<Diagnostic> = []
    private var runCount = 0

    /// After the first ones they are mostly echoes.
    private static let most = 50
    /// Of the runs that have the same mistake.
    private static let mostNamed = 3

    /// What is said about the file, whatever the run.
    mutating func add(common diagnostics: [Diagnostic]) {
        for diagnostic in diagnostics where common.insert(diagnostic).inserted { order.append(diagnostic) }
    }

    /// What is said about a run.
    mutating func add(_ diagnostics: [Diagnostic], of run: String) {
        runCount += 1
        for diagnostic in Set(diagnostics).count == diagnostics.count ? diagnostics : Self.distinct(diagnostics)
        where !common.contains(diagnostic) {
            if runs[diagnostic] == nil { order.append(diagnostic) }
            runs[diagnostic, default: []].append(run)
        }
    }

    /// All of it, in order of place.
    var all: [Diagnostic] {
        let named = order.map { diagnostic in
            guard let runs = runs[diagnostic], runs.count < runCount else { return diagnostic }
            let shown = runs.prefix(Self.mostNamed).joined(separator: ", ")
            let more = runs.count > Self.mostNamed ? " and \(runs.count - Self.mostNamed) more" : ""
            return diagnostic.adding(.init("in the run\(runs.count > 1 ? "s" : "") \(shown)\(more)"))
        }
        let sorted = DiagnosticSink.sorted(named)
        return [.error, .warning].flatMap { severity in
            sorted.filter { $0.severity == severity }.prefix(Self.most)
        }
    }

    private static func distinct(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
        var seen: Set<Diagnostic> = []
        return diagnostics.filter { seen.insert($0).inserted }
    }
}

extension Diagnostic {
    fileprivate func adding(_ note: Note) -> Diagnostic {
        Diagnostic(
            severity: severity, file: file, span: span, message: message, suggestion: suggestion, notes: notes + [note],
            sourceLine: sourceLine)
    }
}
