import Lab
import LinuxNet
import NetCore
import SystemPackage
import TestSupport
import Testing
import WireFormats

@testable import ScenarioFile

@Suite("Captures of impaired links", .timeLimit(.minutes(3)))
struct CapturedImpairmentTests {
    /// Runs a scenario, and tells what its capture has: direction, interface and comment of each packet that is no warm-up.
    private static func events(_ scenario: Scenario) throws -> [String] {
        let directory = try TemporaryDirectory()
        let path = directory["run.pcapng"]
        var options = RunOptions()
        options.capture = CaptureTarget(path: path) {
            let file = try FileDescriptor.open(
                FilePath(path), .writeOnly, options: [.create], permissions: .ownerReadWrite)
            return (file, true)
        }
        let zero = try #require(try LabRunner.run(scenario, options: options).capture).zero
        let file = try FileDescriptor.open(FilePath(path), .readOnly)
        defer { try? file.close() }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = try buffer.withUnsafeMutableBytes({ try unsafe file.read(into: $0) }), count > 0 {
            bytes += buffer[..<count]
        }
        var reader = PcapNGReader(bytes.span.bytes)
        var events: [String] = []
        while let block = try reader.next() {
            guard case .packet(let packet) = block else { continue }
            let interface = reader.interfaces[packet.interface]
            // In virtual time warm-ups of a link without delay take no time.
            guard interface.nanoseconds(of: packet.time).map({ $0 > zero }) ?? false else { continue }
            let direction = [.inbound: "in", .outbound: "out"][packet.direction] ?? "?"
            events.append(([direction, interface.name ?? "?"] + packet.comments).joined(separator: " "))
        }
        return events
    }

    private static func scenario(_ material: LinkMaterial, _ clock: BothClocks, forward: [ImpairmentSetting]) throws
        -> Scenario
    {
        let text = """
            version: 1
            topology:
              nodes: { h1: host, h2: host }
              links: [\(material.link("h1", "h2", id: "cable"))]
            traffic:
              there: { kind: udp, from: h1, to: h2, at: 1ms, count: 2, interval: 1ms, warmup: arp }
            """
        return try load(text, clock: clock).impaired(forward: forward)
    }

    @Test(
        "a datagram that is lost or corrupted stands with its reason at the end that was to send it, others on the wire",
        .tags(.kernel), arguments: BothClocks.allCases)
    func tunnel(clock: BothClocks) throws {
        for (setting, reason) in [
            (ImpairmentSetting.drop([1...1]), "impaired-drop"), (.corrupt(.always), "corrupted"),
        ] {
            let events = try Self.events(Self.scenario(.tunnel, clock, forward: [setting]))
            let whole = reason == "corrupted" ? 0 : 1
            #expect(events.count { $0 == "out h1:eth0" } == 2)
            #expect(events.count { $0 == "out cable.a dropped: \(reason)" } == 2 - whole)
            #expect(events.count { $0 == "out cable.a" } == whole)
            #expect(events.count { $0 == "in cable.b" } == whole)
            #expect(events.count { $0 == "in h2:eth0" } == whole)
        }
    }

    @Test("a frame of a wire stands once, as its node sent it, with its reason", arguments: BothClocks.allCases)
    func wire(clock: BothClocks) throws {
        for (setting, reason) in [
            (ImpairmentSetting.drop([1...1]), "impaired-drop"), (.corrupt(.always), "corrupted"),
        ] {
            let events = try Self.events(Self.scenario(.wire, clock, forward: [setting]))
            let lost = "out h1:eth0 dropped: \(reason)"
            #expect(events == (reason == "corrupted" ? [lost, lost] : [lost, "out h1:eth0", "in h2:eth0"]))
        }
    }

    @Test("a duplicate stands on the wire twice, and at its sender once", arguments: LinkMaterial.allCases)
    func duplicate(material: LinkMaterial) throws {
        let events = try Self.events(Self.scenario(material, .virtual, forward: [.duplicate(.always)]))
        #expect(events.count { $0 == "out h1:eth0" } == 2)
        #expect(events.count { $0 == "in h2:eth0" } == 4)
        #expect(events.count { $0 == "out cable.a" } == (material == .tunnel ? 4 : 0))
    }
}
