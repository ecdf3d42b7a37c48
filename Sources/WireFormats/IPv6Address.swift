/// An IPv6 address (RFC 4291).
public struct IPv6Address: Hashable, Sendable, BitwiseCopyable {
    /// The first eight bytes on the wire, the first being the most significant one.
    public let high: UInt64
    /// The last eight bytes on the wire.
    public let low: UInt64

    /// The number of bytes on the wire.
    public static let byteCount = 16

    /// ::, the unspecified address (RFC 4291 section 2.5.2).
    public static let unspecified = IPv6Address(high: 0, low: 0)
    /// ::1 (RFC 4291 section 2.5.3).
    public static let loopback = IPv6Address(high: 0, low: 1)
    /// ff02::1, all nodes on the link (RFC 4291 section 2.7.1).
    public static let allNodes = IPv6Address(high: 0xff02_0000_0000_0000, low: 1)
    /// ff02::2, all routers on the link (RFC 4291 section 2.7.1).
    public static let allRouters = IPv6Address(high: 0xff02_0000_0000_0000, low: 2)

    /// The address made of two halves; every pair is one.
    @inlinable
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The address at the start of the bytes.
    public init(parsing bytes: RawSpan) throws(WireError) {
        try bytes.require(Self.byteCount)
        self.init(parsing: bytes, at: 0)
    }

    /// The address at `offset`, for callers that have compared lengths.
    ///
    /// - Precondition: sixteen bytes from `offset` lie inside the span.
    @inlinable
    @inline(__always)
    package init(parsing bytes: RawSpan, at offset: Int) {
        high = bytes.bigEndian(UInt64.self, at: offset)
        low = bytes.bigEndian(UInt64.self, at: offset + 8)
    }

    /// The link-local address that a station makes of its MAC address: fe80::/64 and the modified EUI-64
    /// (RFC 4291 appendix A).
    public init(linkLocalFor address: MACAddress) {
        let flipped = address.rawValue ^ 0x0200_0000_0000
        self.init(
            high: 0xfe80_0000_0000_0000,
            low: (flipped >> 24) << 40 | 0x0000_00ff_fe00_0000 | (flipped & 0xff_ffff))
    }

    /// Appends the sixteen bytes.
    ///
    /// - Precondition: there is room for sixteen bytes.
    public func write(into output: inout OutputRawSpan) {
        output.append(bigEndian: high)
        output.append(bigEndian: low)
    }

    /// Whether this is ::.
    public var isUnspecified: Bool { high == 0 && low == 0 }
    /// Whether this is ::1.
    public var isLoopback: Bool { high == 0 && low == 1 }
    /// Whether the address lies in fe80::/10 (RFC 4291 section 2.5.6).
    public var isLinkLocal: Bool { high >> 54 == 0xfe80 >> 6 }
    /// Whether the address lies in ff00::/8 (RFC 4291 section 2.7).
    public var isMulticast: Bool { high >> 56 == 0xff }

    /// The multicast address on which the owner of this one listens for neighbor solicitations: ff02::1:ff00:0/104
    /// and its low 24 bits (RFC 4291 section 2.7.1).
    public var solicitedNode: IPv6Address {
        IPv6Address(high: 0xff02_0000_0000_0000, low: 0x0000_0001_ff00_0000 | (low & 0xff_ffff))
    }
}

extension IPv6Address: Comparable {
    /// The order of the bytes on the wire.
    @inlinable
    public static func < (left: IPv6Address, right: IPv6Address) -> Bool {
        left.high == right.high ? left.low < right.low : left.high < right.high
    }
}
