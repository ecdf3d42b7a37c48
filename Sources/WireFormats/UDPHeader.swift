/// A UDP header (RFC 768; with IPv6, RFC 8200 section 8.1).
///
/// The usual way to send is one of the static functions, which write header, payload and checksum in one go:
///
///     EthernetHeader(destination: next, source: mac, etherType: .ipv4).write(into: &frame)
///     let packet = IPv4Header(source: a, destination: b, protocol: .udp, payloadByteCount: 8 + 16)
///     packet.write(into: &frame)
///     UDPHeader.write(into: &frame, from: 5000, to: 6000, pseudoHeader: packet.pseudoHeader) {
///         stamp.write(into: &$0)
///     }
public struct UDPHeader: Hashable, Sendable {
    /// The sender's port; zero when no answer is expected.
    public var sourcePort: UInt16
    /// The receiver's port.
    public var destinationPort: UInt16
    /// The bytes behind the header: the length less eight.
    public let payloadByteCount: Int
    /// The checksum as it stands on the wire; zero says that there is none.
    public var checksum: UInt16

    /// The number of bytes on the wire.
    public static let byteCount = 8
    /// The most bytes behind a UDP header in an IPv4 packet without options.
    public static let maximumIPv4PayloadByteCount = 65507
    /// The most bytes behind a UDP header: the length has 16 bits.
    public static let maximumPayloadByteCount = 65527

    fileprivate enum Offset {
        static let sourcePort = 0
        static let destinationPort = 2
        static let length = 4
        static let checksum = 6
    }

    /// A header from its fields; no checksum by default.
    ///
    /// - Precondition: `payloadByteCount` is in 0...`maximumPayloadByteCount`.
    public init(sourcePort: UInt16, destinationPort: UInt16, payloadByteCount: Int, checksum: UInt16 = 0) {
        precondition((0...Self.maximumPayloadByteCount).contains(payloadByteCount), "no UDP payload is that long")
        self.sourcePort = sourcePort
        self.destinationPort = destinationPort
        self.payloadByteCount = payloadByteCount
        self.checksum = checksum
    }

    /// The header of a datagram, which may end before the bytes do.
    ///
    /// A length of zero (RFC 2675) is refused.
    public init(parsing datagram: RawSpan) throws(WireError) {
        try datagram.require(Self.byteCount)
        let length = datagram.bigEndian(UInt16.self, at: Offset.length)
        guard length >= Self.byteCount else { throw .invalid("UDP length", length) }
        try datagram.require(Int(length))
        sourcePort = datagram.bigEndian(UInt16.self, at: Offset.sourcePort)
        destinationPort = datagram.bigEndian(UInt16.self, at: Offset.destinationPort)
        payloadByteCount = Int(length) - Self.byteCount
        checksum = datagram.bigEndian(UInt16.self, at: Offset.checksum)
    }

    /// Whether a receiver may take the datagram that this header was parsed from: its checksum is right, or, with IPv4
    /// alone, absent.
    public func checksumIsValid(of datagram: RawSpan, pseudoHeader: PseudoHeader) -> Bool {
        if checksum == 0 { return pseudoHeader.allowsAbsentChecksum }
        let byteCount = Self.byteCount + payloadByteCount
        var sum = pseudoHeader.checksum(.udp, byteCount: byteCount)
        sum.add(datagram.extracting(first: byteCount))
        return sum.isValid
    }

    /// The payload of the datagram that this header was parsed from.
    @_lifetime(copy datagram)
    public func payload(of datagram: RawSpan) -> RawSpan {
        datagram.extracting(first: Self.byteCount + payloadByteCount).extracting(droppingFirst: Self.byteCount)
    }

    /// Appends the header with the checksum that it holds.
    ///
    /// - Precondition: there is room for eight bytes.
    public func write(into output: inout OutputRawSpan) {
        output.append(bigEndian: sourcePort)
        output.append(bigEndian: destinationPort)
        output.append(bigEndian: UInt16(Self.byteCount + payloadByteCount))
        output.append(bigEndian: checksum)
    }
}

extension UDPHeader {
    /// Appends a datagram: the header, with the checksum for this payload, and the payload.
    ///
    /// - Precondition: there is room for all of it, and the payload is not over `maximumPayloadByteCount`.
    public static func write(
        into output: inout OutputRawSpan, from sourcePort: UInt16, to destinationPort: UInt16,
        pseudoHeader: PseudoHeader, payload: RawSpan
    ) {
        let start = output.byteCount
        UDPHeader(sourcePort: sourcePort, destinationPort: destinationPort, payloadByteCount: payload.byteCount)
            .write(into: &output)
        output.append(contentsOf: payload)
        output.finishDatagram(at: start, pseudoHeader: pseudoHeader)
    }

    /// Appends a datagram: the header, what `payload` appends, and then stores length and checksum.
    ///
    /// No scratch buffer is needed.
    ///
    /// - Precondition: there is room for all of it; `payload` removes nothing and appends at most
    ///   `maximumPayloadByteCount` bytes.
    public static func write(
        into output: inout OutputRawSpan, from sourcePort: UInt16, to destinationPort: UInt16,
        pseudoHeader: PseudoHeader, payload: (inout OutputRawSpan) -> Void
    ) {
        let start = output.byteCount
        UDPHeader(sourcePort: sourcePort, destinationPort: destinationPort, payloadByteCount: 0).write(into: &output)
        payload(&output)
        output.finishDatagram(at: start, pseudoHeader: pseudoHeader)
    }
}

extension OutputRawSpan {
    /// Stores length and checksum of the datagram that begins at `start` and ends here.
    fileprivate mutating func finishDatagram(at start: Int, pseudoHeader: PseudoHeader) {
        let length = byteCount - start
        precondition((UDPHeader.byteCount...65535).contains(length), "no UDP datagram is that long")
        store(bigEndian: UInt16(length), at: start + UDPHeader.Offset.length)
        storeChecksum(
            pseudoHeader.checksum(.udp, byteCount: length), of: start, at: start + UDPHeader.Offset.checksum)
        // RFC 768: zero says that there is no checksum; a computed zero is sent as all ones, which sums to the same.
        if bytes.bigEndian(UInt16.self, at: start + UDPHeader.Offset.checksum) == 0 {
            store(bigEndian: 0xffff as UInt16, at: start + UDPHeader.Offset.checksum)
        }
    }
}
