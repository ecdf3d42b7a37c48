/// A captured packet without a time (draft-ietf-opsawg-pcapng section 4.4, the Simple Packet Block).
///
/// It was captured at the first interface of its section.
public struct PcapNGSimplePacket: Hashable, Sendable {
    /// Its length on the wire.
    public let originalByteCount: Int
    /// Where its bytes lie in what the reader was given.
    public let bytes: Range<Int>

    init(parsing block: borrowing PcapNGBytes, interfaces: [PcapNGInterface]) throws(WireError) {
        try block.requireFields(Self.fieldByteCount)
        guard let interface = interfaces.first else { throw .invalid("pcapng interface", UInt32(0)) }
        let original = block.integer(UInt32.self, at: Offset.originalByteCount)
        // How much was captured is not said: all of it, or what the interface keeps; a snap length of 0 is none.
        let captured = interface.snapLength == 0 ? original : min(original, interface.snapLength)
        guard Int(captured) <= block.bodyByteCount - Self.fieldByteCount else {
            throw .invalid("pcapng original packet length", original)
        }
        originalByteCount = Int(original)
        let start = block.offset + Offset.bytes
        bytes = start..<(start + Int(captured))
    }

    private static let fieldByteCount = 4

    private enum Offset {
        static let originalByteCount = 8
        static let bytes = 12
    }
}
