/// What an IP packet carries: IPv4's Protocol, IPv6's Next Header (IANA "Protocol Numbers").
public struct IPProtocol: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
    /// The field as a number.
    public let rawValue: UInt8

    /// The protocol with that number; every number is one.
    @inlinable
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// ICMP for IPv4 (RFC 792).
    public static let icmp = IPProtocol(rawValue: 1)
    /// TCP (RFC 9293).
    public static let tcp = IPProtocol(rawValue: 6)
    /// UDP (RFC 768).
    public static let udp = IPProtocol(rawValue: 17)
    /// ICMP for IPv6 (RFC 4443).
    public static let icmpv6 = IPProtocol(rawValue: 58)
    /// L2TPv3 directly over IP (RFC 3931 section 4.1.1).
    public static let l2tp = IPProtocol(rawValue: 115)
}

extension IPProtocol: CustomStringConvertible {
    /// The name, or `protocol 89` for one without a name here.
    public var description: String {
        switch self {
        case .icmp: "ICMP"
        case .tcp: "TCP"
        case .udp: "UDP"
        case .icmpv6: "ICMPv6"
        case .l2tp: "L2TP"
        default: "protocol \(rawValue)"
        }
    }
}
