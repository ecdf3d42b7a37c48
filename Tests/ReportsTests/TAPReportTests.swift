import Reports
import Results
import Testing

@Suite("TAP report")
struct TAPReportTests {
    @Test("the whole text: runs, their expectations as subtests, and why something failed")
    func golden() {
        var failing = Sample.failing
        failing.command = "wirework run cookie.yaml"
        failing.warnings = []
        var skipped = RunResult(scenario: "x", id: "x[a=#1]", parameters: [], seed: 1, clock: "real")
        skipped.verdict = .skip
        skipped.skipped = ["the run: when have(qemu)"]
        #expect(TAPReport.render([Sample.passing, failing, skipped]) == Self.text)
    }

    @Test("what a file says begins no line and no directive of its own")
    func escaping() {
        var result = Sample.passing
        result.id = "a\nok 2 - b # SKIP \\"
        let text = TAPReport.render([result])
        #expect(text.contains("\nok 1 - a\u{FFFD}ok 2 - b \\# SKIP \\\\\n"))
        #expect(!text.contains("\nok 2"))
    }

    @Test("nothing is a plan of nothing")
    func empty() {
        #expect(TAPReport.render([]) == "TAP version 14\n1..0\n")
    }

    private static let text = """
        TAP version 14
        1..3
        # Subtest: pair[size=64]
            1..2
            ok 1 - hello: { delivered: all }
            ok 2 - conserve: all
        ok 1 - pair[size=64]
        # Subtest: cookie
            1..2
            not ok 1 - there: { delivered: all }
              ---
              line: "22"
              seen: "0 of 100 delivered"
              message: "expected: there: { delivered: all }\\nseen: 0 of 100 delivered\\n97 ended at h1:eth0 as unresolved\\nbecause: the far end must answer"
              ...
            ok 2 - dropped: { count: 0 }
        not ok 2 - cookie
          ---
          seed: "1"
          clock: "real"
          ended: "timeout"
          command: "wirework run cookie.yaml"
          ...
        ok 3 - x[a=\\#1] # SKIP the run: when have(qemu)

        """
}
