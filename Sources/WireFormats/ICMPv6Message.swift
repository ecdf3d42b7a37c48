/// The eight bytes that the ICMPv6 messages used here begin with (RFC 4443 section 2.1).
///
/// The checksum covers the pseudo-header and what follows too: a receiver asks `checksumIsValid(of:pseudoHeader:)`
/// with the whole message, and `write(into:pseudoHeader:payload:)` computes it.
public struct ICMPv6Message: Hashable, Sendable {
    /// What the message says (IANA "ICMPv6 type Numbers").
    public struct Kind: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
        /// The field as a number.
        public let rawValue: UInt8

        /// The type with that number; every number is one.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// The packet could not be delivered; the code says why.
        public static let destinationUnreachable = Kind(rawValue: 1)
        /// The packet is larger than a link's MTU, which the message names.
        public static let packetTooBig = Kind(rawValue: 2)
        /// The packet's hop limit, or the time for reassembly, ran out.
        public static let timeExceeded = Kind(rawValue: 3)
        /// Please send this back.
        public static let echoRequest = Kind(rawValue: 128)
        /// The answer to an echo request.
        public static let echoReply = Kind(rawValue: 129)
        /// The question who is a router here (RFC 4861 section 4.1).
        public static let routerSolicitation = Kind(rawValue: 133)
        /// A router's answer, or its periodic word (RFC 4861 section 4.2).
        public static let routerAdvertisement = Kind(rawValue: 134)
        /// The question who has an address (RFC 4861 section 4.3).
        public static let neighborSolicitation = Kind(rawValue: 135)
        /// The answer to that (RFC 4861 section 4.4).
        public static let neighborAdvertisement = Kind(rawValue: 136)
        /// A router's word that there is a better first hop (RFC 4861 section 4.5).
        public static let redirect = Kind(rawValue: 137)

        /// Whether such a message is about another packet, which it quotes (RFC 4443 section 2.1).
        public var isError: Bool { rawValue < 128 }
    }

    /// What the message says.
    public var kind: Kind
    /// Which case of it.
    public var code: UInt8
    /// The checksum as parsed; zero in a message made here.
    public let checksum: UInt16
    /// The four bytes whose meaning the type gives.
    public var restOfHeader: UInt32

    /// The number of bytes on the wire, before the body.
    public static let byteCount = 8

    private enum Offset {
        static let kind = 0
        static let code = 1
        static let checksum = 2
        static let restOfHeader = 4
    }

    /// A message from its fields; its checksum is computed when it is written with its payload.
    public init(kind: Kind, code: UInt8 = 0, restOfHeader: UInt32 = 0) {
        self.kind = kind
        self.code = code
        self.checksum = 0
        self.restOfHeader = restOfHeader
    }

    /// An echo request or reply.
    public init(_ echo: ICMPEcho) {
        self.init(kind: echo.kind == .request ? .echoRequest : .echoReply, restOfHeader: echo.restOfHeader)
    }

    /// The header of a message.
    public init(parsing message: RawSpan) throws(WireError) {
        try message.require(Self.byteCount)
        kind = Kind(rawValue: message.byte(at: Offset.kind))
        code = message.byte(at: Offset.code)
        checksum = message.bigEndian(UInt16.self, at: Offset.checksum)
        restOfHeader = message.bigEndian(UInt32.self, at: Offset.restOfHeader)
    }

    /// Whether the checksum of a whole message is right.
    public static func checksumIsValid(of message: RawSpan, pseudoHeader: PseudoHeader) -> Bool {
        var checksum = pseudoHeader.checksum(.icmpv6, byteCount: message.byteCount)
        checksum.add(message)
        return checksum.isValid
    }

    /// Appends the header with the checksum that it holds.
    ///
    /// - Precondition: there is room for eight bytes.
    public func write(into output: inout OutputRawSpan) {
        output.append(kind.rawValue)
        output.append(code)
        output.append(bigEndian: checksum)
        output.append(bigEndian: restOfHeader)
    }

    /// Appends the header, with the checksum for this body, and the body.
    ///
    /// - Precondition: there is room for all of it.
    public func write(into output: inout OutputRawSpan, pseudoHeader: PseudoHeader, payload: RawSpan) {
        let start = output.byteCount
        write(into: &output)
        output.append(contentsOf: payload)
        output.storeICMPv6Checksum(pseudoHeader, messageAt: start, field: start + Offset.checksum)
    }

    /// Appends the header, what `payload` appends, and then stores the checksum for it: no scratch buffer is needed.
    ///
    /// - Precondition: there is room for all of it, and `payload` removes nothing.
    public func write(
        into output: inout OutputRawSpan, pseudoHeader: PseudoHeader, payload: (inout OutputRawSpan) -> Void
    ) {
        let start = output.byteCount
        write(into: &output)
        payload(&output)
        output.storeICMPv6Checksum(pseudoHeader, messageAt: start, field: start + Offset.checksum)
    }
}

extension OutputRawSpan {
    fileprivate mutating func storeICMPv6Checksum(_ header: PseudoHeader, messageAt start: Int, field: Int) {
        let seed = header.checksum(.icmpv6, byteCount: byteCount - start)
        storeChecksum(seed, of: start, at: field)
    }
}
