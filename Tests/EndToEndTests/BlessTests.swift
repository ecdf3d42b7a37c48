import Foundation
import TestSupport
import Testing

@Suite("Captures that runs are held against", .timeLimit(.minutes(3)))
struct BlessTests {
    private static let text = """
        version: 1
        name: pair
        clock: virtual
        params: { ttl: 64 }
        topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
        traffic: { f: { kind: udp, from: h1, to: h2, count: 3, ttl: "${ttl}" } }
        expect: [{ pcap: { at: h2, equals: golden/h2.pcapng } }]

        """

    private let directory: TemporaryDirectory
    private let file: String

    init() throws {
        directory = try TemporaryDirectory()
        file = try directory.write(Self.text, to: "pair.yaml")
    }

    private func golden() throws -> Data { try Data(contentsOf: URL(filePath: "\(directory.path)/golden/h2.pcapng")) }

    @Test("--bless writes one and says so, the next run passes, and one that sees otherwise fails")
    func blessed() throws {
        let first = try Binary.run("run", file)
        #expect(first.status == 1)
        #expect(first.output.contains("run it with `--bless`, which writes what arrived to `golden/h2.pcapng`"))

        let blessing = try Binary.run("run", file, "--bless")
        #expect(blessing.status == 0, "\(blessing.output)\(blessing.diagnostics)")
        #expect(blessing.output.contains("written  \(directory.path)/golden/h2.pcapng: 4 frames"))
        let bytes = try golden()

        #expect(try Binary.run("run", file).status == 0)
        #expect(try Binary.run("run", file, "--clock", "real").status == 0)
        let other = try Binary.run("run", file, "--set", "ttl=63")
        #expect(other.status == 1)
        #expect(other.output.contains("ip.ttl is 63, expected 64"))
        #expect(try golden() == bytes)

        #expect(try Binary.run("run", file, "--bless").status == 0)
        #expect(try golden() == bytes)
    }

    @Test("a damaged one is refused, and written anew by --bless")
    func damaged() throws {
        #expect(try Binary.run("run", file, "--bless").status == 0)
        try golden().prefix(100).write(to: URL(filePath: "\(directory.path)/golden/h2.pcapng"))
        let refused = try Binary.run("run", file)
        #expect(refused.status == 2)
        #expect(refused.diagnostics.contains("`golden/h2.pcapng` is truncated at byte 100"))
        #expect(try Binary.run("run", file, "--bless").status == 0)
        #expect(try Binary.run("run", file).status == 0)
    }

    @Test("a file that is no capture is not written over")
    func foreign() throws {
        let path = try directory.write(Self.text.replacing("golden/h2.pcapng", with: "pair.yaml"), to: "pair.yaml")
        let before = directory.text(of: "pair.yaml")
        let outcome = try Binary.run("run", path, "--bless")
        #expect(outcome.status == 2)
        #expect(outcome.diagnostics.contains("`pair.yaml` is no capture"))
        #expect(directory.text(of: "pair.yaml") == before)
    }

    @Test("two runs do not write the same one")
    func shared() throws {
        let outcome = try Binary.run("run", file, file, "--bless")
        #expect(outcome.status == 2)
        #expect(outcome.diagnostics.contains("--bless: several runs or lines would write"))
        #expect(throws: (any Error).self) { try golden() }
    }

    @Test("one that cannot be written is no success")
    func unwritable() throws {
        _ = try directory.write("", to: "golden")
        let outcome = try Binary.run("run", file, "--bless")
        #expect(outcome.status == 3)
        #expect(outcome.output.contains("not written  "))
    }
}
