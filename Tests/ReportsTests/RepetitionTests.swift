import Results
import Testing

@testable import Reports

@Suite("Repetitions")
struct RepetitionTests {
    private static func repetitions(_ verdicts: [Verdict]) -> [RunResult] {
        verdicts.enumerated().map { index, verdict in
            var result = Sample.failing
            result.verdict = verdict
            result.repetition = index + 1
            result.command = "wirework run cookie.yaml"
            return result
        }
    }

    @Test("a run that flakes is one row: the worst verdict, how often it passed, and how likely it does")
    func flake() {
        let results = Self.repetitions([.pass, .fail, .pass, .pass]) + Self.repetitions([.skip, .skip])
        #expect(
            TextReport.summary(results) == """
                verdict  run     clock  passed  chance to pass  failed    time  why
                fail     cookie  real   3 of 4      30..95.5 %  1 of 2  33.0 s  ended by timeout and 1 more
                skip     cookie  real        -               -  1 of 2  33.0 s  node g1: no qemu here

                what did not pass, each by itself
                  wirework run cookie.yaml

                2 runs in 6 repetitions: 1 fail, 1 skip

                """)
    }

    @Test("of repetitions those are shown that say something new")
    func shown() {
        var shown = ShownRepetitions()
        let results = Self.repetitions([.pass, .fail, .pass, .fail, .error]) + Self.repetitions([.pass, .pass])
        #expect(results.map { shown.shows($0) } == [true, true, false, false, true, true, false])
        // What is not repeated is always shown.
        #expect(shown.shows(Sample.passing) && shown.shows(Sample.passing))
    }

    @Test("virtual repetitions with two fingerprints are a defect, which says how to look at it")
    func fingerprints() throws {
        var (first, second) = (Sample.passing, Sample.passing)
        (first.repetition, second.repetition) = (1, 2)
        second.command = "wirework run pair.yaml"
        #expect(second.disagreement(with: first) == nil)
        second.fingerprint = "ff112233445566778899aabbccddeeff"
        let fault = try #require(second.disagreement(with: first))
        #expect(fault.contains("`wirework run pair.yaml --repeat 2 --record PATH` and `wirework diff`"))
        #expect(TextReport.summary([first, second]).contains("  2 of 2  2 fingerprints  "))
        second.fingerprint = nil
        #expect(second.disagreement(with: first) == nil)
    }

    @Test(
        "the interval is Wilson's, as in his own formula",
        arguments: [
            (0, 10, 0, 278), (1, 10, 17, 405), (5, 10, 236, 764), (9, 10, 595, 983), (10, 10, 722, 1000),
            (999, 1000, 994, 1000), (0, 0, 0, 1000), (1, 1, 206, 1000),
        ])
    func interval(_ part: Int, _ count: Int, _ lower: Int, _ upper: Int) {
        let interval = ShareInterval(part, of: count)
        #expect(interval.lower == lower)
        #expect(interval.upper == upper)
    }

    @Test("JSON and JUnit name the repetition, and JSON the command line")
    func reports() {
        let results = Self.repetitions([.pass, .fail])
        let json = JSONReport.render(results, version: "1")
        #expect(json.contains("\"repetition\": 2"))
        #expect(json.contains("\"command\": \"wirework run cookie.yaml\""))
        #expect(!JSONReport.render([Sample.passing], version: "1").contains("repetition"))
        let junit = JUnitReport.render(results)
        #expect(junit.contains("name=\"cookie #1\"") && junit.contains("name=\"cookie #2\""))
        #expect(junit.contains("classname=\"cookie #2\""))
    }
}
