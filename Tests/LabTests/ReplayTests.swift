import Results
import ScenarioFile
import TestSupport
import Testing

@testable import Lab

/// Runs a text whose files beside it are only in memory.
func judged(
    _ text: String, files: [String: [UInt8]], clock: BothClocks = .virtual, _ options: RunOptions = RunOptions()
) throws -> RunResult {
    let loading = LoadOptions(
        clock: clock == .real ? .real : .virtual,
        readFile: { (path) throws(UnreadableFile) in
            guard let file = files[path] else { throw UnreadableFile(reason: "not there", isMissing: true) }
            return file
        }, isBlessing: options.isBlessing)
    let scenario = try ScenarioLoader.load(text: "version: 1\n" + text, file: "test.yaml", options: loading).get()
    return try LabRunner.run(scenario, options: options)
}

@Suite("Replays", .timeLimit(.minutes(5)))
struct ReplayTests {
    private static func frame(_ number: UInt8, count: Int = 60) -> [UInt8] {
        [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0x88, 0xb5, number] + [UInt8](repeating: number, count: count - 15)
    }

    private static func lab(_ kind: String, _ flow: String, _ expect: String) -> String {
        """
        topology:
          nodes: { h1: host, h2: host }
          links: [{ id: w, kind: \(kind), endpoints: [h1, h2] }]
        traffic:
          f: { kind: replay, from: h1, to: h2, pcap: x.pcap\(flow) }
        expect:
        \(expect)
        """
    }

    @Test(
        "every frame arrives as it was captured, once and in order, also over sockets", arguments: BothClocks.allCases,
        ["wire", "l2tpv3"])
    func delivered(clock: BothClocks, kind: String) throws {
        // Equal frames too: the third and the fourth.
        let frames = [1, 2, 3, 3, 4].map { Self.frame($0) }
        let capture = ClassicCapture(frames.enumerated().map { (Int64($0) * 2_000_000, $1) })
        let result = try judged(
            Self.lab(
                kind, "",
                """
                  - f: { delivered: all, duplicates: 0, reordered: 0 }
                  - nothing_else: { at: h2 }
                """), files: ["x.pcap": capture.bytes], clock: clock)
        #expect(result.verdict == .pass, "\(result.expectations)")
        #expect(try result.flow("f").delivered == 5)
        #expect(try result.flow("f").kind == "replay")
    }

    @Test("in virtual time each frame leaves at its own time, to the nanosecond")
    func times() throws {
        let capture = ClassicCapture([(70, Self.frame(1)), (77, Self.frame(2)), (1_000_000_070, Self.frame(3))])
        let result = try judged(
            Self.lab(
                "wire", ", at: 1ms, speed: 0.5",
                """
                  - { f: { delivered: 1 }, during: [1ms, 1000014ns] }
                  - { f: { delivered: 1 }, during: [1000014ns, 1000015ns] }
                  - { f: { delivered: 1 }, during: [2001ms, 2001000001ns] }
                """), files: ["x.pcap": capture.bytes])
        #expect(result.verdict == .pass, "\(result.expectations)")
    }

    @Test("a frame longer than any NIC takes ends as oversize", arguments: BothClocks.allCases)
    func oversize(clock: BothClocks) throws {
        let capture = ClassicCapture([(0, Self.frame(1)), (1, Self.frame(2, count: 70_000)), (2, Self.frame(3))])
        let result = try judged(
            Self.lab("wire", "", "  - f: { delivered: 2, lost: 1 }\n  - dropped: { reason: oversize, count: 1 }"),
            files: ["x.pcap": capture.bytes], clock: clock)
        #expect(result.verdict == .pass, "\(result.expectations)")
        #expect(try result.flow("f").losses.map(\.reason) == ["oversize"])
    }

    @Test("what waits for a replay waits for its last frame")
    func after() throws {
        let capture = ClassicCapture([(0, Self.frame(1)), (30_000_000, Self.frame(2))])
        let result = try judged(
            """
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            traffic:
              f: { kind: replay, from: h1, to: h2, pcap: x.pcap }
              g: { kind: ping, from: h1, to: h2, after: f, plus: 5ms }
            expect:
              - { g: { delivered: 1 }, during: [35ms, 35001us] }
            """, files: ["x.pcap": capture.bytes])
        #expect(result.verdict == .pass, "\(result.expectations)")
    }
}
