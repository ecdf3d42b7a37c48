/// An IEEE 802.1Q tag: the four bytes between a frame's source address and its EtherType.
public struct VLANTag: Hashable, Sendable, BitwiseCopyable {
    /// Whose tag it is; its number on the wire is the tag protocol identifier.
    public enum Kind: UInt16, Hashable, Sendable, BitwiseCopyable {
        /// A customer tag, 0x8100.
        case customer = 0x8100
        /// A service tag, 0x88a8; what follows may be a customer tag.
        case service = 0x88a8

        /// The kind that an EtherType announces, nil when it does not announce a tag.
        public init?(_ etherType: EtherType) { self.init(rawValue: etherType.rawValue) }
    }

    /// The number of bytes on the wire.
    public static let byteCount = 4

    /// Whose tag it is.
    public let kind: Kind
    /// Priority (3 bits), drop eligible (1), identifier (12), as they stand on the wire.
    public let controlInformation: UInt16

    /// A tag from the two fields on the wire.
    public init(kind: Kind = .customer, controlInformation: UInt16) {
        self.kind = kind
        self.controlInformation = controlInformation
    }

    /// A tag from its parts, nil when `identifier` is over 4095 or `priority` over 7.
    public init?(identifier: UInt16, priority: UInt8 = 0, dropEligible: Bool = false, kind: Kind = .customer) {
        guard identifier <= 0xfff, priority <= 7 else { return nil }
        self.init(
            kind: kind,
            controlInformation: UInt16(priority) << 13 | (dropEligible ? 0x1000 : 0) | identifier)
    }

    /// The VLAN identifier, 0...4095.
    ///
    /// 0 tags a frame with a priority alone; 4095 is reserved.
    public var identifier: UInt16 { controlInformation & 0x0fff }

    /// The priority code point, 0...7.
    public var priority: UInt8 { UInt8(controlInformation >> 13) }

    /// The drop eligible indicator.
    public var dropEligible: Bool { controlInformation & 0x1000 != 0 }

    /// Appends the tag protocol identifier and the control information.
    ///
    /// - Precondition: there is room for four bytes.
    public func write(into output: inout OutputRawSpan) {
        output.append(bigEndian: kind.rawValue)
        output.append(bigEndian: controlInformation)
    }
}
