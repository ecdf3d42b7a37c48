/// A block of a capture file.
public enum PcapNGBlock: Hashable, Sendable {
    /// A section begins; what follows knows nothing of the interfaces before it.
    case section(PcapNGSection)
    /// The next interface of the section.
    case interface(PcapNGInterface)
    /// A packet.
    case packet(PcapNGPacket)
    /// A packet without a time, of the first interface.
    case simple(PcapNGSimplePacket)
    /// Counters of an interface.
    case statistics(PcapNGStatistics)
    /// A block that this reader passes over: its type, and where all of it lies.
    case other(type: UInt32, bytes: Range<Int>)
}

/// Reads a pcapng file, block by block (draft-ietf-opsawg-pcapng).
///
///     var reader = PcapNGReader(file)
///     while let block = try reader.next() { ... }
///
/// No bytes make it trap. A file that somebody still writes, or whose writer was killed, may end within a block: that is
/// `truncated`, after all blocks that are whole.
public struct PcapNGReader: ~Escapable {
    private let file: RawSpan
    private var isBigEndian = false
    private var isInSection = false

    /// Where the next block begins.
    public private(set) var offset = 0
    /// The interfaces of the section so far; packets name them by their place.
    public private(set) var interfaces: [PcapNGInterface] = []

    /// A reader at the first block.
    @_lifetime(copy file)
    public init(_ file: RawSpan) {
        self.file = file
    }

    /// The next block.
    ///
    /// - Returns: nil at the end of the file.
    /// - Throws: ``WireError``; the reader stays where it is, and throws the same again.
    public mutating func next() throws(WireError) -> PcapNGBlock? {
        let rest = file.extracting(droppingFirst: offset)
        guard !rest.isEmpty else { return nil }
        try rest.require(PcapNG.frameByteCount)
        let order = try byteOrder(of: rest)
        let block = PcapNGBytes(
            try Self.wholeBlock(of: rest, isBigEndian: order), isBigEndian: order, offset: offset)
        let byteCount = block.bodyByteCount + PcapNG.frameByteCount
        let result = try parse(block, byteCount)
        switch result {
        case .section:
            isBigEndian = order
            isInSection = true
            interfaces = []
        case .interface(let interface): interfaces.append(interface)
        default: break
        }
        offset += byteCount
        return result
    }

    private func parse(_ block: borrowing PcapNGBytes, _ byteCount: Int) throws(WireError) -> PcapNGBlock {
        let type = block.integer(UInt32.self, at: 0)
        switch type {
        case PcapNG.BlockType.section: return .section(try PcapNGSection(parsing: block))
        case PcapNG.BlockType.interface: return .interface(try PcapNGInterface(parsing: block))
        case PcapNG.BlockType.packet:
            return .packet(try PcapNGPacket(parsing: block, interfaces: interfaces.count))
        case PcapNG.BlockType.simple: return .simple(try PcapNGSimplePacket(parsing: block, interfaces: interfaces))
        case PcapNG.BlockType.statistics:
            return .statistics(try PcapNGStatistics(parsing: block, interfaces: interfaces.count))
        default: return .other(type: type, bytes: offset..<(offset + byteCount))
        }
    }

    /// That of the section, which a section header says anew.
    private func byteOrder(of rest: RawSpan) throws(WireError) -> Bool {
        let type = rest.bigEndian(UInt32.self, at: 0)
        guard type == PcapNG.BlockType.section else {
            guard isInSection else { throw .invalid("pcapng section header", type) }
            return isBigEndian
        }
        let magic = rest.bigEndian(UInt32.self, at: 8)
        guard magic != PcapNG.byteOrderMagic else { return true }
        guard magic.byteSwapped == PcapNG.byteOrderMagic else { throw .invalid("pcapng byte-order magic", magic) }
        return false
    }

    /// The bytes that the total length says, if all are there and the one behind says the same.
    @_lifetime(copy rest)
    private static func wholeBlock(of rest: RawSpan, isBigEndian: Bool) throws(WireError) -> RawSpan {
        let stored = rest.bigEndian(UInt32.self, at: 4)
        let length = isBigEndian ? stored : stored.byteSwapped
        guard length >= PcapNG.frameByteCount, length & 3 == 0 else { throw .invalid("pcapng block length", length) }
        try rest.require(Int(length))
        let again = rest.bigEndian(UInt32.self, at: Int(length) - 4)
        guard again == stored else { throw .invalid("pcapng block length", isBigEndian ? again : again.byteSwapped) }
        return rest.extracting(first: Int(length))
    }
}
