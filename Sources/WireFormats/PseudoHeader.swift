/// The part of an IP header that UDP and ICMPv6 include in their checksums (RFC 768; RFC 8200 section 8.1).
///
/// The two forms differ on paper, but not in their sums: addresses, protocol and length. A value holds the sum of two
/// addresses and can be kept for as long as these stay the same.
public struct PseudoHeader: Sendable {
    private var addresses = InternetChecksum()

    /// Whether a UDP checksum may be left out: with IPv4 alone (RFC 768; RFC 8200 section 8.1).
    public let allowsAbsentChecksum: Bool

    /// Between two IPv4 addresses.
    public init(source: IPv4Address, destination: IPv4Address) {
        addresses.add(source.rawValue)
        addresses.add(destination.rawValue)
        allowsAbsentChecksum = true
    }

    /// Between two IPv6 addresses.
    public init(source: IPv6Address, destination: IPv6Address) {
        addresses.add(source.high)
        addresses.add(source.low)
        addresses.add(destination.high)
        addresses.add(destination.low)
        allowsAbsentChecksum = false
    }

    /// A checksum that has taken in this header for so many bytes of that protocol; go on with those bytes.
    public func checksum(_ protocol: IPProtocol, byteCount: Int) -> InternetChecksum {
        var checksum = addresses
        checksum.add(UInt16(`protocol`.rawValue))
        checksum.add(UInt32(truncatingIfNeeded: byteCount))
        return checksum
    }
}
