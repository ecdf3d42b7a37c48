import CLinuxNet
import Glibc

/// One message of a receive: a datagram, or several of equal length from one sender that the kernel put together.
@safe
public struct ReceivedMessage: ~Escapable {
    /// Where the bytes are; the slab's headroom stands before them.
    @unsafe public let start: UnsafeMutableRawPointer
    /// All of the bytes.
    public let byteCount: Int
    /// The bytes of each datagram but the last, which may have less; of a single datagram, all of them.
    public let segmentByteCount: Int
    /// Whether the message was longer than its slab: the end of its last datagram is lost, and perhaps whole datagrams.
    public let isTruncated: Bool
    /// What the kernel had thrown away on this socket when this message came, modulo 2^32; `nil` when it did not say.
    let overflow: UInt32?
    /// TPID and TCI of the VLAN tag that the kernel took out of a frame (packet(7), `PACKET_AUXDATA`); nil for none.
    public let vlanTag: UInt32?

    private let name: UnsafeRawPointer?
    private let nameByteCount: Int

    @_lifetime(immortal)
    init(_ message: UnsafeMutablePointer<clinuxnet_mmsghdr>, start: UnsafeMutableRawPointer, capacity: Int) {
        // SAFETY: the caller gives a message that the kernel has filled, and the slab it was received into.
        let control = unsafe clinuxnet_read_received_control(&message.pointee.msg_hdr)
        let byteCount = unsafe min(Int(message.pointee.msg_len), capacity)
        let segment = Int(control.segment)
        unsafe self.start = start
        self.byteCount = byteCount
        segmentByteCount = segment > 0 ? min(segment, byteCount) : byteCount
        isTruncated = unsafe message.pointee.msg_hdr.msg_flags & clinuxnet_MSG_TRUNC != 0
        overflow = control.has_overflow != 0 ? control.overflow : nil
        vlanTag = control.vlan_tag != 0 ? control.vlan_tag : nil
        unsafe name = UnsafeRawPointer(message.pointee.msg_hdr.msg_name)
        nameByteCount = unsafe Int(message.pointee.msg_hdr.msg_namelen)
    }

    /// The same message, begun in the headroom of its slab, for what has to be put into it.
    ///
    /// - Precondition: There are so many bytes of headroom.
    @unsafe
    @_lifetime(copy message)
    public init(_ message: ReceivedMessage, movingStartBackBy count: Int) {
        precondition(count >= 0 && count <= ReceiveSlabs.defaultHeadroomByteCount, "more than the headroom")
        unsafe start = message.start - count
        byteCount = message.byteCount + count
        segmentByteCount = byteCount
        isTruncated = message.isTruncated
        overflow = message.overflow
        vlanTag = nil
        unsafe name = message.name
        nameByteCount = message.nameByteCount
    }

    /// The number of datagrams; an empty message is one empty datagram.
    @inlinable
    public var datagramCount: Int {
        byteCount == 0 ? 1 : (byteCount &+ segmentByteCount &- 1) / segmentByteCount
    }

    /// One datagram.
    ///
    /// - Precondition: `index` is less than ``datagramCount``.
    @inlinable
    @_lifetime(copy self)
    public func datagram(at index: Int) -> RawSpan {
        precondition(index >= 0 && index < datagramCount, "no such datagram in the message")
        let offset = index &* segmentByteCount
        // SAFETY: `offset` is within `byteCount`, and the slab outlives this view.
        let span = unsafe RawSpan(
            _unsafeStart: UnsafeRawPointer(start + offset), byteCount: min(segmentByteCount, byteCount &- offset))
        return unsafe _overrideLifetime(span, copying: self)
    }

    /// Walks the datagrams in order.
    ///
    /// - Parameter body: Gets each datagram where it lies. The bytes are those of the slab: good until the next receive, and
    ///   free to be changed until then.
    /// - Throws: What `body` throws, at once.
    @inlinable
    @unsafe
    public func forEachDatagram<Failure: Error>(
        _ body: (_ start: UnsafeMutableRawPointer, _ byteCount: Int) throws(Failure) -> Void
    ) throws(Failure) {
        var offset = 0
        repeat {
            let length = min(segmentByteCount, byteCount &- offset)
            // SAFETY: `offset + length` is at most `byteCount`.
            try unsafe body(start + offset, length)
            offset &+= length
        } while offset < byteCount
    }

    /// Who sent the message; `nil` when the kernel did not say.
    public var source: SocketAddress? {
        // SAFETY: the kernel wrote `nameByteCount` bytes of the name.
        unsafe SocketAddress(copying: name, byteCount: nameByteCount)
    }

    /// Lends the sender's address as the kernel wrote it.
    @unsafe
    func withName<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        unsafe body(UnsafeRawBufferPointer(start: name, count: name == nil ? 0 : nameByteCount))
    }

    /// Whether an expected peer sent the message, without making an address of the sender.
    ///
    /// A peer without a zone is of any: the kernel tells the zone of whoever has sent, and of a socket's own address only
    /// where the socket was bound to an interface.
    public func isFrom(_ peer: SocketAddress) -> Bool {
        // SAFETY: each load is within the name that the kernel wrote.
        guard let name = unsafe name else { return false }
        switch peer.family {
        case .ipv4:
            guard nameByteCount == MemoryLayout<sockaddr_in>.size else { return false }
            let v4 = unsafe name.loadUnaligned(as: sockaddr_in.self)
            return Int32(v4.sin_family) == AF_INET && v4.sin_port.byteSwapped == peer.port
                && UInt64(v4.sin_addr.s_addr.byteSwapped) == peer.low
        case .ipv6:
            guard let source else { return false }
            return source == peer || peer.scope == 0 && source.withScope(0) == peer
        }
    }
}
