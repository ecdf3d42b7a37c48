import Glibc

/// A multicast group and the interface on which it is heard and sent to (ip(7), ipv6(7)).
public struct MulticastMembership: Equatable, Sendable {
    /// The group and the port; an IPv6 group of one link or one host has its zone.
    public let group: SocketAddress
    /// An address of the interface, from which datagrams leave; nil lets the routing table choose.
    public let interface: SocketAddress?
    /// How many routers a datagram may pass, less one: `IP_MULTICAST_TTL`, `IPV6_MULTICAST_HOPS`.
    public let hopLimit: UInt8
    /// Of an IPv6 group; 0 lets the routing table choose.
    let interfaceIndex: UInt32

    /// A membership.
    ///
    /// - Parameters:
    ///   - group: The group (RFC 5771, RFC 4291 2.7), with the zone that was written.
    ///   - interface: An address of the interface; an IPv6 one with the interface as its scope, see
    ///     ``SocketAddress/scopedToItsInterface()``.
    ///   - hopLimit: 1 keeps datagrams on the link, 0 on this host.
    /// - Returns: nil if the group is no multicast address, the interface's address is of the other version of IP or names
    ///   another interface than the group's zone, or an IPv6 group that means another thing on each link has no zone.
    public init?(group: SocketAddress, interface: SocketAddress?, hopLimit: UInt8 = 1) {
        guard group.isMulticast, interface.map({ $0.family == group.family }) ?? true else { return nil }
        let zones = [group.scope, interface?.scope ?? 0].filter { $0 != 0 }
        guard Set(zones).count <= 1 else { return nil }
        interfaceIndex = zones.first ?? 0
        guard interfaceIndex != 0 || !group.needsZone else { return nil }
        self.group = group.needsZone ? group.withScope(interfaceIndex) : group.withScope(0)
        self.interface = interface
        self.hopLimit = hopLimit
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

    /// Whether it is a group that each link, or each host, has for itself: ff01::/16 and ff02::/16, whatever the flags.
    fileprivate var needsZone: Bool {
        family == .ipv6 && isMulticast && (1...2).contains(high >> 48 & 0xF)
    }

    /// The IPv4 address as `setsockopt(2)` takes it.
    fileprivate var inAddr: in_addr { in_addr(s_addr: UInt32(truncatingIfNeeded: low).bigEndian) }
}

/// `struct ipv6_mreq`, which Swift does not take for plain bits because of the union in its address.
private struct IPv6MembershipRequest: BitwiseCopyable {
    private let high: UInt64
    private let low: UInt64
    private let interface: UInt32

    init(_ membership: MulticastMembership) {
        high = membership.group.high.bigEndian
        low = membership.group.low.bigEndian
        interface = membership.interfaceIndex
    }
}

extension SocketOptions {
    /// Joins a group, and shares its port with the other members on this host.
    func join(_ membership: MulticastMembership) throws(SocketError) {
        try set("SO_REUSEADDR", SOL_SOCKET, SO_REUSEADDR, Int32(1))
        // Without IP_MULTICAST_ALL=0 a socket hears every group that anybody on the host has joined (ip(7)).
        switch membership.group.family {
        case .ipv4:
            try set("IP_MULTICAST_ALL", Level.ipv4, IP_MULTICAST_ALL, Int32(0))
            let request = ip_mreq(
                imr_multiaddr: membership.group.inAddr,
                imr_interface: membership.interface?.inAddr ?? in_addr(s_addr: 0))
            try set("IP_ADD_MEMBERSHIP", Level.ipv4, IP_ADD_MEMBERSHIP, request)
        case .ipv6:
            try set("IPV6_MULTICAST_ALL", Level.ipv6, IPV6_MULTICAST_ALL, Int32(0))
            let request = IPv6MembershipRequest(membership)
            try set("IPV6_ADD_MEMBERSHIP", Level.ipv6, IPV6_JOIN_GROUP, request)
        }
    }

    /// Sends to a group from its interface, as far as its hop limit lets datagrams go; members on this host hear it too.
    fileprivate func send(to membership: MulticastMembership) throws(SocketError) {
        let hops = Int32(membership.hopLimit)
        switch membership.group.family {
        case .ipv4:
            if let interface = membership.interface {
                try set("IP_MULTICAST_IF", Level.ipv4, IP_MULTICAST_IF, interface.inAddr)
            }
            try set("IP_MULTICAST_LOOP", Level.ipv4, IP_MULTICAST_LOOP, Int32(1))
            try set("IP_MULTICAST_TTL", Level.ipv4, IP_MULTICAST_TTL, hops)
        case .ipv6:
            if membership.interfaceIndex != 0 {
                try set("IPV6_MULTICAST_IF", Level.ipv6, IPV6_MULTICAST_IF, membership.interfaceIndex)
            }
            try set("IPV6_MULTICAST_LOOP", Level.ipv6, IPV6_MULTICAST_LOOP, Int32(1))
            try set("IPV6_MULTICAST_HOPS", Level.ipv6, IPV6_MULTICAST_HOPS, hops)
        }
    }
}

extension UDPSocket {
    /// Opens a socket that sends to a group, from a port of its own.
    ///
    /// The port tells its datagrams from those of other members, which is how a member knows its own echo. Members on the
    /// same host hear it (`IP_MULTICAST_LOOP`).
    ///
    /// - Parameter membership: The group, and the interface that the datagrams leave by.
    /// - Throws: ``SocketError``, `ENETUNREACH` where no route leads to the group.
    public static func sender(to membership: MulticastMembership) throws(SocketError) -> UDPSocket {
        let socket = try UDPSocket(bindingTo: membership.interface?.withPort(0) ?? .any(membership.group.family))
        try SocketOptions(descriptor: socket.descriptor, address: membership.group).send(to: membership)
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
