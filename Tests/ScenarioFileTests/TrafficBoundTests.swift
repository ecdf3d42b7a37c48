import ScenarioFile
import Testing

@Suite("Bounds of traffic")
struct TrafficBoundTests {
    private func star(_ traffic: String) -> String {
        """
        version: 1
        topology: { nodes: { "c[1..3000]": host, s1: switch }, links: [{ star: { center: s1, leaves: "c[*]" } }] }
        traffic:
        \(traffic)

        """
    }

    @Test("the frames of a file take 64 MiB at most, whatever the number of pairs", .timeLimit(.minutes(2)))
    func frames() throws {
        let frame = "{ eth: { dst: c1 }, payload: { zeros: 60000 } }"
        let many = Array(repeating: frame, count: 100).joined(separator: ", ")
        #expect(
            refusal(star("  f:\n    { kind: frames, from: \"c[*]\", to: s1, frame: [\(many)] }")) == """
                lab.yaml:4:3: error: the frames of `f` take more than 64 MiB
                 4 |   f:
                   |   ^
                   = all frames of a file, with those of each pair and each run, take at most 64 MiB
                """)
        func each(_ count: Int, _ zeros: Int) -> String {
            (0..<count).map { number in
                "  f\(number): { kind: frames, from: \"c[*]\", to: s1, frame: { eth: { dst: c1 }, payload: { zeros: \(zeros) } } }"
            }.joined(separator: "\n")
        }
        // 3000 times 10 kB are 30 MB: two of them fit.
        #expect(try scenario(star(each(2, 10_000))).flows.count == 6000)
        #expect(refusal(star(each(3, 10_000))).contains("the frames of `f2` take more than 64 MiB"))
    }

    @Test("the runs of a file share what its frames may take")
    func runsOfOneFile() throws {
        let yaml = twoHosts(
            """
            matrix: { n: 1..2000 }
            description: "${n}"
            traffic: { f: { kind: frames, from: h1, to: h2, frame: { payload: { zeros: 60000 } } } }
            """)
        #expect(refusal(yaml).contains("the frames of `f` take more than 64 MiB"))
        #expect(try runs(yaml, LoadOptions(only: [("n", "1999")])).runs.count == 1)
    }

    private func chain(_ count: Int, _ rest: String = "") -> String {
        let flows = (1..<count).map {
            "  f\($0): { kind: ping, from: h1, to: h2, after: f\($0 - 1), plus: 527040min }"
        }
        return twoHosts("traffic:\n  f0: { kind: ping, from: h1, to: h2 }\n\(flows.joined(separator: "\n"))\n\(rest)")
    }

    @Test("what waits for what waits begins within a hundred years")
    func flows() throws {
        #expect(try scenario(chain(100)).flows.count == 100)
        // 100 years are 36500 days, and 99 times 366 days are 36234. Only the first one that is too late is told.
        #expect(
            refusal(chain(292)) == """
                lab.yaml:104:48: error: `f100` begins later than 100 years after time zero
                 104 |   f100: { kind: ping, from: h1, to: h2, after: f99, plus: 527040min }
                     |                                                ^~~
                """)
    }

    @Test("nor does anything end later, and entries of the timeline are bound likewise")
    func timeline() {
        let rest = """
            timeline:
              - { id: cut, after: f99, link: h1-h2, down: true, for: 527040min }
              - { after: f99, plus: 527040min, link: h1-h2, up: true }
            """
        #expect(
            refusal(chain(100, rest)) == """
                lab.yaml:105:23: error: `cut` ends later than 100 years after time zero
                 105 |   - { id: cut, after: f99, link: h1-h2, down: true, for: 527040min }
                     |                       ^~~
                lab.yaml:106:14: error: the entry begins later than 100 years after time zero
                 106 |   - { after: f99, plus: 527040min, link: h1-h2, up: true }
                     |              ^~~
                """)
    }
}
