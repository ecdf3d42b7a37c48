/// The answer who has an IPv6 address: ICMPv6 type 136 (RFC 4861 section 4.4).
///
/// - Important: Parsing checks the message alone. RFC 4861 section 7.1.2 has the receiver also check what lies outside
///   it: the IP hop limit is 255, the checksum is right, and an answer to a multicast destination is not `isSolicited`.
public struct NeighborAdvertisement: Hashable, Sendable {
    /// The sender is a router (R).
    public var isRouter: Bool
    /// This answers a solicitation (S).
    public var isSolicited: Bool
    /// What a cache holds for the target is to be replaced (O).
    public var isOverride: Bool
    /// The address that the sender has; never a multicast one.
    public var target: IPv6Address
    /// The target's MAC address.
    public var targetLinkLayerAddress: MACAddress?

    /// The bytes of a message without options.
    public static let minimumByteCount = 24
    /// The IP hop limit that these messages are sent with, and have to arrive with.
    public static let hopLimit: UInt8 = 255

    private enum Offset {
        static let target = 8
        static let options = 24
    }

    private enum Flag {
        static let router: UInt32 = 0x8000_0000
        static let solicited: UInt32 = 0x4000_0000
        static let override: UInt32 = 0x2000_0000
    }

    /// An answer from its fields; by default one to a solicitation, from a host.
    public init(
        target: IPv6Address, targetLinkLayerAddress: MACAddress?,
        isRouter: Bool = false, isSolicited: Bool = true, isOverride: Bool = true
    ) {
        self.isRouter = isRouter
        self.isSolicited = isSolicited
        self.isOverride = isOverride
        self.target = target
        self.targetLinkLayerAddress = targetLinkLayerAddress
    }

    /// The answer in a whole ICMPv6 message.
    public init(parsing message: RawSpan) throws(WireError) {
        let header = try ICMPv6Message(parsing: message)
        guard header.kind == .neighborAdvertisement else { throw .invalid("ICMPv6 type", header.kind.rawValue) }
        guard header.code == 0 else { throw .invalid("ICMPv6 code", header.code) }
        try message.require(Self.minimumByteCount)
        isRouter = header.restOfHeader & Flag.router != 0
        isSolicited = header.restOfHeader & Flag.solicited != 0
        isOverride = header.restOfHeader & Flag.override != 0
        target = IPv6Address(parsing: message, at: Offset.target)
        guard !target.isMulticast else { throw .invalid("multicast neighbor discovery target", target.high) }
        targetLinkLayerAddress = try NeighborDiscoveryOptions.linkLayerAddress(
            .targetLinkLayerAddress, in: message.extracting(droppingFirst: Offset.options))
    }

    /// The bytes of this message: 24, or 32 with an address.
    public var byteCount: Int {
        let option = targetLinkLayerAddress == nil ? 0 : NeighborDiscoveryOptions.linkLayerAddressByteCount
        return Self.minimumByteCount + option
    }

    /// Appends the message with its checksum.
    ///
    /// - Precondition: there is room for `byteCount` bytes.
    public func write(into output: inout OutputRawSpan, pseudoHeader: PseudoHeader) {
        let flags =
            (isRouter ? Flag.router : 0) | (isSolicited ? Flag.solicited : 0) | (isOverride ? Flag.override : 0)
        let header = ICMPv6Message(kind: .neighborAdvertisement, restOfHeader: flags)
        header.write(into: &output, pseudoHeader: pseudoHeader) { output in
            target.write(into: &output)
            if let targetLinkLayerAddress {
                NeighborDiscoveryOptions.write(.targetLinkLayerAddress, targetLinkLayerAddress, into: &output)
            }
        }
    }
}
