/// An IPv6 header (RFC 8200 section 3).
///
/// Extension headers stand in the payload, announced by `nextHeader`.
public struct IPv6Header: Hashable, Sendable {
    /// DSCP (6 bits) and ECN (2).
    public var trafficClass: UInt8
    /// Names packets of one flow to routers; 20 bits, zero for none (RFC 6437).
    public let flowLabel: UInt32
    /// What the payload is, or which extension header it begins with.
    public var nextHeader: IPProtocol
    /// How many more routers may forward the packet.
    ///
    /// Neighbor discovery is only taken at 255 (RFC 4861 section 7.1).
    public var hopLimit: UInt8
    /// Who sent the packet.
    public var source: IPv6Address
    /// For whom it is.
    public var destination: IPv6Address
    /// The bytes behind this header, extension headers included.
    public let payloadByteCount: Int

    /// The number of bytes on the wire.
    public static let byteCount = 40
    /// The most bytes that the 16 bits of the payload length can name.
    ///
    /// Jumbograms (RFC 2675) are not read.
    public static let maximumPayloadByteCount = 65535

    private enum Offset {
        static let versionClassAndFlow = 0
        static let payloadLength = 4
        static let nextHeader = 6
        static let hopLimit = 7
        static let source = 8
        static let destination = 24
    }

    /// A header from its fields.
    ///
    /// - Precondition: `payloadByteCount` is in 0...`maximumPayloadByteCount`, and `flowLabel` has 20 bits.
    public init(
        source: IPv6Address, destination: IPv6Address, nextHeader: IPProtocol, payloadByteCount: Int,
        hopLimit: UInt8 = 64, trafficClass: UInt8 = 0, flowLabel: UInt32 = 0
    ) {
        precondition((0...Self.maximumPayloadByteCount).contains(payloadByteCount), "no IPv6 payload is that long")
        precondition(flowLabel >> 20 == 0, "a flow label has 20 bits")
        self.trafficClass = trafficClass
        self.flowLabel = flowLabel
        self.nextHeader = nextHeader
        self.hopLimit = hopLimit
        self.source = source
        self.destination = destination
        self.payloadByteCount = payloadByteCount
    }

    /// The header of a packet.
    ///
    /// What stands behind the payload, such as a frame's padding, is not the packet's.
    public init(parsing packet: RawSpan) throws(WireError) {
        try packet.require(Self.byteCount)
        let first = packet.bigEndian(UInt32.self, at: Offset.versionClassAndFlow)
        guard first >> 28 == 6 else { throw .invalid("IP version", first >> 28) }
        payloadByteCount = Int(packet.bigEndian(UInt16.self, at: Offset.payloadLength))
        try packet.require(Self.byteCount + payloadByteCount)
        trafficClass = UInt8(truncatingIfNeeded: first >> 20)
        flowLabel = first & 0xf_ffff
        nextHeader = IPProtocol(rawValue: packet.byte(at: Offset.nextHeader))
        hopLimit = packet.byte(at: Offset.hopLimit)
        source = IPv6Address(parsing: packet, at: Offset.source)
        destination = IPv6Address(parsing: packet, at: Offset.destination)
    }

    /// Who sent a packet of which there may be no more than the header, such as one that an ICMPv6 error quotes.
    ///
    /// - Precondition: there are 40 bytes.
    public static func source(in packet: RawSpan) -> IPv6Address {
        IPv6Address(parsing: packet, at: Offset.source)
    }

    /// The payload of the packet that this header was parsed from.
    @_lifetime(copy packet)
    public func payload(of packet: RawSpan) -> RawSpan {
        packet.extracting(first: Self.byteCount + payloadByteCount).extracting(droppingFirst: Self.byteCount)
    }

    /// Appends the packet that this header was parsed from as a router sends it on: with one hop less to go, extension
    /// headers and all else as they came, without what stands behind it.
    ///
    /// - Precondition: there is room for the packet.
    public func writeForwarded(_ packet: RawSpan, into output: inout OutputRawSpan) {
        let start = output.byteCount
        output.append(contentsOf: packet.extracting(first: Self.byteCount + payloadByteCount))
        output.store(
            bigEndian: UInt16(nextHeader.rawValue) << 8 | UInt16(hopLimit &- 1), at: start + Offset.nextHeader)
    }

    /// What UDP and ICMPv6 include in their checksums.
    public var pseudoHeader: PseudoHeader { PseudoHeader(source: source, destination: destination) }

    /// Appends the header.
    ///
    /// - Precondition: there is room for 40 bytes.
    public func write(into output: inout OutputRawSpan) {
        output.append(bigEndian: 6 << 28 | UInt32(trafficClass) << 20 | flowLabel)
        output.append(bigEndian: UInt16(payloadByteCount))
        output.append(nextHeader.rawValue)
        output.append(hopLimit)
        source.write(into: &output)
        destination.write(into: &output)
    }
}
