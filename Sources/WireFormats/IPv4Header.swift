/// An IPv4 header (RFC 791 section 3.1).
///
/// Options are skipped: their room is kept and written as End of Option List bytes, so that the lengths stay right.
/// The header checksum is not a property: a receiver asks `checksumIsValid(in:)`, and writing computes it.
public struct IPv4Header: Hashable, Sendable {
    /// DSCP (6 bits) and ECN (2): the second byte.
    public var trafficClass: UInt8
    /// Tells the fragments of one packet from those of others.
    public var identification: UInt16
    /// Three flags and the fragment offset in units of eight bytes, as they stand on the wire.
    public var flagsAndFragmentOffset: UInt16
    /// How many more routers may forward the packet.
    public var timeToLive: UInt8
    /// What the payload is.
    public var `protocol`: IPProtocol
    /// Who sent the packet.
    public var source: IPv4Address
    /// For whom it is.
    public var destination: IPv4Address
    /// The bytes of the header with its options: 20...60, a multiple of four.
    public let byteCount: Int
    /// The bytes behind the header: the total length less `byteCount`.
    public let payloadByteCount: Int

    /// The bytes of a header without options.
    public static let minimumByteCount = 20
    /// The most bytes that fit behind a header without options: the total length has 16 bits.
    public static let maximumPayloadByteCount = 65515

    private enum Offset {
        static let versionAndHeaderLength = 0
        static let trafficClass = 1
        static let totalLength = 2
        static let identification = 4
        static let flagsAndFragmentOffset = 6
        static let timeToLive = 8
        static let `protocol` = 9
        static let checksum = 10
        static let source = 12
        static let destination = 16
    }

    /// A header without options.
    ///
    /// By default it is a whole packet that nobody may fragment: then the identification has no meaning and may be zero
    /// (RFC 6864 section 4.1).
    ///
    /// - Precondition: `payloadByteCount` is in 0...`maximumPayloadByteCount`.
    public init(
        source: IPv4Address, destination: IPv4Address, protocol: IPProtocol, payloadByteCount: Int,
        timeToLive: UInt8 = 64, trafficClass: UInt8 = 0, identification: UInt16 = 0, dontFragment: Bool = true
    ) {
        precondition((0...Self.maximumPayloadByteCount).contains(payloadByteCount), "no IPv4 payload is that long")
        self.trafficClass = trafficClass
        self.identification = identification
        self.flagsAndFragmentOffset = dontFragment ? Self.dontFragmentBit : 0
        self.timeToLive = timeToLive
        self.protocol = `protocol`
        self.source = source
        self.destination = destination
        self.byteCount = Self.minimumByteCount
        self.payloadByteCount = payloadByteCount
    }

    /// The header of a packet.
    ///
    /// What stands behind the total length, such as a short frame's padding, is not the packet's.
    public init(parsing packet: RawSpan) throws(WireError) {
        try packet.require(Self.minimumByteCount)
        let first = packet.byte(at: Offset.versionAndHeaderLength)
        guard first >> 4 == 4 else { throw .invalid("IP version", first >> 4) }
        let headerBytes = Int(first & 0xf) * 4
        guard headerBytes >= Self.minimumByteCount else { throw .invalid("IPv4 header length", first & 0xf) }
        let totalLength = packet.bigEndian(UInt16.self, at: Offset.totalLength)
        guard totalLength >= headerBytes else { throw .invalid("IPv4 total length", totalLength) }
        try packet.require(Int(totalLength))
        byteCount = headerBytes
        payloadByteCount = Int(totalLength) - headerBytes
        trafficClass = packet.byte(at: Offset.trafficClass)
        identification = packet.bigEndian(UInt16.self, at: Offset.identification)
        flagsAndFragmentOffset = packet.bigEndian(UInt16.self, at: Offset.flagsAndFragmentOffset)
        timeToLive = packet.byte(at: Offset.timeToLive)
        `protocol` = IPProtocol(rawValue: packet.byte(at: Offset.protocol))
        source = IPv4Address(parsing: packet, at: Offset.source)
        destination = IPv4Address(parsing: packet, at: Offset.destination)
    }

    /// Whether the header checksum of a packet is right; false for one too short to have a header.
    public static func checksumIsValid(in packet: RawSpan) -> Bool {
        guard packet.byteCount >= minimumByteCount else { return false }
        let headerBytes = Int(packet.byte(at: Offset.versionAndHeaderLength) & 0xf) * 4
        guard headerBytes >= minimumByteCount, headerBytes <= packet.byteCount else { return false }
        return InternetChecksum.isValid(packet.extracting(first: headerBytes))
    }

