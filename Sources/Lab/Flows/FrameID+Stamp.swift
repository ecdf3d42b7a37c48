import NetCore
import WireFormats

extension FrameID {
    /// Which frame of which flow this is.
    ///
    /// Inside the process the descriptor says so; a frame that came through a socket has lost it, but a ping or a
    /// datagram still carries the stamp.
    ///
    /// - Returns: nil for frames that no flow has made, and for those of a `frames` flow that came through a socket.
    static func of(_ frame: Frame) -> FrameID? {
        if let id = frame.id { return id }
        let bytes = frame.bytes
        guard let offset = payloadOffset(bytes), bytes.byteCount >= offset + FlowStamp.byteCount,
            let stamp = FlowStamp(parsing: bytes.extracting(droppingFirst: offset)), stamp.flow != 0
        else { return nil }
        return FrameID(flow: stamp.flow, number: stamp.sequence)
    }

    /// Where the payload of an echo message or of a UDP datagram begins: both have headers of eight bytes.
    private static func payloadOffset(_ bytes: RawSpan) -> Int? {
        var offset = EthernetHeader.untaggedByteCount
        while offset <= EthernetHeader.untaggedByteCount + 2 * VLANTag.byteCount, bytes.byteCount > offset {
            let type = EtherType(rawValue: bytes.bigEndian(UInt16.self, at: offset - 2))
            switch type {
            case .vlan, .qinq: offset += VLANTag.byteCount
            case .ipv4:
                let headerByteCount = Int(bytes.bigEndian(UInt8.self, at: offset) & 0xf) * 4
                return offset + headerByteCount + UDPHeader.byteCount
            case .ipv6: return offset + IPv6Header.byteCount + UDPHeader.byteCount
            default: return nil
            }
        }
        return nil
    }

    /// Whether it is an echo from before time zero.
    var isWarmUp: Bool { flow & Traffic.warmupBit != 0 }
}
