import LinuxNet
import NetCore
import WireFormats

/// What a packet socket has beside a frame: a virtio_net_hdr before it, and a VLAN tag that the kernel has taken out.
struct PacketFraming: DatagramFraming {
    /// Zeros: what is sent is whole.
    let template: HeaderTemplate

    private static let headerByteCount = PacketSocket.headerByteCount
    private static let tagByteCount = 4
    /// The two addresses, behind which a tag stands.
    private static let addressesByteCount = 2 * MACAddress.byteCount

    /// struct virtio_net_hdr, in the order of this machine's bytes (packet(7): what `PACKET_VNET_HDR` brings is legacy virtio).
    private enum Field {
        static let flags = 0
        static let segmentation = 1
        static let checksumStart = 6
        static let checksumOffset = 8
        /// `VIRTIO_NET_HDR_F_NEEDS_CSUM`.
        static let needsChecksum: UInt8 = 1
    }

    init() {
        let zeros: [10 of UInt8] = .init(repeating: 0)
        // SAFETY: any bits are bytes.
        template = unsafe HeaderTemplate(zeros.span.bytes)
    }

    /// The kernel takes no frame without an Ethernet header (`EINVAL`).
    @inline(__always)
    func refusal(of byteCount: Int) -> DropReason? {
        byteCount < EthernetHeader.untaggedByteCount ? .runt : nil
    }

    /// Computes a checksum that the sender left to hardware, and puts the tag back.
    @_lifetime(copy message)
    static func completed(_ message: ReceivedMessage) -> ReceivedMessage {
        let count = message.byteCount
        guard count >= headerByteCount else { return message }
        // SAFETY: these bytes are a slab's, which nobody else reads or writes before the dispatch ends.
        let bytes = unsafe UnsafeMutableRawBufferPointer(start: message.start, count: count)
        if unsafe bytes[Field.flags] & Field.needsChecksum != 0 {
            unsafe completeChecksum(in: bytes)
        }
        guard let tag = message.vlanTag, count >= headerByteCount + addressesByteCount else { return message }
        let whole = unsafe ReceivedMessage(message, movingStartBackBy: tagByteCount)
        let front = headerByteCount + addressesByteCount
        // SAFETY: the headroom of a slab is longer than a tag.
        unsafe whole.start.copyMemory(from: message.start, byteCount: front)
        unsafe whole.start.storeBytes(of: tag.bigEndian, toByteOffset: front, as: UInt32.self)
        return whole
    }

    /// The sum of the pseudo-header stands in the field already.
    private static func completeChecksum(in bytes: UnsafeMutableRawBufferPointer) {
        // SAFETY: the header was received whole; what it says of the frame is checked.
        let start =
            headerByteCount + Int(unsafe bytes.loadUnaligned(fromByteOffset: Field.checksumStart, as: UInt16.self))
        let field = start + Int(unsafe bytes.loadUnaligned(fromByteOffset: Field.checksumOffset, as: UInt16.self))
        guard start < bytes.count, field + 2 <= bytes.count else { return }
        let covered = unsafe RawSpan(_unsafeBytes: UnsafeRawBufferPointer(rebasing: bytes[start...]))
        let sum = InternetChecksum.of(covered)
        // RFC 768: 0 in UDP is no checksum, and the same number written otherwise.
        unsafe bytes.storeBytes(of: (sum == 0 ? .max : sum).bigEndian, toByteOffset: field, as: UInt16.self)
    }

    @inline(__always)
    mutating func open(_ datagram: RawSpan, at time: Int64) -> OpenedDatagram {
        guard datagram.byteCount > Self.headerByteCount else { return .refused(.runt) }
        // Many in one, which the sender left to hardware: longer than any frame of the interface.
        guard datagram.byte(at: Field.segmentation) == 0 else { return .refused(.oversize) }
        return .frame(at: Self.headerByteCount)
    }
}