    /// Who sent a packet of which there may be no more than the header, such as one that an ICMP error quotes.
    ///
    /// - Precondition: there are 20 bytes.
    public static func source(in packet: RawSpan) -> IPv4Address {
        IPv4Address(parsing: packet, at: Offset.source)
    }

    /// The payload of the packet that this header was parsed from.
    @_lifetime(copy packet)
    public func payload(of packet: RawSpan) -> RawSpan {
        packet.extracting(first: byteCount + payloadByteCount).extracting(droppingFirst: byteCount)
    }

    /// Appends the header with its checksum.
    ///
    /// - Precondition: there is room for `byteCount` bytes.
    public func write(into output: inout OutputRawSpan) {
        // The sum of two lengths that were checked together, in `init`, against what 16 bits hold.
        let totalLength = UInt16(byteCount + payloadByteCount)
        let first = UInt16(0x40 | UInt8(byteCount / 4)) << 8 | UInt16(trafficClass)
        let lifeAndProtocol = UInt16(timeToLive) << 8 | UInt16(`protocol`.rawValue)
        var checksum = InternetChecksum()
        checksum.add(first)
        checksum.add(totalLength)
        checksum.add(identification)
        checksum.add(flagsAndFragmentOffset)
        checksum.add(lifeAndProtocol)
        checksum.add(source.rawValue)
        checksum.add(destination.rawValue)
        output.append(bigEndian: first)
        output.append(bigEndian: totalLength)
        output.append(bigEndian: identification)
        output.append(bigEndian: flagsAndFragmentOffset)
        output.append(bigEndian: lifeAndProtocol)
        output.append(bigEndian: checksum.value)
        source.write(into: &output)
        destination.write(into: &output)
        output.append(zeros: byteCount - Self.minimumByteCount)
    }

    /// Appends the packet that this header was parsed from as a router sends it on: with one less to live and the checksum
    /// brought up to date for that (RFC 1624), options and all else as they came, without what stands behind it.
    ///
    /// - Precondition: there is room for the packet.
    public func writeForwarded(_ packet: RawSpan, into output: inout OutputRawSpan) {
        let start = output.byteCount
        let lifeAndProtocol = UInt16(timeToLive) << 8 | UInt16(`protocol`.rawValue)
        let decremented = lifeAndProtocol &- 0x100
        let checksum = packet.bigEndian(UInt16.self, at: Offset.checksum)
        output.append(contentsOf: packet.extracting(first: byteCount + payloadByteCount))
        output.store(bigEndian: decremented, at: start + Offset.timeToLive)
        output.store(
            bigEndian: InternetChecksum.updated(checksum, from: lifeAndProtocol, to: decremented),
            at: start + Offset.checksum)
    }

    private static let dontFragmentBit: UInt16 = 0x4000
    private static let moreFragmentsBit: UInt16 = 0x2000
    private static let fragmentOffsetBits: UInt16 = 0x1fff
}

extension IPv4Header {
    /// The differentiated services code point, 0...63 (RFC 2474).
    public var differentiatedServices: UInt8 { trafficClass >> 2 }

    /// The explicit congestion notification bits, 0...3 (RFC 3168).
    public var congestionNotification: UInt8 { trafficClass & 3 }

    /// Whether routers have to drop the packet rather than fragment it (DF).
    public var dontFragment: Bool {
        get { flagsAndFragmentOffset & Self.dontFragmentBit != 0 }
        set { set(Self.dontFragmentBit, newValue) }
    }

    /// Whether more fragments of the same packet follow this one (MF).
    public var moreFragments: Bool {
        get { flagsAndFragmentOffset & Self.moreFragmentsBit != 0 }
        set { set(Self.moreFragmentsBit, newValue) }
    }

    /// Where this fragment's payload begins in the whole one, in bytes: a multiple of eight, at most 65528.
    public var fragmentOffset: Int { Int(flagsAndFragmentOffset & Self.fragmentOffsetBits) * 8 }

    /// Whether this is one of several fragments, and not a whole packet.
    public var isFragment: Bool { flagsAndFragmentOffset & (Self.moreFragmentsBit | Self.fragmentOffsetBits) != 0 }

    /// What UDP includes in its checksum.
    public var pseudoHeader: PseudoHeader { PseudoHeader(source: source, destination: destination) }

    private mutating func set(_ bit: UInt16, _ isSet: Bool) {
        if isSet { flagsAndFragmentOffset |= bit } else { flagsAndFragmentOffset &= ~bit }
    }
}
