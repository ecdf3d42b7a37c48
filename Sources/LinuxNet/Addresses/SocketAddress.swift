/// The version of IP a socket speaks.
public enum AddressFamily: UInt8, Hashable, Sendable, BitwiseCopyable, CaseIterable {
    /// IPv4, `AF_INET`.
    case ipv4 = 4
    /// IPv6, `AF_INET6`.
    case ipv6 = 6
}

/// An IPv4 or IPv6 address with a port: where a UDP socket is bound, or where a datagram goes.
///
/// A plain value without heap storage, 24 bytes long.
public struct SocketAddress: Hashable, Sendable, BitwiseCopyable {
    /// The version of IP.
    public let family: AddressFamily
    /// The UDP port, in host order; 0 lets the kernel choose when a socket is bound.
    public var port: UInt16
    /// The interface of a link-local IPv6 address (`sin6_scope_id`); otherwise 0.
    public let scope: UInt32
    /// The address as a number: all 128 bits for IPv6, the low 32 bits of `low` for IPv4.
    let high: UInt64
    let low: UInt64

    /// An IPv4 address given as a number: 127.0.0.1 is `0x7f00_0001`.
    public init(ipv4 address: UInt32, port: UInt16) {
        family = .ipv4
        self.port = port
        scope = 0
        high = 0
        low = UInt64(address)
    }

    /// An IPv6 address given as two halves of a number: ::1 is `high: 0, low: 1`.
    public init(ipv6High high: UInt64, low: UInt64, scope: UInt32 = 0, port: UInt16) {
        family = .ipv6
        self.port = port
        self.scope = scope
        self.high = high
        self.low = low
    }

    /// 127.0.0.1 or ::1.
    public static func loopback(_ family: AddressFamily, port: UInt16 = 0) -> SocketAddress {
        switch family {
        case .ipv4: SocketAddress(ipv4: 0x7f00_0001, port: port)
        case .ipv6: SocketAddress(ipv6High: 0, low: 1, port: port)
        }
    }

    /// 0.0.0.0 or ::, every address of this host.
    public static func any(_ family: AddressFamily, port: UInt16 = 0) -> SocketAddress {
        switch family {
        case .ipv4: SocketAddress(ipv4: 0, port: port)
        case .ipv6: SocketAddress(ipv6High: 0, low: 0, port: port)
        }
    }

    /// The same address with another port.
    public func withPort(_ port: UInt16) -> SocketAddress {
        var copy = self
        copy.port = port
        return copy
    }
}
