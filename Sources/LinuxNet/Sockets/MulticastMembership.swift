import Glibc

/// A group of IPv4 multicast and the interface on which it is heard (ip(7), `IP_ADD_MEMBERSHIP`).
public struct MulticastMembership: Equatable, Sendable {
    /// The group and the port.
    public let group: SocketAddress
    /// An address of the interface; nil lets the routing table choose.
    public let interface: SocketAddress?

    /// A membership.
    ///
    /// - Returns: nil if the group is no IPv4 multicast address (RFC 5771), or the interface's address not IPv4.
    public init?(group: SocketAddress, interface: SocketAddress?) {
        guard group.isMulticast, group.family == .ipv4, interface.map({ $0.family == .ipv4 }) ?? true else {
            return nil
        }
        self.group = group
        self.interface = interface
    }
}

extension SocketAddress {
    /// Whether the address is a group's: 224.0.0.0/4 (RFC 5771), ff00::/8 (RFC 4291 section 2.7).
    public var isMulticast: Bool {
        switch family {
        case .ipv4: low >> 28 == 0xE
        case .ipv6: high >> 56 == 0xFF
        }
    }

    /// The IPv4 address as `setsockopt(2)` takes it.
    fileprivate var inAddr: in_addr { in_addr(s_addr: UInt32(truncatingIfNeeded: low).bigEndian) }
}

extension SocketOptions {
    /// Joins a group, and shares its port with the other members on this host.
    func join(_ membership: MulticastMembership) throws(SocketError) {
        try set("SO_REUSEADDR", SOL_SOCKET, SO_REUSEADDR, Int32(1))
        // Without this a socket hears every group that anybody on the host has joined (ip(7), IP_MULTICAST_ALL).
        try set("IP_MULTICAST_ALL", Level.ipv4, IP_MULTICAST_ALL, Int32(0))
        let request = ip_mreq(
            imr_multiaddr: membership.group.inAddr,
            imr_interface: membership.interface?.inAddr ?? in_addr(s_addr: 0))
        try set("IP_ADD_MEMBERSHIP", Level.ipv4, IP_ADD_MEMBERSHIP, request)
    }
}

extension UDPSocket {
    /// Opens a socket that sends to a group, from a port of its own.
    ///
    /// The port tells its datagrams from those of other members, which is how a member knows its own echo. Members on the
    /// same host hear it (`IP_MULTICAST_LOOP`); the time to live is the kernel's, 1.
    ///
    /// - Parameter membership: The group, and the interface that the datagrams leave by.
    /// - Throws: ``SocketError``, `ENETUNREACH` where no route leads to the group.
    public static func sender(to membership: MulticastMembership) throws(SocketError) -> UDPSocket {
        let socket = try UDPSocket(bindingTo: membership.interface?.withPort(0) ?? .any(.ipv4))
        let setter = SocketOptions(descriptor: socket.descriptor, address: membership.group)
        if let interface = membership.interface {
            try setter.set("IP_MULTICAST_IF", Level.ipv4, IP_MULTICAST_IF, interface.inAddr)
        }
        try setter.set("IP_MULTICAST_LOOP", Level.ipv4, IP_MULTICAST_LOOP, Int32(1))
        try socket.connect(to: membership.group)
        return socket
    }

    /// Where datagrams of this socket come from, once ``connect(to:)`` has chosen an address.
    ///
    /// - Throws: ``SocketError/Operation/readLocalAddress``.
    public func sourceAddress() throws(SocketError) -> SocketAddress {
        try SocketOptions(descriptor: descriptor, address: localAddress).localAddress()
    }
}
