import TestSupport
import Testing

@testable import WireFormats

@Suite("pcapng, read")
struct PcapNGReaderTests {
    /// All blocks, or what was thrown.
    private static func read(_ file: [UInt8]) throws(WireError) -> [PcapNGBlock] {
        var reader = PcapNGReader(file.span.bytes)
        var blocks: [PcapNGBlock] = []
        while let block = try reader.next() { blocks.append(block) }
        return blocks
    }

    @Test("a file is read as it was written")
    func roundTrip() throws {
        let start = PcapNGLiteral.section.count + PcapNGLiteral.interface.count
        let blocks = try Self.read(PcapNGLiteral.file)
        try #require(blocks.count == 5)
        #expect(
            blocks[0]
                == .section(PcapNGSection(hardware: "x86_64", operatingSystem: "Linux", application: "Wirework")))
        #expect(blocks[1] == .interface(PcapNGInterface(name: "n1", description: "l2tpv3", snapLength: 262_144)))
        guard case .packet(let packet) = blocks[2], case .packet(let dropped) = blocks[3] else {
            Issue.record("no packets: \(blocks)")
            return
        }
        #expect(packet.time == 0x1122_3344_5566_7788 && packet.interface == 0)
        #expect(packet.direction == .inbound && packet.comments.isEmpty)
        #expect(packet.bytes == start + 28..<start + 43 && packet.originalByteCount == 17)
        #expect(dropped.direction == .outbound && dropped.comments == ["dropped: loop"])
        #expect(dropped.originalByteCount == 15)
        #expect(
            blocks[4]
                == .statistics(
                    PcapNGStatistics(
                        interface: 0, time: 0x3_0000_0004, startTime: 0x1_0000_0002, endTime: 0x3_0000_0004,
                        received: 7, dropped: 2)))
    }

    @Test("the other byte order, no options, no end of options")
    func bigEndian() throws {
        let file = PcapNGLiteral.bigEndianFile
        let blocks = try Self.read(file)
        guard blocks.count == 4, case .section(let section) = blocks[0], case .interface(let interface) = blocks[1],
            case .packet(let packet) = blocks[2], case .statistics(let statistics) = blocks[3]
        else {
            Issue.record("\(blocks)")
            return
        }
        #expect(section.isBigEndian && section.application == nil)
        #expect(interface.linkType == 1 && interface.snapLength == 0 && interface.name == nil)
        #expect(interface.resolution == 6)
        #expect(packet.time == 0x1_0000_0002 && Array(file[packet.bytes]) == [0xaa, 0xbb, 0xcc])
        #expect(packet.direction == .outbound)
        #expect(statistics.received == 9 && statistics.dropped == nil && statistics.time == 0x1_0000_0002)
    }

    @Test("a second section has its own byte order and interfaces")
    func sections() throws {
        #expect(try Self.read(PcapNGLiteral.bigEndianFile + PcapNGLiteral.file).count == 9)
        #expect(throws: WireError.invalid(field: "pcapng interface", value: 0)) {
            try Self.read(PcapNGLiteral.file + PcapNGLiteral.section + PcapNGLiteral.packet)
        }
    }

    @Test("a file that ends anywhere gives its whole blocks", arguments: [false, true])
    func truncation(_ isBigEndian: Bool) {
        let file = isBigEndian ? PcapNGLiteral.bigEndianFile : PcapNGLiteral.file
        var ends: [Int] = [0]
        var reader = PcapNGReader(file.span.bytes)
        while (try? reader.next()) != nil { ends.append(reader.offset) }
        #expect(ends.last == file.count)
        for length in 0...file.count {
            let part = Array(file.prefix(length))
            var reader = PcapNGReader(part.span.bytes)
            var whole = 0
            var thrown: WireError?
            do throws(WireError) {
                while try reader.next() != nil { whole += 1 }
            } catch {
                thrown = error
            }
            #expect(whole == ends.count { $0 <= length } - 1, "\(length) bytes")
            guard !ends.contains(length) else {
                #expect(thrown == nil, "\(length) bytes")
                continue
            }
            guard case .truncated(let needed, let available) = thrown else {
                Issue.record("\(length) bytes: \(String(describing: thrown))")
                continue
            }
            #expect(needed > available)
        }
    }

    /// A change of the file, and the field that is then wrong.
    struct Defect: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let field: String
        let file: [UInt8]

        init(_ name: String, _ field: String, at offset: Int, _ replacement: String) {
            testDescription = name
            self.field = field
            file = PcapNGLiteral.file.replacing(at: offset, with: bytes(replacement))
        }

        static let interface = PcapNGLiteral.section.count
        static let packet = interface + PcapNGLiteral.interface.count
        static let statistics = packet + PcapNGLiteral.packet.count + PcapNGLiteral.droppedPacket.count
        static let all = [
            Defect("no section header", "pcapng section header", at: 0, "01000000"),
            Defect("a magic of neither order", "pcapng byte-order magic", at: 8, "4d3c2b1b"),
            Defect("major version 2", "pcapng major version", at: 12, "0200"),
            Defect("minor version 1", "pcapng minor version", at: 14, "0100"),
            Defect("a section of three bytes", "pcapng section length", at: 16, "0300000000000000"),
            Defect("a section of -2 bytes", "pcapng section length", at: 16, "feffffffffffffff"),
            Defect("a block of no length", "pcapng block length", at: interface + 4, "00000000"),
            Defect("a block shorter than its frame", "pcapng block length", at: interface + 4, "08000000"),
            Defect("a block of odd length", "pcapng block length", at: interface + 4, "35000000"),
            Defect("two lengths that differ", "pcapng block length", at: packet - 4, "38000000"),
            Defect("an interface too short", "pcapng block length", at: interface + 4, "10000000 0100 0000 10000000"),
            Defect("an option beyond the block", "pcapng option length", at: interface + 18, "2400"),
            Defect("a unit of two bytes", "if_tsresol length", at: interface + 38, "0200"),
            Defect("an interface that is not there", "pcapng interface", at: packet + 8, "01000000"),
            Defect("a packet beyond its block", "pcapng captured packet length", at: packet + 20, "1d000000"),
            Defect("a packet of 4 GiB", "pcapng captured packet length", at: packet + 20, "ffffffff"),
            Defect("flags of three bytes", "epb_flags length", at: packet + 46, "0300"),
            Defect("statistics of no interface", "pcapng interface", at: statistics + 8, "ff000000"),
            Defect("a time of seven bytes", "isb_starttime length", at: statistics + 22, "0700"),
            Defect("a count of five bytes", "isb_ifrecv length", at: statistics + 46, "0500"),
        ]
    }

    @Test("what is wrong is named", arguments: Defect.all)
    func defects(_ defect: Defect) {
        let error = #expect(throws: WireError.self) { try Self.read(defect.file) }
        guard case .invalid(let field, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(field == defect.field)
    }

    @Test("an error is thrown again, and takes nothing with it")
    func errorStays() throws {
        let file = Defect.all[13].file
        var reader = PcapNGReader(file.span.bytes)
        _ = try reader.next()
        _ = try reader.next()
        for _ in 0..<2 {
            do throws(WireError) {
                _ = try reader.next()
                Issue.record("nothing thrown")
            } catch {
                #expect(error == .invalid(field: "pcapng interface", value: 1))
            }
            #expect(reader.offset == Defect.packet && reader.interfaces.count == 1)
        }
    }

    @Test("what readers have to take: minor version 2, other blocks, texts of any bytes")
    func lenience() throws {
        var file = PcapNGLiteral.section.replacing(at: 14, with: bytes("0200"))
        file = file.replacing(at: 28, with: bytes("7800 5f36 ff34"))
        let other = bytes("ad0b0000 10000000 01020304 10000000")
        let blocks = try Self.read(file + other)
        guard blocks.count == 2, case .section(let section) = blocks[0] else {
            Issue.record("\(blocks)")
            return
        }
        // The text ends at its zero byte.
        #expect(section.hardware == "x")
        #expect(section.operatingSystem == "Linux")
        #expect(blocks[1] == .other(type: 0xbad, bytes: file.count..<file.count + 16))
        let mended = PcapNGLiteral.section.replacing(at: 28, with: [0xff])
        guard case .section(let section) = try Self.read(mended)[0] else { return }
        #expect(section.hardware == "\u{fffd}86_64")
        // A packet that is shorter on the wire than in the file, as some writers have it.
        let short = PcapNGLiteral.file.replacing(at: Defect.packet + 24, with: bytes("01000000"))
        guard case .packet(let packet) = try Self.read(short)[2] else { return }
        #expect(packet.originalByteCount == 15 && packet.bytes.count == 15)
    }

    /// if_tsresol, if_tsoffset, a time, and nanoseconds since 1970.
    static let times: [(UInt8, Int64, UInt64, Int64?)] = [
        (9, 0, 1_700_000_000_123_456_789, 1_700_000_000_123_456_789),
        (6, 0, 1_700_000_000_123_456, 1_700_000_000_123_456_000),
        (0, 0, 1_700_000_000, 1_700_000_000_000_000_000),
        (12, 0, 1_999, 1),
        (28, 0, .max, 1), (29, 0, .max, 0), (0x7f, 0, .max, 0),
        (0x80, 0, 3, 3_000_000_000),
        (0x80 | 1, 0, 3, 1_500_000_000),
        (0x80 | 32, 0, 5 << 32 | 1 << 31, 5_500_000_000),
        (0x80 | 64, 0, 1 << 63, 500_000_000),
        (0x80 | 100, 0, .max, 0), (0xff, 0, .max, 0),
        (9, 1_700_000_000, 5, 1_700_000_000_000_000_005),
        (9, -1, 1_000_000_001, 1),
        (9, 0, .max, nil), (0, 0, 1 << 62, nil), (0x80, 0, .max, nil),
        (9, .max, 0, nil), (9, 9_223_372_036, .max >> 1, nil),
    ]

    @Test("times in any unit", arguments: times)
    func nanoseconds(_ resolution: UInt8, _ offset: Int64, _ time: UInt64, _ expected: Int64?) {
        var interface = PcapNGInterface()
        interface.resolution = resolution
        interface.timeOffset = offset
        #expect(interface.nanoseconds(of: time) == expected)
    }

    @Test("an offset of time is written and read")
    func timeOffset() throws {
        var interface = PcapNGInterface(name: "n1")
        interface.timeOffset = -5
        interface.resolution = 0x8a
        let block = written { interface.write(into: &$0) }
        #expect(try Self.read(PcapNGLiteral.section + block)[1] == .interface(interface))
    }

    @Test("arbitrary bytes: the reader throws or comes to the end", arguments: [false, true])
    func arbitrary(_ isBigEndian: Bool) {
        let literal = isBigEndian ? PcapNGLiteral.bigEndianFile : PcapNGLiteral.file
        var random = SplitMix64(seed: 3)
        var read = 0
        for _ in 0..<20_000 {
            var file = literal
            for _ in 0..<(random.next() & 3) + 1 {
                let dice = random.next()
                // Small numbers in a random place find lengths and codes more often than random ones.
                file[Int(dice >> 32) % file.count] = UInt8(truncatingIfNeeded: dice & 0x100 == 0 ? dice : dice & 0x0f)
            }
            file.removeLast(random.next() & 7 == 0 ? Int(random.next() % UInt64(file.count)) : 0)
            do throws(WireError) {
                for block in try Self.read(file) {
                    if case .packet(let packet) = block, packet.bytes.upperBound > file.count {
                        Issue.record("a packet outside of the file: \(file)")
                    }
                }
                read += 1
            } catch {
                #expect(!error.description.isEmpty)
            }
        }
        // Payload, texts and times may be anything; most else may not.
        #expect(read > 2_000 && read < 19_000)
    }
}
