import Foundation
import TestSupport
import Testing

@Suite("Every construct of the language", .timeLimit(.minutes(10)))
struct ConstructTests {
    @Test("passes, in every clock that it is meant for", arguments: Construct.all)
    func passes(_ construct: Construct) throws {
        for clock in try construct.clocks("passes.yaml") {
            let outcome = try Binary.run("run", construct.path("passes.yaml"), "--clock", clock)
            #expect(outcome.status == 0, "\(clock) clock:\n\(outcome.output)\(outcome.diagnostics)")
        }
    }

    @Test("fails for the stated reason, on the same lines in every clock", arguments: Construct.all)
    func fails(_ construct: Construct) throws {
        guard construct.has("fails.yaml") else { return }
        var outlines: [[String]] = []
        for clock in try construct.clocks("fails.yaml") {
            let outcome = try Binary.run(
                "run", construct.path("fails.yaml"), "--clock", clock, "--report", "json=-")
            #expect(outcome.status == 1, "\(clock) clock:\n\(outcome.output)\(outcome.diagnostics)")
            let failures = try Failures(outcome.output)
            if outlines.isEmpty { try construct.check(failures.text, against: "fails.txt") }
            outlines.append(failures.outline)
        }
        #expect(outlines.allSatisfy { $0 == outlines[0] }, "\(outlines)")
    }

    @Test("misspelt, is refused word for word", arguments: Construct.all)
    func misspelt(_ construct: Construct) throws {
        let path = construct.path("misspelt.yaml")
        let outcome = try Binary.run("check", path)
        #expect(outcome.status == 2)
        #expect(outcome.output.isEmpty)
        let diagnostics = outcome.diagnostics.split(separator: path, omittingEmptySubsequences: false)
        try construct.check(diagnostics.joined(separator: "misspelt.yaml"), against: "misspelt.txt")
    }

    @Test("only conserve has no file that fails: nothing that a file can say makes a frame vanish")
    func files() {
        #expect(Construct.all.count >= 80)
        #expect(Construct.all.filter { !$0.has("fails.yaml") }.map(\.name) == ["expect-conserve"])
        #expect(!Construct.isBlessing, "nothing was compared: the texts were written")
    }
}
