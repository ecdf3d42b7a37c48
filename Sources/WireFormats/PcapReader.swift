/// A packet of a classic capture file.
public struct PcapPacket: Hashable, Sendable {
    /// Nanoseconds since 1970.
    public let time: Int64
    /// Its length on the wire; never less than what was captured.
    public let originalByteCount: Int
    /// Where its bytes lie in what the reader was given.
    public let bytes: Range<Int>
}

/// Reads a classic capture file, as tcpdump writes it, packet by packet (draft-ietf-opsawg-pcap).
///
///     | magic | version 2.4 | two words | snap length | link type |      then, for each packet,
///     | seconds | fraction | captured length | original length | bytes |
///
/// The magic says the byte order, and whether the fraction counts micro- or nanoseconds. No bytes make it trap. A file that
/// ends within a packet is `truncated`, after all packets that are whole.
public struct PcapReader: ~Escapable {
    private let file: RawSpan
    private let isBigEndian: Bool
    /// Nanoseconds that the fraction of a second counts.
    private let unit: Int64

    /// What the packets begin with; 1 is Ethernet (draft-ietf-opsawg-pcaplinktype).
    public let linkType: UInt16
    /// The most bytes of a packet that were kept.
    public let snapLength: UInt32
    /// Bytes of the frame check sequence at the end of each packet; 0 where the file does not say.
    public let checkSequenceByteCount: Int
    /// Where the next packet begins.
    public private(set) var offset: Int

    /// A reader at the first packet.
    ///
    /// - Throws: ``WireError`` where there is no head of such a file.
    @_lifetime(copy file)
    public init(_ file: RawSpan) throws(WireError) {
        try file.require(Self.headByteCount)
        let magic = file.bigEndian(UInt32.self, at: 0)
        switch magic {
        case Self.microseconds, Self.nanoseconds: isBigEndian = true
        case Self.microseconds.byteSwapped, Self.nanoseconds.byteSwapped: isBigEndian = false
        default: throw .invalid("pcap magic", magic)
        }
        let order = isBigEndian
        func word(_ offset: Int) -> UInt32 {
            let word = file.bigEndian(UInt32.self, at: offset)
            return order ? word : word.byteSwapped
        }
        unit = magic == Self.microseconds || magic.byteSwapped == Self.microseconds ? 1000 : 1
        let version = file.bigEndian(UInt16.self, at: Offset.majorVersion)
        let major = order ? version : version.byteSwapped
        guard major == Self.majorVersion else { throw .invalid("pcap major version", major) }
        snapLength = word(Offset.snapLength)
        let type = word(Offset.linkType)
        linkType = UInt16(truncatingIfNeeded: type)
        // The upper four bits count words of two bytes, if this bit says that they are meant.
        checkSequenceByteCount = type & Self.saysCheckSequence != 0 ? Int(type >> 28) * 2 : 0
        offset = Self.headByteCount
        self.file = file
    }

    /// Whether a file begins as one of this format.
    public static func recognizes(_ file: RawSpan) -> Bool {
        guard file.byteCount >= 4 else { return false }
        let magic = file.bigEndian(UInt32.self, at: 0)
        return [microseconds, nanoseconds].contains { $0 == magic || $0 == magic.byteSwapped }
    }

    /// The next packet.
    ///
    /// - Returns: nil at the end of the file.
    /// - Throws: ``WireError``; the reader stays where it is, and throws the same again.
    public mutating func next() throws(WireError) -> PcapPacket? {
        let rest = file.extracting(droppingFirst: offset)
        guard !rest.isEmpty else { return nil }
        try rest.require(Self.recordByteCount)
        let captured = Int(word(of: rest, at: Offset.capturedByteCount))
        try rest.require(Self.recordByteCount + captured)
        let start = offset + Self.recordByteCount
        let time =
            Int64(word(of: rest, at: Offset.seconds)) * 1_000_000_000 + Int64(word(of: rest, at: Offset.fraction))
            * unit
        // As pcapng's: a reader mends an original that is shorter than what was captured.
        let original = max(captured, Int(word(of: rest, at: Offset.originalByteCount)))
        offset = start + captured
        return PcapPacket(time: time, originalByteCount: original, bytes: start..<offset)
    }

    private func word(of bytes: RawSpan, at offset: Int) -> UInt32 {
        let word = bytes.bigEndian(UInt32.self, at: offset)
        return isBigEndian ? word : word.byteSwapped
    }

    private static let microseconds: UInt32 = 0xa1b2_c3d4
    private static let nanoseconds: UInt32 = 0xa1b2_3c4d
    private static let majorVersion: UInt16 = 2
    private static let saysCheckSequence: UInt32 = 1 << 26
    private static let headByteCount = 24
    private static let recordByteCount = 16

    /// Of the head, and of each packet's.
    private enum Offset {
        static let majorVersion = 4
        static let snapLength = 16
        static let linkType = 20
        static let seconds = 0
        static let fraction = 4
        static let capturedByteCount = 8
        static let originalByteCount = 12
    }
}
