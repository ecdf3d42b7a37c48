public import SystemPackage

/// The fate of a datagram that was sent earlier, from the error queue of its socket (`IP_RECVERR`, `IPV6_RECVERR`).
public struct DeliveryError: Equatable, Sendable {
    /// Who noticed (`ee_origin` of `sock_extended_err`).
    public enum Origin: Equatable, Sendable {
        /// This host, while sending: `EMSGSIZE` above all.
        case local
        /// A node on the way, or the destination, with an ICMP or ICMPv6 message.
        case icmp(type: UInt8, code: UInt8)
        /// Another origin that the kernel knows.
        case other(UInt8)
    }

    /// What happened: `ECONNREFUSED` when nobody listens there.
    public let errno: Errno
    /// Who noticed.
    public let origin: Origin
    /// The MTU, where ``errno`` is `EMSGSIZE`.
    public let information: UInt32
    /// Where the datagram was going; `nil` when the kernel did not say.
    public let destination: SocketAddress?
    /// The first four bytes of what was sent, as a number in network byte order; `nil` if fewer came back.
    public let start: UInt32?
}
