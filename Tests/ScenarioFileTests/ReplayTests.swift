import Synchronization
import TestSupport
import Testing

@testable import ScenarioFile

/// Files beside a scenario that are only in memory.
private func folder(_ files: [String: [UInt8]]) -> LoadOptions {
    LoadOptions(readFile: { (path) throws(UnreadableFile) in
        guard let file = files[path] else {
            throw UnreadableFile(reason: "No such file or directory", isMissing: true)
        }
        return file
    })
}

private func frame(_ number: UInt8) -> [UInt8] { [UInt8](repeating: 2, count: 12) + [0x88, 0xb5, number] }

@Suite("Replays of captures")
struct ReplayTests {
    private static let capture = ClassicCapture([
        (5_000_000_000, frame(1)), (5_250_000_000, frame(2)), (6_000_000_000, frame(3)),
    ])

    private static func flow(_ keys: String) -> String {
        twoHosts("traffic:\n  f: { kind: replay, from: h1, to: h2, pcap: x.pcap\(keys) }")
    }

    private static func load(
        _ keys: String, _ file: [UInt8], path: String = "dir/lab.yaml"
    ) -> Result<LoadedScenarios, InvalidScenario> {
        ScenarioLoader.runs(text: flow(keys), file: path, options: folder(["dir/x.pcap": file, "x.pcap": file]))
    }

    private static func replay(
        _ keys: String = "", _ file: [UInt8] = ReplayTests.capture.bytes
    ) throws -> (Scenario.Flow, ReplayPlan) {
        let flow = try load(keys, file).get().runs[0].flows[0]
        guard case .replay(let plan) = flow.kind else { throw UnreadableFile(reason: "no replay", isMissing: false) }
        return (flow, plan)
    }

    @Test(
        "every form of a classic capture gives the same frames at the same times", arguments: [false, true],
        [false, true])
    func classic(isBigEndian: Bool, isNanoseconds: Bool) throws {
        var capture = Self.capture
        (capture.isBigEndian, capture.isNanoseconds) = (isBigEndian, isNanoseconds)
        let (flow, plan) = try Self.replay("", capture.bytes)
        #expect(plan.frames == [frame(1), frame(2), frame(3)])
        #expect(plan.timing?.offsets == [0, 250_000_000, 1_000_000_000])
        #expect(flow.count == 3)
    }

    @Test("times are divided by the speed; a pace leaves them out; `count` and `for` take the first frames")
    func timing() throws {
        #expect(try Self.replay(", speed: 2").1.timing?.offsets == [0, 125_000_000, 500_000_000])
        #expect(try Self.replay(", speed: 0.5").1.timing?.offsets == [0, 500_000_000, 2_000_000_000])
        #expect(try Self.replay(", for: 250ms").0.count == 1)
        #expect(try Self.replay(", for: 251ms").0.count == 2)
        #expect(try Self.replay(", count: 2").0.count == 2)
        let (flow, plan) = try Self.replay(", rate: 100pps, count: 7")
        #expect(plan.timing == nil && flow.count == 7 && flow.offset(ofFrame: 6) == 60_000_000)
        #expect(try Self.replay(", interval: 1ms").0.count == 3)
    }

