/// A captured packet (draft-ietf-opsawg-pcapng section 4.3, the Enhanced Packet Block).
///
/// Reading gives values of this type; writing needs none, see
/// ``write(into:interface:time:direction:originalByteCount:bytes:comment:)``.
public struct PcapNGPacket: Hashable, Sendable {
    /// The number of its interface in the section.
    public let interface: Int
    /// In units of the interface, see ``PcapNGInterface/nanoseconds(of:)``.
    public let time: UInt64
    /// Whether the interface received or sent it.
    public let direction: Direction
    /// Its length on the wire; never less than what was captured.
    public let originalByteCount: Int
    /// `opt_comment`, as often as there is one.
    public let comments: [String]
    /// Where its bytes lie in what the reader was given.
    public let bytes: Range<Int>

    /// The lowest two bits of `epb_flags` (section 4.3.1).
    public enum Direction: UInt32, Sendable {
        /// Not said.
        case unknown = 0
        /// The interface received it.
        case inbound = 1
        /// The interface sent it.
        case outbound = 2
    }

    /// The number of bytes of a block that is written.
    ///
    /// - Parameters:
    ///   - captured: Bytes of the packet that are kept.
    ///   - comment: Bytes of the comment; 0: none.
    @inline(__always)
    public static func byteCount(captured: Int, comment: Int = 0) -> Int {
        fixedByteCount &+ PcapNG.padded(captured)
            &+ (comment > 0 ? PcapNG.optionHeaderByteCount &+ PcapNG.padded(comment) : 0)
    }

    /// Appends a block.
    ///
    /// - Parameters:
    ///   - output: Has room for ``byteCount(captured:comment:)`` bytes.
    ///   - interface: A number that an interface block before it has.
    ///   - time: In units of the interface.
    ///   - direction: Whether the interface received or sent it.
    ///   - originalByteCount: The length before it was cut.
    ///   - bytes: What is kept.
    ///   - comment: UTF-8, at most ``PcapNG/maximumTextByteCount`` bytes; none if empty.
    /// - Precondition: there is room, `bytes` is not longer than the original, and the comment not too long.
    public static func write(
        into output: inout OutputRawSpan, interface: UInt32, time: UInt64, direction: Direction,
        originalByteCount: Int, bytes: RawSpan, comment: RawSpan = RawSpan()
    ) {
        precondition(bytes.byteCount <= originalByteCount && comment.byteCount <= PcapNG.maximumTextByteCount)
        let total = UInt32(byteCount(captured: bytes.byteCount, comment: comment.byteCount))
        writeHead(
            into: &output, total: total, interface: interface, time: time, captured: bytes.byteCount,
            original: originalByteCount)
        output.appendPadded(bytes)
        writeOptions(into: &output, total: total, direction: direction, comment: comment)
    }

    /// Appends a block of a packet that is composed where it stands: nothing of it is cut.
    ///
    /// - Parameters:
    ///   - output: Has room for ``byteCount(captured:comment:)`` bytes.
    ///   - interface: A number that an interface block before it has.
    ///   - time: In units of the interface.
    ///   - direction: Whether the interface received or sent it.
    ///   - byteCount: The length of the packet.
    ///   - comment: UTF-8, at most ``PcapNG/maximumTextByteCount`` bytes; none if empty.
    ///   - body: Appends the packet: exactly `byteCount` bytes.
    /// - Precondition: there is room, and the comment is not too long.
    public static func write(
        into output: inout OutputRawSpan, interface: UInt32, time: UInt64, direction: Direction, byteCount: Int,
        comment: RawSpan, packet body: (inout OutputRawSpan) -> Void
    ) {
        precondition(comment.byteCount <= PcapNG.maximumTextByteCount)
        let total = UInt32(Self.byteCount(captured: byteCount, comment: comment.byteCount))
        writeHead(
            into: &output, total: total, interface: interface, time: time, captured: byteCount, original: byteCount)
        let start = output.byteCount
        body(&output)
        precondition(output.byteCount - start == byteCount, "the length has been written already")
        output.append(zeros: PcapNG.padded(byteCount) - byteCount)
        writeOptions(into: &output, total: total, direction: direction, comment: comment)
    }

    @inline(__always)
    private static func writeHead(
        into output: inout OutputRawSpan, total: UInt32, interface: UInt32, time: UInt64, captured: Int, original: Int
    ) {
        output.append(littleEndian: PcapNG.BlockType.packet)
        output.append(littleEndian: total)
        output.append(littleEndian: interface)
        output.append(pcapNGTime: time)
        output.append(littleEndian: UInt32(captured))
        output.append(littleEndian: UInt32(original))
    }

    @inline(__always)
    private static func writeOptions(
        into output: inout OutputRawSpan, total: UInt32, direction: Direction, comment: RawSpan
    ) {
        output.append(littleEndian: PcapNG.Option.flags)
        output.append(littleEndian: UInt16(4))
        output.append(littleEndian: direction.rawValue)
        if !comment.isEmpty {
            output.append(littleEndian: PcapNG.Option.comment)
            output.append(littleEndian: UInt16(comment.byteCount))
            output.appendPadded(comment)
        }
        output.append(littleEndian: UInt32(PcapNG.Option.end))
        output.append(littleEndian: total)
    }

    init(parsing block: borrowing PcapNGBytes, interfaces: Int) throws(WireError) {
        try block.requireFields(Self.fieldByteCount)
        let number = block.integer(UInt32.self, at: Offset.interface)
        guard number < interfaces else { throw .invalid("pcapng interface", number) }
        let captured = block.integer(UInt32.self, at: Offset.capturedByteCount)
        let optionsOffset = Self.fieldByteCount + PcapNG.padded(Int(captured))
        guard optionsOffset <= block.bodyByteCount else { throw .invalid("pcapng captured packet length", captured) }
        interface = Int(number)
        time = block.time(at: Offset.time)
        // The format lets a reader mend an original that is shorter than what was captured.
        originalByteCount = Int(max(captured, block.integer(UInt32.self, at: Offset.originalByteCount)))
        let start = block.offset + Offset.bytes
        bytes = start..<(start + Int(captured))
        var direction = Direction.unknown
        var comments: [String] = []
        try block.forEachOption(behind: optionsOffset) { (code, value) throws(WireError) in
            switch code {
            case PcapNG.Option.comment: comments.append(block.text(value))
            case PcapNG.Option.flags:
                let flags = try block.integer(UInt32.self, of: value, "epb_flags")
                direction = Direction(rawValue: flags & 3) ?? .unknown
            default: break
            }
        }
        self.direction = direction
        self.comments = comments
    }

    /// With `epb_flags` and the end of the options.
    static let fixedByteCount = 12 + 20 + 8 + 4
    private static let fieldByteCount = 20

    private enum Offset {
        static let interface = 8
        static let time = 12
        static let capturedByteCount = 20
        static let originalByteCount = 24
        static let bytes = 28
    }
}

extension OutputRawSpan {
    /// Appends bytes and zeros up to a multiple of four.
    ///
    /// - Precondition: there is room for them.
    @inline(__always)
    mutating func appendPadded(_ bytes: RawSpan) {
        append(contentsOf: bytes)
        append(zeros: PcapNG.padded(bytes.byteCount) &- bytes.byteCount)
    }
}
