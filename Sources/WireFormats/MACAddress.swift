/// An IEEE 802 MAC address: 48 bits.
///
/// The first byte on the wire is the most significant one of `rawValue`, so addresses compare in the order in which
/// they are written.
public struct MACAddress: Hashable, Sendable, BitwiseCopyable {
    /// The address in the low 48 bits; the upper 16 are zero.
    public let rawValue: UInt64

    /// The number of bytes on the wire.
    public static let byteCount = 6

    /// All zeros: "not set" in QEMU's terms, the unknown target of an ARP request.
    public static let zero = MACAddress(truncating: 0)

    /// ff:ff:ff:ff:ff:ff, every station.
    public static let broadcast = MACAddress(truncating: 0xffff_ffff_ffff)

    /// The address in the low 48 bits of an integer; the others are ignored.
    @inlinable
    public init(truncating bits: UInt64) {
        rawValue = bits & 0xffff_ffff_ffff
    }

    /// The address whose value is `rawValue`, nil when that has more than 48 bits.
    @inlinable
    public init?(rawValue: UInt64) {
        guard rawValue >> 48 == 0 else { return nil }
        self.rawValue = rawValue
    }

    /// The address at the start of the bytes.
    public init(parsing bytes: RawSpan) throws(WireError) {
        try bytes.require(Self.byteCount)
        self.init(parsing: bytes, at: 0)
    }

    /// The address at `offset`, for callers that have compared lengths: two loads.
    ///
    /// - Precondition: six bytes from `offset` lie inside the span.
    @inlinable
    @inline(__always)
    package init(parsing bytes: RawSpan, at offset: Int) {
        let high = UInt64(bytes.bigEndian(UInt16.self, at: offset))
        rawValue = high << 32 | UInt64(bytes.bigEndian(UInt32.self, at: offset + 2))
    }

    /// Appends the six bytes.
    ///
    /// - Precondition: there is room for six bytes.
    public func write(into output: inout OutputRawSpan) {
        output.append(bigEndian: UInt16(truncatingIfNeeded: rawValue >> 32))
        output.append(bigEndian: UInt32(truncatingIfNeeded: rawValue))
    }

    /// Whether the address names a group (multicast or broadcast): the I/G bit, IEEE 802-2014 8.2.2.
    @inlinable
    public var isGroup: Bool { rawValue & 0x0100_0000_0000 != 0 }

    /// Whether this is ff:ff:ff:ff:ff:ff.
    @inlinable
    public var isBroadcast: Bool { rawValue == 0xffff_ffff_ffff }

    /// Whether somebody here chose the address, and not a manufacturer: the U/L bit, IEEE 802-2014 8.2.2.
    @inlinable
    public var isLocallyAdministered: Bool { rawValue & 0x0200_0000_0000 != 0 }
}

extension MACAddress: Comparable {
    /// The order of the bytes on the wire.
    @inlinable
    public static func < (left: MACAddress, right: MACAddress) -> Bool { left.rawValue < right.rawValue }
}
