/// The arithmetic of headers: how long one is, and what MTU is left inside.
///
/// A host behind a tunnel that has the outer MTU itself makes packets that are fragmented or lost outside; this says so
/// before it happens.
public struct L2TPv3Overhead: Hashable, Sendable {
    /// The bytes between the outer IP or UDP header and the payload (RFC 3931 4.1.1.1, 4.1.2.1), the offset among them.
    public let headerByteCount: Int
    private let isUDP: Bool

    /// The overhead of one direction.
    ///
    /// - Parameters:
    ///   - encapsulation: What carries the data messages.
    ///   - cookie: The cookie of that direction; only its length counts.
    ///   - sublayer: What stands between cookie and payload.
    ///   - offset: How many bytes stand before the payload.
    public init(
        encapsulation: L2TPv3Encapsulation, cookie: L2TPv3Cookie = .none, sublayer: L2TPv3Sublayer = .none,
        offset: UInt16 = 0
    ) {
        isUDP = encapsulation == .udp
        headerByteCount =
            L2TPv3Layout.sessionOffset(encapsulation) + L2TPv3Layout.sessionByteCount + cookie.byteCount
            + sublayer.byteCount + Int(offset)
    }

    /// The largest IP MTU of a host behind the tunnel whose packets fit unfragmented outside.
    ///
    /// - Parameters:
    ///   - outerMTU: The IP MTU of the path between the tunnel's ends.
    ///   - ipv6: Whether the outer packets are IPv6 (40 bytes of header) and not IPv4 (20).
    ///   - vlanTags: How many 802.1Q tags the inner frames carry, 4 bytes each.
    /// - Returns: The inner MTU in bytes; 0 if nothing fits.
    public func innerMTU(outerMTU: Int, ipv6: Bool, vlanTags: Int = 0) -> Int {
        let outerHeaders = (ipv6 ? 40 : 20) + (isUDP ? 8 : 0)
        let ethernetHeader = 14 + 4 * vlanTags
        return max(0, outerMTU - outerHeaders - headerByteCount - ethernetHeader)
    }
}
