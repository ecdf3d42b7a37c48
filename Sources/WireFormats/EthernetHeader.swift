/// An Ethernet II header: destination, source, at most one VLAN tag, EtherType.
///
/// Frames here carry no frame check sequence, as in a packet socket or a tap. A second tag (QinQ) stays in the payload,
/// announced by `etherType`.
public struct EthernetHeader: Hashable, Sendable {
    /// The station or group for which the frame is.
    public var destination: MACAddress
    /// The station that sent it.
    public var source: MACAddress
    /// The outermost tag.
    public var vlan: VLANTag?
    /// What the payload is.
    public var etherType: EtherType

    /// The bytes of an untagged header.
    public static let untaggedByteCount = 14
    /// The bytes of a header with one tag.
    public static let taggedByteCount = 18
    /// The most bytes a frame may have here: a 65535-byte packet behind a tagged header.
    public static let frameByteLimit = 65553
    /// The least bytes a frame has on a real wire, without the FCS: IEEE 802.3's 64 less 4.
    public static let minimumFrameByteCount = 60
    /// The most bytes of an untagged frame at the usual MTU of 1500, without the FCS.
    public static let maximumFrameByteCount = 1514

    private enum Offset {
        static let destination = 0
        static let source = 6
        static let etherType = 12
        static let controlInformation = 14
        static let taggedEtherType = 16
    }

    /// A header from its fields.
    public init(destination: MACAddress, source: MACAddress, etherType: EtherType, vlan: VLANTag? = nil) {
        self.destination = destination
        self.source = source
        self.vlan = vlan
        self.etherType = etherType
    }

    /// The header of a frame: 14 bytes, or 18 with a tag.
    public init(parsing frame: RawSpan) throws(WireError) {
        try frame.require(Self.untaggedByteCount)
        destination = MACAddress(parsing: frame, at: Offset.destination)
        source = MACAddress(parsing: frame, at: Offset.source)
        let outer = EtherType(rawValue: frame.bigEndian(UInt16.self, at: Offset.etherType))
        guard let kind = VLANTag.Kind(outer) else {
            vlan = nil
            etherType = outer
            return
        }
        try frame.require(Self.taggedByteCount)
        let controlInformation = frame.bigEndian(UInt16.self, at: Offset.controlInformation)
        vlan = VLANTag(kind: kind, controlInformation: controlInformation)
        etherType = EtherType(rawValue: frame.bigEndian(UInt16.self, at: Offset.taggedEtherType))
    }

    /// The bytes of this header: 14, or 18 with a tag.
    public var byteCount: Int { vlan == nil ? Self.untaggedByteCount : Self.taggedByteCount }

    /// What stands behind this header in the frame it was parsed from, padding included.
    @_lifetime(copy frame)
    public func payload(of frame: RawSpan) -> RawSpan {
        frame.extracting(droppingFirst: byteCount)
    }

    /// Appends the header.
    ///
    /// - Precondition: there is room for `byteCount` bytes.
    public func write(into output: inout OutputRawSpan) {
        destination.write(into: &output)
        source.write(into: &output)
        vlan?.write(into: &output)
        output.append(bigEndian: etherType.rawValue)
    }
}
