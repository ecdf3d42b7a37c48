import ScenarioFile
import Testing

@Suite("Large tables of runs")
struct LargeRunTableTests {
    private let clock = ContinuousClock()
    private let head = "version: 1\ntopology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }\n"

    /// What a search through all rows for each line takes minutes for.
    private static let patience = Duration.seconds(20)

    /// Looks at one run of the file only, so that the table is what takes the time.
    private func count(_ yaml: String, only: (key: String, value: String)) throws -> Int {
        var count = 0
        let time = try clock.measure {
            count = try runs(head + yaml, LoadOptions(only: [only])).runCount
        }
        #expect(time < Self.patience, "\(time)")
        return count
    }

    @Test("thousands of combinations are put in", .timeLimit(.minutes(5)))
    func include() throws {
        let rows = (1...9999).map { "  - { size: \($0), text: t\($0) }" }.joined(separator: "\n")
        let yaml = "include:\n\(rows)\ndescription: \"${size}${text}\"\n"
        #expect(try count(yaml, only: ("size", "0x10")) == 9999)
    }

    @Test("thousands of combinations are left out", .timeLimit(.minutes(5)))
    func exclude() throws {
        let one = (2...10_000).map { "  - { size: \($0) }" }.joined(separator: "\n")
        let yaml = "matrix: { size: 1..10_000 }\nexclude:\n\(one)\ndescription: \"${size}\"\n"
        #expect(try count(yaml, only: ("size", "1")) == 1)
        let two = (1...100).flatMap { a in (1...99).map { "  - { a: \(a), b: 0x\(String($0, radix: 16)) }" } }
            .joined(separator: "\n")
        let pairs = "matrix: { a: 1..100, b: 1..100 }\nexclude:\n\(two)\ndescription: \"${a}${b}\"\n"
        #expect(try count(pairs, only: ("a", "7")) == 100)
    }

    @Test("more than ten thousand runs are too many")
    func tooMany() {
        let yaml =
            "matrix: { size: 1..10_000 }\ninclude: [{ size: 10001 }, { size: 10002 }]\ndescription: \"${size}\"\n"
        #expect(
            refusal(head + yaml) == """
                lab.yaml:4:1: error: more than 10000 runs
                 4 | include: [{ size: 10001 }, { size: 10002 }]
                   | ^~~~~~~
                """)
    }

    @Test("values that are written differently are one")
    func equalValues() throws {
        let yaml = """
            matrix: { a: [64, 1.5, on, 9007199254740993], b: [1, 2] }
            exclude: [{ a: 0x40, b: 1.0 }, { a: 1.50 }, { a: 9_007_199_254_740_993 }]
            description: "${a}${b}"

            """
        let labels = try runs(head + yaml).runs.map(\.id)
        #expect(labels == ["lab[a=64,b=2]", "lab[a=on,b=1]", "lab[a=on,b=2]"])
    }
}
