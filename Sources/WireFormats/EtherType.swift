/// The EtherType field: what a frame carries (IANA "IEEE 802 Numbers").
public struct EtherType: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
    /// The field as a number.
    public let rawValue: UInt16

    /// The type with that number; every number is one.
    @inlinable
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// IPv4, 0x0800 (RFC 894).
    public static let ipv4 = EtherType(rawValue: 0x0800)
    /// ARP, 0x0806 (RFC 826).
    public static let arp = EtherType(rawValue: 0x0806)
    /// Reverse ARP, 0x8035 (RFC 903); QEMU announces a moved NIC with it.
    public static let rarp = EtherType(rawValue: 0x8035)
    /// A customer VLAN tag, 0x8100 (IEEE 802.1Q).
    public static let vlan = EtherType(rawValue: 0x8100)
    /// IPv6, 0x86dd (RFC 2464).
    public static let ipv6 = EtherType(rawValue: 0x86dd)
    /// A service VLAN tag, 0x88a8 (IEEE 802.1ad, "QinQ").
    public static let qinq = EtherType(rawValue: 0x88a8)

    /// Whether the field is the length of an 802.3 frame and not a type (IEEE 802.3 3.2.6: types start at 0x0600).
    public var isLength: Bool { rawValue < 0x0600 }
}

extension EtherType: CustomStringConvertible {
    /// Four hexadecimal digits, such as `0x0806`.
    public var description: String {
        let digits = String(rawValue, radix: 16)
        return "0x" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
    }
}
