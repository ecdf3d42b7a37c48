import Results
import TestSupport
import Testing

@testable import Lab
@testable import ScenarioFile

@Suite("All that arrives, against a capture", .timeLimit(.minutes(5)))
struct PcapExpectationTests {
    private static func lab(
        _ expect: String, ttl: Int = 64, interval: String = "1ms", kind: String = "wire", flow: String = ""
    ) -> String {
        """
        topology:
          nodes: { h1: host, h2: host }
          links: [{ id: w, kind: \(kind), endpoints: [h1, h2] }]
        traffic:
          f: { kind: udp, from: h1, to: h2, count: 3, interval: \(interval), size: 70, ttl: \(ttl)\(flow) }
        expect:
        \(expect)
        """
    }

    private static let line = "  - pcap: { at: h2, equals: golden/x.pcapng }"

    private static func blessed(_ text: String, clock: BothClocks = .virtual) throws -> [String: [UInt8]] {
        var options = RunOptions()
        options.isBlessing = true
        let result = try judged(text, files: [:], clock: clock, options)
        #expect(result.verdict == .pass, "\(result.expectations)")
        return Dictionary(result.goldens.map { ($0.path, $0.bytes) }) { $1 }
    }

    @Test(
        "what is blessed passes, in both clocks and over sockets", arguments: BothClocks.allCases, ["wire", "l2tpv3"])
    func blessed(clock: BothClocks, kind: String) throws {
        let files = try Self.blessed(Self.lab(Self.line))
        #expect(files.keys.sorted() == ["golden/x.pcapng"])
        let result = try judged(
            Self.lab(Self.line + "\n  - nothing_else: { at: h2 }", kind: kind), files: files, clock: clock)
        #expect(result.verdict == .pass, "\(result.expectations)")
        #expect(result.expectations[0].observed == "4 frames, all as captured")
    }

    @Test("in virtual time a blessed file is the same each time, and is read as what arrived")
    func deterministic() throws {
        let first = try Self.blessed(Self.lab(Self.line))
        #expect(try Self.blessed(Self.lab(Self.line)) == first)
        let frames = try CapturedFrames(parsing: #require(first["golden/x.pcapng"]))
        #expect(frames.frames.map(\.count) == [42, 70, 70, 70])
        #expect(frames.times?.map { $0 - (frames.times?[1] ?? 0) } == [0, 0, 1_000_000, 2_000_000])
    }

    @Test("without a file it fails, and says how to make one")
    func missing() throws {
        let result = try judged(Self.lab(Self.line), files: [:])
        #expect(result.verdicts == [.fail])
        #expect(result.expectations[0].observed == "4 frames arrived, and there is no `golden/x.pcapng`")
        #expect(result.expectations[0].message.contains { $0.contains("`--bless`") })
    }

    @Test("the first frame that differs is told field by field, and a mask takes fields out")
    func differing() throws {
        let files = try Self.blessed(Self.lab(Self.line))
        let result = try judged(
            Self.lab(
                Self.line + "\n  - pcap: { at: h2, equals: golden/x.pcapng, mask: [ip.ttl, ip.checksum] }", ttl: 63),
            files: files)
        #expect(result.verdicts == [.fail, .pass])
        let message = result.expectations[0].message
        #expect(
            message[1] == "seen: 4 frames, the capture has 4; number 2 is the first that differs", "\(message)")
        #expect(message[2].hasPrefix("number 2 at 0 ns: IPv4 10.0.0.1 > 10.0.0.2 UDP"), "\(message)")
        #expect(message[3] == "  ip.ttl is 63, expected 64")
        #expect(message[4].hasPrefix("  ip.checksum is 0x"))
        #expect(message[5] == "and 2 more differ")
    }

    @Test("missing and additional frames, and another order")
    func lists() throws {
        func capture(_ numbers: [UInt8]) -> [UInt8] {
            ClassicCapture(numbers.map { (Int64($0), [UInt8](repeating: 2, count: 12) + [0x88, 0xb5, $0]) }).bytes
        }
        let text = """
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            traffic: { f: { kind: replay, from: h1, to: h2, pcap: sent, interval: 1ms } }
            expect:
              - pcap: { at: h2, equals: wanted }

            """
        func said(_ sent: [UInt8], _ wanted: [UInt8]) throws -> [String] {
            let result = try judged(text, files: ["sent": capture(sent), "wanted": capture(wanted)])
            #expect(result.verdicts == [sent == wanted ? .pass : .fail])
            return Array(result.expectations[0].message.dropFirst(2))
        }
        #expect(try said([1, 2, 3], [1, 2, 3]).isEmpty)
        let summary = "02:02:02:02:02:02 > 02:02:02:02:02:02 ethertype 0x88b5, 1 bytes"
        #expect(try said([1, 3], [1, 2, 3]) == ["missing: number 2, \(summary)"])
        #expect(try said([1, 2, 3, 3], [1, 2, 3]) == ["additional: number 4 at 3.00 ms: \(summary)"])
        #expect(try said([2, 1, 3], [1, 2, 3]) == ["another order: number 1 at 0 ns: \(summary)"])
        #expect(
            try said([1, 4, 3], [1, 2, 3])
                == ["number 2 at 1.00 ms: \(summary)", "  data.data is 04, expected 02"])
    }

    @Test("windows bound what is compared")
    func windows() throws {
        let line =
            "  - { pcap: { at: h2, equals: x }, during: [1ms, 2ms] }\n  - { pcap: { at: h2, equals: y }, within: 1ms }"
        let files = try Self.blessed(Self.lab(line, interval: "1ms"))
        #expect(try CapturedFrames(parsing: #require(files["x"])).frames.count == 1)
        #expect(try CapturedFrames(parsing: #require(files["y"])).frames.count == 3)
    }

    @Test("what a capture does not have is something else")
    func strangers() throws {
        let files = try Self.blessed(Self.lab(Self.line))
        let text = Self.lab(
            """
            \(Self.line)
              - nothing_else: { at: h2 }
            """, flow: ", dscp: 1")
        let result = try judged(text, files: files)
        #expect(result.verdicts == [.fail, .fail])
        #expect(result.expectations[1].observed == "3 other frames")
    }

    @Test("a run that did not go to its end blesses nothing")
    func cutShort() throws {
        var options = RunOptions()
        options.isBlessing = true
        let result = try judged(Self.lab(Self.line) + "\nlimit: 2", files: [:], options)
        #expect(result.ended == .limit && result.goldens.isEmpty)
        #expect(result.expectations[0].observed == "`golden/x.pcapng` was not written: the run did not go to its end")
    }
}
