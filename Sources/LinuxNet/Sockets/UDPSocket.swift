import CLinuxNet
import Glibc
public import SystemPackage

/// A non-blocking UDP socket of one version of IP, bound to one local address.
///
/// It is opened so that nothing is lost in silence: with a large receive buffer, the count of what overflowed it
/// (`SO_RXQ_OVFL`), and the errors that earlier datagrams met on their way (`IP_RECVERR`), which an unconnected socket would
/// otherwise never learn. `SO_REUSEADDR` is set for a multicast group alone, whose members share the port: for unicast it
/// would let a second process take over a port that is in use.
public struct UDPSocket: ~Copyable {
    /// What may be chosen when a socket is opened.
    public struct Options: Equatable, Sendable {
        /// Bytes of receive buffer asked for.
        public var receiveBufferByteCount = 4 << 20
        /// Ask the kernel to hand over datagrams of equal length together (`UDP_GRO`).
        public var coalescesReceived = true
        /// The group to hear; the address that is bound is then the group's, which others may hear too.
        public var membership: MulticastMembership?

        /// The default options.
        public init() {}
    }

    /// Where the socket is bound; its port is never 0.
    public let localAddress: SocketAddress
    /// Bytes of receive buffer that the kernel granted.
    public let receiveBufferByteCount: Int
    /// Whether datagrams of equal length may arrive together, to be split by the receiver (`UDP_GRO`).
    public let coalescesReceived: Bool
    private let options: Options
    private let owned: OwnedDescriptor

    /// Opens a socket and binds it.
    ///
    /// - Parameters:
    ///   - address: The local address; with port 0 the kernel chooses one, see ``localAddress``.
    ///   - options: Sizes and features; a feature that this kernel lacks is left out and told in ``degraded``.
    /// - Throws: What failed, on which address; nothing stays open.
    public init(bindingTo address: SocketAddress, options: Options = Options()) throws(SocketError) {
        let owned = try Self.openSocket(for: address)
        let setter = SocketOptions(descriptor: owned.descriptor, address: address)
        if address.family == .ipv6 {
            // One version of IP a socket: an IPv4 peer would show up as ::ffff:a.b.c.d and compare unequal.
            try setter.set("IPV6_V6ONLY", Level.ipv6, IPV6_V6ONLY, Int32(1))
        }
        try setter.tellLosses(address.family)
        if let membership = options.membership { try setter.join(membership) }
        let coalesces = options.coalescesReceived && setter.accepts(SOL_UDP, UDP_GRO, 1)
        let granted = try setter.growReceiveBuffer(to: options.receiveBufferByteCount)
        do {
            try owned.descriptor.bind(to: address)
        } catch {
            throw SocketError(.bind, address, error)
        }
        localAddress = try setter.localAddress()
        coalescesReceived = coalesces
        receiveBufferByteCount = granted
        self.options = options
        self.owned = consume owned
    }

    /// The descriptor, lent for polling, sending and receiving: it must not be closed.
    public var descriptor: FileDescriptor { owned.descriptor }

    /// Fixes the peer: datagrams of others no longer arrive, and sending needs no destination.
    ///
    /// - Throws: ``SocketError/Operation/connect``, for instance with `ENETUNREACH`.
    public func connect(to peer: SocketAddress) throws(SocketError) {
        do {
            try descriptor.connect(to: peer)
        } catch {
            throw SocketError(.connect, peer, error)
        }
    }

    /// Has packets that are longer than the path takes refused, and not sent in fragments (`IP_MTU_DISCOVER`, ip(7)).
    ///
    /// - Throws: ``SocketError/Operation/option(_:)``.
    public func forbidFragments() throws(SocketError) {
        try SocketOptions(descriptor: descriptor, address: localAddress).forbidFragments(localAddress.family)
    }

    /// Whether this host knows a way from one of its addresses to another address, whatever the protocol.
    ///
    /// Nothing is sent: connect(2) of a UDP socket looks for a route.
    ///
    /// - Parameters:
    ///   - source: An address of this host; its port is ignored.
    ///   - destination: An address of the same version of IP; its port is ignored.
    public static func hasRoute(from source: SocketAddress, to destination: SocketAddress) -> Bool {
        guard source.family == destination.family, let owned = try? openSocket(for: source) else { return false }
        do {
            try owned.descriptor.bind(to: source.withPort(0))
            // Any port but 0, which IPv6 refuses.
            try owned.descriptor.connect(to: destination.withPort(9))
            return true
        } catch {
            return false
        }
    }

    /// Whom ``connect(to:)`` has chosen: the peer, with what the kernel puts in for an address of 0.
    ///
    /// - Throws: ``SocketError/Operation/readPeerAddress``, with `ENOTCONN` for none.
    public func peerAddress() throws(SocketError) -> SocketAddress {
        try SocketOptions(descriptor: descriptor, address: localAddress).peerAddress()
    }

    /// The messages that the kernel has thrown away on this socket since it was opened, modulo 2^32.
    ///
    /// `SO_RXQ_OVFL` tells the same with the next datagram that arrives; this asks at once, for the end of a run.
    ///
    /// - Throws: ``SocketError/Operation/option(_:)`` when the kernel does not know `SO_MEMINFO`.
    public func kernelDropCount() throws(SocketError) -> UInt32 {
        try SocketOptions(descriptor: owned.descriptor, address: localAddress).dropCount()
    }

    /// Closes the socket and says what the kernel thought of it.
    public consuming func close() throws(Errno) {
        try owned.close()
    }

    /// What this host gave less of than was asked for, as sentences for the report.
    public var degraded: [String] {
        var facts: [String] = []
        if receiveBufferByteCount < options.receiveBufferByteCount {
            facts.append(
                """
                \(localAddress): the receive buffer is \(receiveBufferByteCount) bytes instead of \
                \(options.receiveBufferByteCount) (net.core.rmem_max)
                """)
        }
        if options.coalescesReceived, !coalescesReceived {
            facts.append("\(localAddress): this kernel has no UDP_GRO, datagrams arrive one by one")
        }
        return facts
    }

    private static func openSocket(for address: SocketAddress) throws(SocketError) -> OwnedDescriptor {
        let family = address.family == .ipv4 ? AF_INET : AF_INET6
        do {
            return OwnedDescriptor(
                owning: try retryingOnInterrupt { socket(family, clinuxnet_DATAGRAM_SOCKET_TYPE, 0) })
        } catch {
            throw SocketError(.openSocket, address, error)
        }
    }
}
