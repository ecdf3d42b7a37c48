@testable import ScenarioFile
import Testing

@Suite("Patterns of names")
struct NamePatternTests {
    @Test("a name, a number, a range, all")
    func reading() throws {
        #expect(try NamePattern.parse("c-1").name == "c-1")
        #expect(try NamePattern.parse("c[3]").name == "c3")
        #expect(try NamePattern.parse("c[3]").written == 3...3)
        #expect(try NamePattern.parse("c[2..4]").numbers == .range(2...4))
        #expect(try NamePattern.parse("c[0..0]").isPlural)
        #expect(try NamePattern.parse("c[*]").numbers == .all)
        #expect(try NamePattern.parse("c[*]").isPlural)
        #expect(try !NamePattern.parse("c[3]").isPlural)
    }

    @Test(
        "what is none is refused, with what was meant",
        arguments: [
            ("c[8..1]", "the range of `c[8..1]` runs backwards", "c[1..8]"),
            ("c[1-8]", "`c[1-8]` is no pattern", "c[1..8]"),
            ("c[01..08]", "`c[01..08]` is no pattern", "c[1..8]"),
            ("c[1...8]", "`c[1...8]` is no pattern", "c[1..8]"),
            ("c[1..100001]", "`c[1..100001]` is a range of more than 100000 names", ""),
            (
                "c[1..9999999999999999999999]",
                "`9999999999999999999999` in `c[1..9999999999999999999999]` is too large", ""
            ),
            ("c[]", "`c[]` is no pattern", ""), ("c[x]", "`c[x]` is no pattern", ""),
            ("c[1", "`c[1` is no pattern", ""), ("[1..2]", "`[1..2]` is no pattern", ""),
            ("c[1]x", "`c[1]x` is no pattern", ""), ("c*", "`c*` is not a name", "c[*]"),
            ("1c", "`1c` is not a name", ""), ("", "`` is not a name", ""),
        ])
    func refusals(text: String, message: String, suggestion: String) {
        do throws(ValueError) {
            let pattern = try NamePattern.parse(text)
            Issue.record("\(text) is \(pattern)")
        } catch {
            #expect(error.message == message)
            #expect((error.suggestion ?? "") == suggestion)
        }
    }

    /// An index of nodes by these names.
    private func find(_ pattern: String, in names: [String], skipped: [String] = []) throws -> [String]? {
        let sink = DiagnosticSink(source: SourceText(file: "lab.yaml", text: pattern))
        let nodes = names.map { Scenario.Node(name: $0, kind: .hub, portCount: 0, source: .none) }
        let index = NodeIndex(nodes, skipped: skipped, sink: sink)
        let span = SourceSpan(line: 1, column: 1)
        let found = index.find(Located(try NamePattern.parse(pattern), at: span))
        #expect((found == nil) == sink.hasErrors)
        return found.map { $0.map { names[$0] } } ?? sink.diagnostics.map(\.message)
    }

    @Test("nodes are found in the order of their numbers")
    func finding() throws {
        let names = ["c10", "c2", "cx", "c1", "c", "d1", "c01"]
        #expect(try find("c[*]", in: names) == ["c1", "c2", "c10"])
        #expect(try find("c1[*]", in: names) == ["c10"])
        #expect(try find("c[1..2]", in: names) == ["c1", "c2"])
        #expect(try find("c[10]", in: names) == ["c10"])
        #expect(try find("c", in: names) == ["c"])
        #expect(try find("c[1..3]", in: names) == ["no node is named `c3`"])
        #expect(try find("e[*]", in: names) == ["no node matches `e[*]`"])
    }

    @Test("what `when` took out matches, and is left out")
    func skipped() throws {
        #expect(try find("c[*]", in: ["c1", "c3"], skipped: ["c2"]) == ["c1", "c3"])
        #expect(try find("c[1..3]", in: ["c1", "c3"], skipped: ["c2"]) == ["c1", "c3"])
        #expect(try find("d[*]", in: ["c1"], skipped: ["d1"]) == [])
    }
}
