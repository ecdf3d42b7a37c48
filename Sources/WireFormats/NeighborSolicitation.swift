/// The question who has an IPv6 address: ICMPv6 type 135 (RFC 4861 section 4.3).
///
/// - Important: Parsing checks the message alone. RFC 4861 section 7.1.1 has the receiver also check what lies outside
///   it: the IP hop limit is 255, the checksum is right, and, if the IP source is unspecified, the destination is a
///   solicited-node address and there is no source link-layer address.
public struct NeighborSolicitation: Hashable, Sendable {
    /// The address asked for; never a multicast one.
    public var target: IPv6Address
    /// The asker's MAC address; absent while it tests its own address for duplicates.
    public var sourceLinkLayerAddress: MACAddress?

    /// The bytes of a message without options.
    public static let minimumByteCount = 24
    /// The IP hop limit that these messages are sent with, and have to arrive with.
    public static let hopLimit: UInt8 = 255

    private enum Offset {
        static let target = 8
        static let options = 24
    }

    /// A question from its fields.
    public init(target: IPv6Address, sourceLinkLayerAddress: MACAddress?) {
        self.target = target
        self.sourceLinkLayerAddress = sourceLinkLayerAddress
    }

    /// The question in a whole ICMPv6 message.
    public init(parsing message: RawSpan) throws(WireError) {
        let header = try ICMPv6Message(parsing: message)
        guard header.kind == .neighborSolicitation else { throw .invalid("ICMPv6 type", header.kind.rawValue) }
        guard header.code == 0 else { throw .invalid("ICMPv6 code", header.code) }
        try message.require(Self.minimumByteCount)
        target = IPv6Address(parsing: message, at: Offset.target)
        guard !target.isMulticast else { throw .invalid("multicast neighbor discovery target", target.high) }
        sourceLinkLayerAddress = try NeighborDiscoveryOptions.linkLayerAddress(
            .sourceLinkLayerAddress, in: message.extracting(droppingFirst: Offset.options))
    }

    /// The bytes of this message: 24, or 32 with an address.
    public var byteCount: Int {
        let option = sourceLinkLayerAddress == nil ? 0 : NeighborDiscoveryOptions.linkLayerAddressByteCount
        return Self.minimumByteCount + option
    }

    /// Appends the message with its checksum.
    ///
    /// - Precondition: there is room for `byteCount` bytes.
    public func write(into output: inout OutputRawSpan, pseudoHeader: PseudoHeader) {
        ICMPv6Message(kind: .neighborSolicitation).write(into: &output, pseudoHeader: pseudoHeader) { output in
            target.write(into: &output)
            if let sourceLinkLayerAddress {
                NeighborDiscoveryOptions.write(.sourceLinkLayerAddress, sourceLinkLayerAddress, into: &output)
            }
        }
    }
}
