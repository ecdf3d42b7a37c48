/// The eight bytes that every ICMP message for IPv4 begins with (RFC 792).
///
/// The checksum covers what follows too: a receiver asks `InternetChecksum.isValid` with the whole message, and
/// `write(into:payload:)` computes it.
public struct ICMPv4Message: Hashable, Sendable {
    /// What the message says (IANA "ICMP Type Numbers").
    public struct Kind: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
        /// The field as a number.
        public let rawValue: UInt8

        /// The type with that number; every number is one.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// The answer to an echo request.
        public static let echoReply = Kind(rawValue: 0)
        /// The packet could not be delivered; the code says why.
        public static let destinationUnreachable = Kind(rawValue: 3)
        /// Please send this back.
        public static let echoRequest = Kind(rawValue: 8)
        /// The packet's time to live, or the time for reassembly, ran out.
        public static let timeExceeded = Kind(rawValue: 11)

        /// Whether such a message is about another packet, which it quotes (RFC 1122 section 3.2.2): unreachable, source
        /// quench, redirect, time exceeded, parameter problem.
        public var isError: Bool {
            switch rawValue {
            case 3...5, 11, 12: true
            default: false
            }
        }
    }

    /// What the message says.
    public var kind: Kind
    /// Which case of it.
    public var code: UInt8
    /// The checksum as parsed; zero in a message made here.
    public let checksum: UInt16
    /// The four bytes whose meaning the type gives.
    public var restOfHeader: UInt32

    /// The number of bytes on the wire, before the data.
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

    /// Appends the header with the checksum that it holds.
    ///
    /// - Precondition: there is room for eight bytes.
    public func write(into output: inout OutputRawSpan) {
        output.append(kind.rawValue)
        output.append(code)
        output.append(bigEndian: checksum)
        output.append(bigEndian: restOfHeader)
    }

    /// Appends the header, with the checksum for these data, and the data.
    ///
    /// - Precondition: there is room for all of it.
    public func write(into output: inout OutputRawSpan, payload: RawSpan) {
        let start = output.byteCount
        write(into: &output)
        output.append(contentsOf: payload)
        output.storeChecksum(InternetChecksum(), of: start, at: start + Offset.checksum)
    }

    /// Appends the header, what `payload` appends, and then stores the checksum for it: no scratch buffer is needed.
    ///
    /// - Precondition: there is room for all of it, and `payload` removes nothing.
    public func write(into output: inout OutputRawSpan, payload: (inout OutputRawSpan) -> Void) {
        let start = output.byteCount
        write(into: &output)
        payload(&output)
        output.storeChecksum(InternetChecksum(), of: start, at: start + Offset.checksum)
    }
}

extension OutputRawSpan {
    /// Stores the checksum of everything from `start` on, its own field counted as zero.
    ///
    /// - Precondition: the two bytes at `offset` were appended.
    package mutating func storeChecksum(_ seed: InternetChecksum, of start: Int, at offset: Int) {
        store(bigEndian: UInt16(0), at: offset)
        var checksum = seed
        checksum.add(bytes.extracting(droppingFirst: start))
        store(bigEndian: checksum.value, at: offset)
    }
}
