import Foundation
import TestSupport
import Testing

/// A scenario that stands in a page of the documentation.
struct Example: Sendable, CustomTestStringConvertible {
    let page: String
    let number: Int
    let text: String

    var testDescription: String { "\(page), example \(number)" }

    /// All of them: blocks of YAML with a `version`.
    static let all: [Example] = {
        let docs =
            (try? FileManager.default.contentsOfDirectory(atPath: Repository.root.appending(path: "docs").path)) ?? []
        let pages = ["README.md"] + docs.filter { $0.hasSuffix(".md") }.sorted().map { "docs/\($0)" }
        return pages.flatMap { page -> [Example] in
            let text = (try? String(contentsOf: Repository.root.appending(path: page), encoding: .utf8)) ?? ""
            let blocks = text.components(separatedBy: "```yaml\n").dropFirst().compactMap {
                $0.components(separatedBy: "```").first
            }
            return blocks.filter { $0.hasPrefix("version: 1") || $0.contains("\nversion: 1") }.enumerated().map {
                Example(page: page, number: $0 + 1, text: $1)
            }
        }
    }()
}

@Suite("Documentation", .timeLimit(.minutes(3)))
struct DocumentationTests {
    @Test("a scenario that stands in a page passes as it stands", arguments: Example.all)
    func example(_ example: Example) throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/example.yaml"
        try example.text.write(toFile: path, atomically: true, encoding: .utf8)
        let outcome = try Binary.run("run", path, "--clock", "virtual")
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.diagnostics)")
    }

    @Test("there are examples in the README and in the reference")
    func examples() {
        #expect(Set(Example.all.map(\.page)).isSuperset(of: ["README.md", "docs/scenario-reference.md"]))
    }
}
