import Results
import Testing

@testable import Reports

@Suite("Numbers of tunnels in reports")
struct SequenceCountsTests {
    private static func result(missing: UInt64, late: UInt64) -> RunResult {
        var result = Sample.passing
        var counts = SequenceCounts()
        (counts.missing, counts.late) = (missing, late)
        result.links[0].forward.sequence = counts
        return result
    }

    @Test("all counts are in the JSON of a way whose receiver looks at numbers, and of no other")
    func json() {
        let text = JSONReport.render([Self.result(missing: 3, late: 0)], version: "1")
        #expect(text.split(separator: "\"sequence\"").count == 2)
        #expect(text.contains("\"missing\": 3"))
        #expect(text.contains("\"resynchronizations\": 0"))
        #expect(!JSONReport.render([Sample.passing], version: "1").contains("\"sequence\""))
    }

    @Test("the text has a line for them where any is not zero")
    func text() {
        let link = Sample.passing.links[0]
        let line = "  \(link.id), numbers that reach \(link.b): 3 missing, 1 late"
        #expect(TextReport.render(Self.result(missing: 3, late: 1)).split(separator: "\n").contains { $0 == line })
        #expect(!TextReport.render(Self.result(missing: 0, late: 0)).contains("numbers that reach"))
    }
}