    @Test("times that go back are sent at once, and said")
    func backwards() throws {
        let file = ClassicCapture([(9, frame(1)), (4, frame(2)), (7, frame(3)), (10, frame(4))])
        let loaded = try Self.load("", file.bytes).get()
        #expect(
            loaded.warnings.map(\.message) == [
                "2 of the frames of `x.pcap` were captured before one that stands before them: they are sent at once, in the order of the file"
            ])
        guard case .replay(let plan) = loaded.runs[0].flows[0].kind else { return }
        #expect(plan.timing?.offsets == [0, 0, 0, 1])
    }

    @Test("a damaged file says where")
    func damages() {
        let whole = Self.capture.bytes
        var raw = Self.capture
        raw.linkType = 101
        let cut = ClassicCapture([(1, frame(1))]).bytes
        let snapped = Array(cut[..<36]) + [99, 0, 0, 0] + cut[40...]
        let cases: [([UInt8], String)] = [
            (Array(whole.prefix(40)), "is truncated at byte 40, in what begins at byte 24, behind 0 frames"),
            (Array(whole.prefix(80)), "is truncated at byte 80, in what begins at byte 55, behind 1 frames"),
            (Array(whole.prefix(24)), "holds no frame"),
            (Array(whole.prefix(7)), "is truncated at byte 7, in what begins at byte 0, behind 0 frames"),
            ([], "is empty"),
            ([0x1f, 0x8b, 8, 0], "is compressed"),
            (Array("version: 1".utf8), "is no capture: it begins with `7665 7273`"),
            (raw.bytes, "has frame 1 of link type 101, IP packets"),
            (snapped, "has frame 1 cut: 15 of its 99 bytes are there"),
            (ClassicCapture([(1, [])]).bytes, "has frame 1 of no bytes"),
        ]
        for (file, message) in cases {
            guard case .failure(let invalid) = Self.load("", file) else {
                Issue.record("loaded: \(message)")
                continue
            }
            #expect(invalid.diagnostics.map(\.message) == ["`x.pcap` \(message)"])
            #expect(invalid.diagnostics.first?.span.column == 46)
        }
    }

    @Test("simple packets have no time, and are sent at a pace")
    func simplePackets() throws {
        let block: [UInt8] = [3, 0, 0, 0, 32, 0, 0, 0, 15, 0, 0, 0] + frame(1) + [0, 32, 0, 0, 0]
        let head: [UInt8] =
            [0x0a, 0x0d, 0x0d, 0x0a, 28, 0, 0, 0, 0x4d, 0x3c, 0x2b, 0x1a, 1, 0, 0, 0]
            + [UInt8](repeating: 0xff, count: 8)
            + [28, 0, 0, 0, 1, 0, 0, 0, 20, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 20, 0, 0, 0]
        #expect(try Self.replay(", interval: 1ms", head + block + block).1.frames == [frame(1), frame(1)])
        guard case .failure(let invalid) = Self.load("", head + block) else {
            Issue.record("loaded")
            return
        }
        #expect(invalid.diagnostics.map(\.message) == ["`x.pcap` has frames without a time"])
    }

    @Test("a file is read once, for all runs and flows; its path is from the scenario's folder, or absolute")
    func readOnce() throws {
        let reads = Mutex<[String]>([])
        let options = LoadOptions(readFile: { (path) throws(UnreadableFile) in
            reads.withLock { $0.append(path) }
            return Self.capture.bytes
        })
        let text = """
            version: 1
            matrix: { n: 1..50 }
            params: { file: x.pcap }
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            traffic:
              f: { kind: replay, from: h1, to: h2, pcap: "${file}", at: "${n}ms" }
              g: { kind: replay, from: h2, to: h1, pcap: "${file}" }
              h: { kind: replay, from: h2, to: h1, pcap: /tmp/y.pcap }
            """
        let loaded = try ScenarioLoader.runs(text: text, file: "a/b/lab.yaml", options: options).get()
        #expect(loaded.runs.count == 50)
        #expect(reads.withLock { $0 } == ["a/b/x.pcap", "/tmp/y.pcap"])
    }

    @Test("captures take of the 64 MiB that all frames of a file have")
    func budget() {
        let large = ClassicCapture((0..<520).map { (Int64($0), [UInt8](repeating: 1, count: 65_536)) }).bytes
        let text = twoHosts(
            """
            traffic:
              f: { kind: replay, from: h1, to: h2, pcap: x.pcap }
              g: { kind: replay, from: h1, to: h2, pcap: y.pcap }
            """)
        let said = refusal(text, folder(["x.pcap": large, "y.pcap": large]))
        #expect(said.contains("lab.yaml:5:46: error: `y.pcap` has \(large.count) bytes"), "\(said)")
    }

    @Test("what is shown loads as the same")
    func shown() throws {
        for keys in ["", ", speed: 0.25, at: 3s", ", rate: 3pps, count: 9", ", for: 600ms"] {
            let plan = try Self.load(keys, Self.capture.bytes).get().runs[0]
            let shown = ScenarioRenderer.show(plan)
            let again = try ScenarioLoader.load(
                text: shown, file: "dir/y.yaml", options: folder(["dir/x.pcap": Self.capture.bytes])
            ).get()
            #expect(again.flows.map(\.meaning) == plan.flows.map(\.meaning), "\(shown)")
        }
    }

    @Test("any bytes are read or refused", .timeLimit(.minutes(5)))
    func anyBytes() {
        var random = SplitMix64(seed: 3)
        let whole = Self.capture.bytes
        for _ in 0..<5000 {
            var file = whole
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                file[Int.random(in: 0..<file.count, using: &random)] =
                    [0, 1, 0x7f, 0xff].randomElement(using: &random) ?? 0
            }
            _ = Self.load(", speed: 0.000001", Array(file.prefix(Int.random(in: 0...file.count, using: &random))))
        }
    }
}
