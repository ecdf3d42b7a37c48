import ScenarioFile
import Testing

@Suite("Large files")
struct LargeTrafficTests {
    private let clock = ContinuousClock()

    /// A switch with a thousand hosts, with as many flows and expectations as the caller says.
    private func text(flows: Int, entries: Int, _ extra: (Int) -> String) -> String {
        var lines = ["version: 1", "topology:", "  nodes:", "    s1: switch"]
        lines += (1...1000).map { "    h\($0): host" }
        lines.append("  links:")
        lines += (1...1000).map { "    - [h\($0), s1]" }
        lines.append("traffic:")
        lines += (0..<flows).map { number in
            let after = number > 0 && number % 3 == 0 ? ", after: f\(number - 1)" : ""
            return "  f\(number): { kind: udp, from: h\(number % 1000 + 1), to: h\((number + 1) % 1000 + 1)\(after) }"
        }
        lines.append("timeline:")
        lines += (0..<entries).map { "  - { id: e\($0), at: 1s, link: h\($0 % 1000 + 1)-s1, down: true, for: 1s }" }
        lines.append("expect:")
        lines += (0..<flows).map(extra)
        return lines.joined(separator: "\n") + "\n"
    }

    @Test("ten thousand flows and expectations are read and shown in seconds", .timeLimit(.minutes(5)))
    func large() throws {
        let text = text(flows: 10_000, entries: 1000) { number in
            switch number % 4 {
            case 0: "  - f\(number): { delivered: all, via: [s1] }"
            case 1: "  - frames: { at: h\(number % 1000 + 1):eth0, count: 3 }"
            case 2: "  - dropped: { link: h\(number % 1000 + 1)-s1, count: 0 }"
            default: "  - state: { node: s1, fdb: { h\(number % 1000 + 1): p1 }, counters: { p1.rx_frames: 1 } }"
            }
        }
        var shown = ""
        let time = try clock.measure {
            let plan = try scenario(text)
            #expect(plan.flows.count == 10_000)
            #expect(plan.timeline.count == 1000)
            #expect(plan.expectations.count == 10_001)
            shown = ScenarioRenderer.show(plan)
        }
        #expect(shown.utf8.count > 1_000_000)
        // A debug build takes a few seconds; a search through all flows for each would take minutes.
        #expect(time < .seconds(60), "\(time)")
    }

    @Test("thousands of mistakes are no more work than fifty", .timeLimit(.minutes(5)))
    func mistakes() {
        let text = text(flows: 3000, entries: 0) { "  - flow\($0): { delivered: all }" }
            .replacing("timeline:\n", with: "")
        let time = clock.measure {
            guard case .failure(let invalid) = ScenarioLoader.load(text: text, file: "lab.yaml") else {
                Issue.record("loaded")
                return
            }
            #expect(invalid.diagnostics.count { $0.severity == .error } == 50)
        }
        #expect(time < .seconds(60), "\(time)")
    }

    @Test("patterns make a hundred thousand flows at most")
    func patterns() throws {
        let all = text(flows: 0, entries: 0) { _ in "" }.replacing("traffic:\n", with: "")
            .replacing("timeline:\n", with: "").replacing("expect:\n", with: "")
        let plan = try scenario(all + "traffic: { ring: { kind: udp, from: \"h[*]\", pairs: next } }\n")
        #expect(plan.flows.count == 1000)
        #expect(plan.expectations.count == 2)
        guard
            case .failure(let invalid) = ScenarioLoader.load(
                text: all + "traffic: { all: { kind: udp, from: \"h[*]\", pairs: all } }\n", file: "lab.yaml")
        else {
            Issue.record("loaded")
            return
        }
        #expect(invalid.diagnostics.map(\.message) == ["`all` makes the file more than 100000 flows"])
        let lines = Array(repeating: "  - frames: { at: \"h[*]\" }", count: 101).joined(separator: "\n")
        guard case .failure(let invalid) = ScenarioLoader.load(text: all + "expect:\n\(lines)\n", file: "lab.yaml")
        else {
            Issue.record("loaded")
            return
        }
        #expect(invalid.diagnostics.map(\.message) == ["patterns make the file more than 100000 expectations"])
    }
}
