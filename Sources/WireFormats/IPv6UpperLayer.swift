/// What stands behind the extension headers of an IPv6 packet (RFC 8200 section 4).
public struct IPv6UpperLayer: Hashable, Sendable {
    /// What it is.
    public let `protocol`: IPProtocol
    /// Where it begins, in bytes from that of the packet.
    public let offset: Int
    /// Whether it is the middle of something: a fragment behind the first has no header there.
    public let isLaterFragment: Bool

    private enum Extension {
        static let hopByHop: UInt8 = 0
        static let routing: UInt8 = 43
        static let fragment: UInt8 = 44
        static let authentication: UInt8 = 51
        static let destinationOptions: UInt8 = 60
    }

    /// What the payload of a packet is, behind all headers that are known to be extensions.
    ///
    /// - Parameter packet: With its IPv6 header.
    public init(parsing packet: RawSpan) throws(WireError) {
        let header = try IPv6Header(parsing: packet)
        let end = IPv6Header.byteCount + header.payloadByteCount
        var next = header.nextHeader.rawValue
        var offset = IPv6Header.byteCount
        var isLaterFragment = false
        // Each is eight bytes long at least, and the packet ends.
        while !isLaterFragment {
            let scale: Int
            switch next {
            case Extension.hopByHop, Extension.routing, Extension.destinationOptions: scale = 8
            case Extension.authentication: scale = 4
            case Extension.fragment: scale = 0
            default:
                self.init(next, offset, isLaterFragment)
                return
            }
            guard offset + 8 <= end else { throw .truncated(needed: offset + 8, available: end) }
            if scale == 0 {
                isLaterFragment = packet.bigEndian(UInt16.self, at: offset + 2) >> 3 != 0
            }
            next = packet.byte(at: offset)
            // In units of eight bytes behind the first eight; of authentication, four (RFC 4302 section 2.2).
            offset += 8 + Int(packet.byte(at: offset + 1)) * scale
            guard offset <= end else { throw .truncated(needed: offset, available: end) }
        }
        self.init(next, offset, isLaterFragment)
    }

    private init(_ protocol: UInt8, _ offset: Int, _ isLaterFragment: Bool) {
        self.protocol = IPProtocol(rawValue: `protocol`)
        self.offset = offset
        self.isLaterFragment = isLaterFragment
    }
}
