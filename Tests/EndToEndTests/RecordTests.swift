import Foundation
import TestSupport
import Testing

@Suite("Records, and where they part", .timeLimit(.minutes(3)))
struct RecordTests {
    private static let text = """
        version: 1
        name: pair
        clock: virtual
        params: { cookie: 5, ttl: 64, size: 100 }
        topology:
          nodes: { h1: host, h2: host, s1: switch }
          links:
            - { id: tunnel, kind: l2tpv3, endpoints: [h1, s1], options: { rxcookie: 5, txcookie: "${cookie}" }, b: { rxcookie: 5 } }
            - [s1, h2]
        traffic:
          hello: { kind: ping, from: h1, to: h2, count: 3, warmup: arp }
          bulk: { kind: udp, from: h1, to: h2, count: 4, size: "${size}", ttl: "${ttl}" }

        """

    private let directory: TemporaryDirectory
    private let file: String

    init() throws {
        directory = try TemporaryDirectory()
        file = try directory.write(Self.text, to: "pair.yaml")
    }

    private func record(_ name: String, _ further: String...) throws -> String {
        let path = "\(directory.path)/\(name)"
        _ = try Binary.start(["run", file, "--record", path] + further).outcome()
        return path
    }

    private func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(filePath: path)) }

    @Test("two runs of one file are one record, byte for byte, with as many events as are said")
    func alike() throws {
        let (a, b) = (try record("a"), try record("b"))
        #expect(try bytes(a) == bytes(b))
        #expect(try bytes(a).starts(with: Data("wirework record 1\n".utf8)))
        let outcome = try Binary.run("diff", a, b)
        #expect(outcome.status == 0)
        let run = try Binary.run("run", file, "--record", "\(directory.path)/c", "--report", "json=-")
        let report = try Report(run.output).runs[0]
        let fingerprint = try #require(report.fingerprint)
        let events = try #require(report.record?.events)
        #expect(outcome.output == "alike: \(events) events, fingerprint \(fingerprint)\n")
        #expect(run.diagnostics.contains("record  \(directory.path)/c: \(events) events\n"))
    }

    @Test("recording changes nothing: the fingerprint stays what it is")
    func unchanged() throws {
        let plain = try Report(Binary.run("run", file, "--report", "json=-").output).runs[0]
        let recorded = try Report(
            Binary.run("run", file, "--record", "\(directory.path)/a", "--report", "json=-").output
        ).runs[0]
        #expect(plain.fingerprint != nil && plain.fingerprint == recorded.fingerprint)
        #expect(plain.conservation == recorded.conservation)
    }

    @Test("the first difference: both events, the field that differs, and what was shared before")
    func ttl() throws {
        let (a, b) = (try record("a"), try record("b", "--set", "ttl=63"))
        let outcome = try Binary.run("diff", a, b)
        #expect(outcome.status == 1)
        #expect(outcome.diagnostics.isEmpty)
        let lines = outcome.output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        #expect(lines.prefix(2) == ["not the same run \(a) \(b)", "param ttl 64 63"])
        #expect(lines.contains("event 20 is the first that differs, after 19 events alike"))
        let frame = "IPv4 10.0.0.1 > 10.0.0.2 UDP 49153 > 9001 length 58, 100 bytes"
        #expect(lines.contains("\(a) 0.000004000 s tunnel.a received bulk #0 \(frame)"))
        #expect(lines.contains("\(b) 0.000004000 s tunnel.a received bulk #0 \(frame)"))
        #expect(lines.contains("what differs \(a) \(b)"))
        #expect(lines.contains("ip.ttl 64 63"))
        #expect(lines.filter { $0.hasPrefix("ip.") }.count == 2, "and the checksum")
        #expect(!lines.contains { $0.hasPrefix("time ") || $0.hasPrefix("udp.") })
    }

    @Test("a drop is told from an arrival, and bytes of a tunnel from those of a frame")
    func cookie() throws {
        let (a, b) = (try record("a"), try record("b", "--set", "cookie=6"))
        let outcome = try Binary.run("diff", a, b)
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("after 1 event alike"))
        #expect(outcome.output.contains("dropped: cookie-mismatch"))
        #expect(outcome.output.contains("message of "))
    }

    @Test("a run that goes on where the other has ended")
    func longer() throws {
        let text = Self.text.replacing("count: 4,", with: "count: 5,")
        let a = try record("a")
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        let outcome = try Binary.run("diff", a, try record("b"))
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("the run has ended"))
    }

    @Test("each of several runs has a record of its own, and a repetition too")
    func several() throws {
        _ = try record("a.rec", "--repeat", "2")
        #expect(try Binary.run("diff", "\(directory.path)/a.pair-1.rec", "\(directory.path)/a.pair-2.rec").status == 0)
    }

    @Test("runs in real time are never the same twice, and are not recorded")
    func real() throws {
        let outcome = try Binary.run("run", file, "--clock", "real", "--record", "\(directory.path)/a")
        #expect(outcome.status == 2)
        #expect(outcome.output.isEmpty)
        #expect(
            outcome.diagnostics == """
                wirework: --record: \(file) is a run in real time, which is never the same twice; --clock virtual makes it one \
                that is

                """)
        #expect(!FileManager.default.fileExists(atPath: "\(directory.path)/a"))
    }

    @Test("what is no record, of another version, or cut off, is status 2, with the place")
    func unfit() throws {
        let whole = try bytes(try record("whole"))
        func diff(_ data: Data) throws -> Binary.Outcome {
            try data.write(to: URL(filePath: "\(directory.path)/odd"))
            return try Binary.run("diff", "\(directory.path)/whole", "\(directory.path)/odd")
        }
        let odd = "wirework: \(directory.path)/odd: "
        #expect(try diff(Data("version: 1\n".utf8)).diagnostics == odd + "not a record of a run\n")
        #expect(try diff(Data()).diagnostics == odd + "not a record of a run\n")
        #expect(
            try diff(Data("wirework record 2\n".utf8)).diagnostics
                == odd + "a record of version 2; this wirework reads version 1\n")
        #expect(
            try diff(whole.dropLast(18)).diagnostics
                == odd + "byte \(whole.count - 18): the record ends here, without an end: its run was cut short\n")
        #expect(
            try diff(whole.dropLast(3)).diagnostics
                == odd + "byte \(whole.count - 3): the record ends inside an item\n")
        #expect(try diff(whole.dropLast(18) + [0xff]).diagnostics == odd + "byte \(whole.count - 18): an unknown tag\n")
        for data in [whole.dropLast(3), Data()] { #expect(try diff(data).status == 2) }
        let missing = try Binary.run("diff", "\(directory.path)/whole", "/nowhere/x")
        #expect(missing.status == 2)
        #expect(missing.diagnostics == "wirework: /nowhere/x: No such file or directory\n")
    }

    @Test("a disk without room is no success")
    func full() throws {
        let outcome = try Binary.run("run", file, "--record", "/dev/full")
        #expect(outcome.status == 3)
        #expect(outcome.output.contains("; not all are there: No space left on device\n"))
    }
}
