import ArgumentParser
import Reports
import Results

/// `FORMAT=PATH`: a report, and where it goes.
struct ReportRequest: Sendable {
    enum Format: String, CaseIterable, Sendable {
        case json, junit, tap, markdown, text
    }

    /// Planned formats, which are refused with another sentence than a mistyped one.
    private static let later = ["html"]

    let format: Format
    let path: String

    var isStandardOutput: Bool { path == "-" }

    @Sendable
    init(argument: String) throws {
        guard let equals = argument.firstIndex(of: "="), argument.index(after: equals) != argument.endIndex else {
            throw ValidationError("expected FORMAT=PATH, found `\(argument)`")
        }
        let word = String(argument[..<equals])
        guard let format = Format(rawValue: word) else {
            let known = Format.allCases.map(\.rawValue).joined(separator: ", ")
            let problem = Self.later.contains(word) ? "is not supported yet" : "is not a report format"
            throw ValidationError("`\(word)` \(problem); there are: \(known)")
        }
        self.format = format
        path = String(argument[argument.index(after: equals)...])
    }

    /// The report over all runs.
    func render(_ results: [RunResult]) -> String {
        switch format {
        case .json: JSONReport.render(results, version: Wirework.version)
        case .junit: JUnitReport.render(results)
        case .tap: TAPReport.render(results)
        case .markdown: MarkdownReport.render(results)
        case .text: TextReport.render(results)
        }
    }
}
