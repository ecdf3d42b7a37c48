import Testing

@testable import WireFormats

/// Files written out by hand after draft-ietf-opsawg-pcap.
private enum PcapLiteral {
    /// Little-endian, microseconds, Ethernet: 3 of 5 bytes at 2.000007 s, then 2 bytes at 1 s.
    static let file = bytes(
        """
        d4c3b2a1 0200 0400 00000000 00000000 00000400 01000000
        02000000 07000000 03000000 05000000 aabbcc
        01000000 00000000 02000000 02000000 dddd
        """)
    /// Big-endian, nanoseconds, IP packets: one of one byte at 2.000000007 s.
    static let bigEndianFile = bytes(
        """
        a1b23c4d 0002 0004 00000000 00000000 00040000 00000065
        00000002 00000007 00000001 00000001 ee
        """)
}

@Suite("pcap, read")
struct PcapReaderTests {
    private static func read(_ file: [UInt8]) throws(WireError) -> [PcapPacket] {
        var reader = try PcapReader(file.span.bytes)
        var packets: [PcapPacket] = []
        while let packet = try reader.next() { packets.append(packet) }
        return packets
    }

    @Test("packets in their order, with times, lengths and places")
    func packets() throws {
        let packets = try Self.read(PcapLiteral.file)
        #expect(
            packets == [
                PcapPacket(time: 2_000_007_000, originalByteCount: 5, bytes: 40..<43),
                PcapPacket(time: 1_000_000_000, originalByteCount: 2, bytes: 59..<61),
            ])
        let reader = try PcapReader(PcapLiteral.file.span.bytes)
        #expect(reader.linkType == 1 && reader.snapLength == 262_144 && reader.checkSequenceByteCount == 0)
    }

    @Test("the other byte order, and nanoseconds")
    func bigEndian() throws {
        let packets = try Self.read(PcapLiteral.bigEndianFile)
        #expect(packets == [PcapPacket(time: 2_000_000_007, originalByteCount: 1, bytes: 40..<41)])
        let reader = try PcapReader(PcapLiteral.bigEndianFile.span.bytes)
        #expect(reader.linkType == 101)
    }

    @Test("a check sequence is said in words of two bytes, if it is said")
    func checkSequence() throws {
        let said = PcapLiteral.file.replacing(at: 20, with: [1, 0, 0, 0x24])
        let reader = try PcapReader(said.span.bytes)
        #expect(reader.checkSequenceByteCount == 4)
        let unsaid = PcapLiteral.file.replacing(at: 20, with: [1, 0, 0, 0x20])
        let other = try PcapReader(unsaid.span.bytes)
        #expect(other.checkSequenceByteCount == 0)
    }

    @Test("an original shorter than what was captured is mended")
    func mended() throws {
        let file = PcapLiteral.file.replacing(at: 36, with: [0, 0, 0, 0])
        #expect(try Self.read(file)[0].originalByteCount == 3)
    }

    @Test("a file that ends anywhere gives its whole packets, then truncated")
    func truncation() {
        for length in 0..<PcapLiteral.file.count where length != 43 && length != 24 {
            let part = Array(PcapLiteral.file.prefix(length))
            var whole = 0
            var thrown: WireError?
            do throws(WireError) {
                var reader = try PcapReader(part.span.bytes)
                while try reader.next() != nil { whole += 1 }
            } catch {
                thrown = error
            }
            #expect(whole == (length < 43 ? 0 : 1))
            guard case .truncated = thrown else {
                Issue.record("\(length): \(String(describing: thrown))")
                continue
            }
        }
    }

    @Test("another magic and another version are refused")
    func refused() {
        let modified = PcapLiteral.file.replacing(at: 0, with: [0x34, 0xcd, 0xb2, 0xa1])
        #expect(throws: WireError.invalid(field: "pcap magic", value: 0x34cd_b2a1)) { try Self.read(modified) }
        let isModifiedKnown = PcapReader.recognizes(modified.span.bytes)
        let isKnown = PcapReader.recognizes(PcapLiteral.bigEndianFile.span.bytes)
        #expect(!isModifiedKnown && isKnown)
        let version = PcapLiteral.file.replacing(at: 4, with: [1])
        #expect(throws: WireError.invalid(field: "pcap major version", value: 1)) { try Self.read(version) }
    }

    @Test("a simple packet block of pcapng has no time, and is as long as the interface keeps")
    func simplePacket() throws {
        func file(snapLength: String) -> [UInt8] {
            bytes(
                """
                0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000
                01000000 14000000 0100 0000 \(snapLength) 14000000
                03000000 14000000 03000000 aabbcc00 14000000
                """)
        }
        for (snapLength, kept) in [("00000000", 3), ("02000000", 2)] {
            let file = file(snapLength: snapLength)
            var reader = PcapNGReader(file.span.bytes)
            _ = try reader.next()
            _ = try reader.next()
            guard case .simple(let packet) = try reader.next() else {
                Issue.record("no simple packet")
                return
            }
            #expect(packet.originalByteCount == 3 && packet.bytes == 60..<60 + kept)
        }
        let long = file(snapLength: "00000000").replacing(at: 56, with: [5])
        var reader = PcapNGReader(long.span.bytes)
        #expect(throws: WireError.invalid(field: "pcapng original packet length", value: 5)) {
            while try reader.next() != nil {}
        }
        let orphan = bytes(
            "0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000 03000000 10000000 00000000 10000000")
        var second = PcapNGReader(orphan.span.bytes)
        #expect(throws: WireError.invalid(field: "pcapng interface", value: 0)) { while try second.next() != nil {} }
    }
}
