import Foundation
import Testing

/// A folder of `Scenarios/constructs`: a part of the language in a file that passes, in one that fails, and misspelt.
///
///     passes.yaml                     passes in both clocks, or in the one that it names
///     fails.yaml, fails.txt           fails in both clocks; what the verdict says in virtual time
///     misspelt.yaml, misspelt.txt     is refused; what is said about it
///
/// With `WIREWORK_BLESS=1` in the environment the texts are not compared: they are written.
struct Construct: Sendable, CustomTestStringConvertible {
    let name: String
    private let folder: URL

    var testDescription: String { name }

    static let isBlessing = ProcessInfo.processInfo.environment["WIREWORK_BLESS"] == "1"

    private static let root = Repository.root.appending(path: "Scenarios/constructs")

    /// All folders, by name.
    static let all: [Construct] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
        return names.sorted().map { Construct(name: $0, folder: root.appending(path: $0)) }
    }()

    func path(_ file: String) -> String { folder.appending(path: file).path }

    func text(_ file: String) throws -> String {
        try String(contentsOfFile: path(file), encoding: .utf8)
    }

    /// Whether the folder has a file; what cannot fail has no `fails.yaml`.
    func has(_ file: String) -> Bool { FileManager.default.fileExists(atPath: path(file)) }

    /// The clocks that a file is meant for.
    func clocks(_ file: String) throws -> [String] {
        let text = try text(file)
        return ["virtual", "real"].filter { clock in
            !["virtual", "real"].contains { $0 != clock && text.contains("\nclock: \($0)\n") }
        }
    }

    /// Holds a text against a golden file, or makes it that.
    func check(_ text: String, against file: String, _ location: SourceLocation = #_sourceLocation) throws {
        if Self.isBlessing {
            try text.write(toFile: path(file), atomically: true, encoding: .utf8)
        } else {
            #expect(text == (try self.text(file)), sourceLocation: location)
        }
    }
}

/// What a report says of runs that failed, for people who compare it.
struct Failures: Decodable {
    private let runs: [Run]

    private struct Run: Decodable {
        let id: String
        let verdict: String
        let ended: String
        let expectations: [Expectation]
    }

    private struct Expectation: Decodable {
        let line: Int
        let verdict: String
        let expected: String
        let message: String
    }

    init(_ json: String) throws {
        self = try JSONDecoder().decode(Failures.self, from: Data(json.utf8))
    }

    /// Each run, how it ended, and the messages of the lines that failed.
    var text: String {
        runs.map { run in
            let lines = failed(run).map { expectation in
                "line \(expectation.line):\n" + expectation.message.split(separator: "\n").map { "  \($0)\n" }.joined()
            }
            return "\(run.id): \(run.verdict), \(run.ended)\n" + lines.joined()
        }.joined()
    }

    /// For each run its verdict and the lines that failed, which do not depend on the clock.
    var outline: [String] {
        runs.map { run in "\(run.id): \(run.verdict) \(failed(run).map(\.line))" }
    }

    private func failed(_ run: Run) -> [Expectation] { run.expectations.filter { $0.verdict == "fail" } }
}
