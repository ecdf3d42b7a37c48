import TestSupport
import Testing

/// Every rule and every row has a test, by the titles in the sources.
@Suite("What is promised is tested")
struct ProofTests {
    /// Read once for all tests.
    private static let read = Result { try TestTitles() }
    private let titles: TestTitles

    init() throws { titles = try Self.read.get() }

    @Test("the 28 rules, each with its tests", arguments: Rule.all.map(\.number))
    func rules(number: Int) throws {
        let rule = try #require(Rule.all.first { $0.number == number })
        let labels = titles.labels
        let missing = rule.proofs.filter { proof in
            titles.files[proof] == nil && !labels.contains(proof)
        }
        #expect(missing.isEmpty, "no test of that title or row; the rule: \(rule.meaning)")
        #expect(!rule.proofs.isEmpty)
    }

    @Test("all rules are there, in order")
    func allRules() { #expect(Rule.all.map(\.number) == Array(1...28)) }

    @Test("rows S1 to S22, T1 to T10, V1 to V8 and F1 to F9, each in the title of a test")
    func rows() {
        let expected = [("S", 22), ("T", 10), ("V", 8), ("F", 9)].flatMap { letter, count in
            (1...count).map { "\(letter)\($0)" }
        }
        #expect(Defect.all.map(\.row) == expected)
        let labels = titles.labels
        let missing = Defect.all.filter { !labels.contains($0.row) }
        #expect(missing.isEmpty, "\(missing.map { "\($0.row): \($0.wanted)" })")
    }

    @Test("no title has a row that there is not")
    func labels() {
        let last = ["L": 24, "S": 22, "T": 10, "V": 8, "C": 14, "F": 9]
        for label in titles.labels.sorted() {
            let number = Int(label.dropFirst()) ?? 0
            #expect((1...(last[String(label.prefix(1))] ?? 0)).contains(number), "\(label)")
        }
    }

    @Test("titles and rows are read as they stand in a source")
    func reading() {
        let quote = "\""
        let source =
            "@Test(\n  \(quote)S1, S2: empty\(quote), arguments: x) @Suite(.tags(.kernel)) @Suite(\(quote)All\(quote))"
        #expect(TestTitles.titles(in: source) == ["S1, S2: empty", "All"])
        #expect(TestTitles.labels(of: "S1, S2: empty") == ["S1", "S2"])
        #expect(TestTitles.labels(of: "The contract: sizes").isEmpty)
        #expect(TestTitles.labels(of: "Socket: x").isEmpty)
    }
}
