/// An IPv6 address with a prefix length, such as `2001:db8::1/64` (RFC 4291 section 2.3).
///
/// The address keeps its interface bits, so that one value says both who an interface is and what its network is.
public struct IPv6Prefix: Hashable, Sendable {
    /// The address as given, interface bits included.
    public let address: IPv6Address
    /// The number of network bits, 0...128.
    public let length: Int

    /// An address and a number of network bits, nil unless that is 0...128.
    public init?(address: IPv6Address, length: Int) {
        guard (0...128).contains(length) else { return nil }
        self.address = address
        self.length = length
    }

    /// The network bits set, the interface bits clear.
    public var mask: IPv6Address {
        // A shift by the full width or more gives 0 for this operator, which is what the two halves need.
        IPv6Address(
            high: UInt64.max << UInt64(64 - min(length, 64)),
            low: UInt64.max << UInt64(128 - max(length, 64)))
    }

    /// The first address: the interface bits clear.
    public var network: IPv6Address {
        let mask = mask
        return IPv6Address(high: address.high & mask.high, low: address.low & mask.low)
    }

    /// Whether an address lies in this network.
    public func contains(_ other: IPv6Address) -> Bool {
        let mask = mask
        return (other.high ^ address.high) & mask.high == 0 && (other.low ^ address.low) & mask.low == 0
    }
}

extension IPv6Prefix: LosslessStringConvertible {
    /// A prefix from its text: an address, a slash and 0...128, without a leading zero.
    public init?(_ text: String) {
        guard let (address, length) = splitPrefix(text) else { return nil }
        guard let address = IPv6Address(String(address)) else { return nil }
        self.init(address: address, length: length)
    }

    /// The address in its canonical form, a slash, the length.
    public var description: String { "\(address)/\(length)" }
}
