import Testing

@testable import WireFormats

@Suite("pcapng, written")
struct PcapNGWriterTests {
    private static let payload = (0..<15).map { UInt8($0) }

    @Test("a section header says what made the file")
    func section() {
        let section = PcapNGSection(hardware: "x86_64", operatingSystem: "Linux", application: "Wirework")
        #expect(written { section.write(into: &$0) } == PcapNGLiteral.section)
        #expect(section.byteCount == PcapNGLiteral.section.count)
        let bare = PcapNGSection()
        #expect(written { bare.write(into: &$0) } == bytes("0a0d0d0a1c0000004d3c2b1a01000000ffffffffffffffff1c000000"))
    }

    @Test("an interface has a name, a description, a link type, a snap length and nanoseconds")
    func interface() {
        let interface = PcapNGInterface(name: "n1", description: "l2tpv3", snapLength: 262_144)
        #expect(written { interface.write(into: &$0) } == PcapNGLiteral.interface)
        #expect(interface.byteCount == PcapNGLiteral.interface.count)
    }

    @Test("a packet has a direction, and a comment where there is something to say")
    func packets() {
        let plain = written { output in
            PcapNGPacket.write(
                into: &output, interface: 0, time: 0x1122_3344_5566_7788, direction: .inbound, originalByteCount: 17,
                bytes: Self.payload.span.bytes)
        }
        #expect(plain == PcapNGLiteral.packet)
        #expect(PcapNGPacket.byteCount(captured: 15) == plain.count)
        let comment = Array("dropped: loop".utf8)
        let dropped = written { output in
            PcapNGPacket.write(
                into: &output, interface: 0, time: 0x1122_3344_5566_7788, direction: .outbound, originalByteCount: 15,
                bytes: Self.payload.span.bytes, comment: comment.span.bytes)
        }
        #expect(dropped == PcapNGLiteral.droppedPacket)
        #expect(PcapNGPacket.byteCount(captured: 15, comment: comment.count) == dropped.count)
    }

    @Test("a packet and its padding end where the next block may begin", arguments: 0...9)
    func padding(_ length: Int) {
        let payload = [UInt8](repeating: 0xee, count: length)
        let block = written { output in
            PcapNGPacket.write(
                into: &output, interface: 0, time: 0, direction: .unknown, originalByteCount: length,
                bytes: payload.span.bytes, comment: payload.span.bytes)
        }
        #expect(block.count == PcapNGPacket.byteCount(captured: length, comment: length))
        #expect(block.count % 4 == 0)
        #expect(block.count(where: { $0 == 0xee }) == 2 * length)
    }

    @Test("statistics have times and counts")
    func statistics() {
        let statistics = PcapNGStatistics(
            interface: 0, time: 0x3_0000_0004, startTime: 0x1_0000_0002, endTime: 0x3_0000_0004, received: 7, dropped: 2
        )
        #expect(written { statistics.write(into: &$0) } == PcapNGLiteral.statistics)
        #expect(statistics.byteCount == PcapNGLiteral.statistics.count)
        let bare = PcapNGStatistics(interface: 1, time: 2)
        #expect(written { bare.write(into: &$0) } == bytes("05000000 18000000 01000000 00000000 02000000 18000000"))
    }

    @Test("a text that is too long is cut between two characters")
    func longText() throws {
        let name = String(repeating: "€", count: 30_000)
        let interface = PcapNGInterface(name: name)
        let block = written(capacity: interface.byteCount) { interface.write(into: &$0) }
        let file = PcapNGLiteral.section + block
        var reader = PcapNGReader(file.span.bytes)
        _ = try reader.next()
        guard case .interface(let read) = try reader.next() else {
            Issue.record("no interface")
            return
        }
        // 4096 bytes hold 1365 characters of three.
        #expect(read.name == String(name.prefix(1365)))
    }
}
