import Glibc
import LinuxNet
import SystemPackage
import TestSupport
import Testing

@Suite("a multicast membership")
struct MulticastMembershipTests {
    @Test(
        "a group is 224.0.0.0/4 or ff00::/8, and nothing beside",
        arguments: [
            ("223.255.255.255", false), ("224.0.0.0", true), ("239.255.255.255", true), ("240.0.0.0", false),
            ("255.255.255.255", false), ("0.0.0.0", false), ("feff:ffff::1", false), ("ff00::", true),
            ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", true), ("::", false), ("::ffff:224.0.0.1", false),
        ])
    func isMulticast(text: String, expected: Bool) throws {
        #expect(try #require(SocketAddress(numeric: text, port: 1)).isMulticast == expected)
    }

    @Test(
        "group and interface have to be of one version of IP, and a group of one link needs to know which",
        arguments: [
            ("239.0.0.1", nil, true), ("239.0.0.1", "127.0.0.1", true), ("239.0.0.1", "::1", false),
            ("ff02::1", nil, false), ("127.0.0.1", nil, false), ("::1", "127.0.0.1", false),
            ("ff02::1%7", nil, true), ("ff02::1", "fe80::1%7", true), ("ff02::1%7", "fe80::1%8", false),
            ("ff12::1", nil, false), ("ff01::1", nil, false), ("ff05::1", nil, true), ("ff0e::1", "fe80::1%7", true),
            ("ff05::1", "127.0.0.1", false),
        ] as [(String, String?, Bool)])
    func families(group: String, interface: String?, isMembership: Bool) throws {
        let group = try #require(SocketAddress(numeric: group, port: 1))
        let membership = MulticastMembership(
            group: group, interface: interface.flatMap { SocketAddress(numeric: $0, port: 0) })
        #expect((membership != nil) == isMembership)
        guard isMembership else { return }
        #expect(membership?.group.host.split(separator: "%").first == group.host.split(separator: "%").first)
        // Only where it means something: a socket that is bound to ff05::1 does not tell an interface.
        #expect(membership?.group.scope == (group.host.hasPrefix("ff02") ? 7 : 0))
    }
}

/// Members of a group on the loopback interface, which needs no route and reaches nobody else.
@Suite("members of a multicast group", .tags(.kernel), .timeLimit(.minutes(10)))
struct MulticastTests {
    /// RFC 2365: 239.255.0.0/16 is local by administration.
    private func membership(port: UInt16 = 0, low: UInt32 = 1) throws -> MulticastMembership {
        try #require(
            MulticastMembership(
                group: SocketAddress(ipv4: 0xefff_4d00 + low, port: port), interface: .loopback(.ipv4)))
    }

    private func hear(_ membership: MulticastMembership) throws -> UDPSocket {
        var options = UDPSocket.Options()
        options.membership = membership
        return try UDPSocket(bindingTo: membership.group, options: options)
    }

    @Test("two on one host share the port, and each hears what either sends")
    func twoMembers() throws {
        let first = try hear(try membership())
        let joined = try membership(port: first.localAddress.port)
        let second = try hear(joined)
        #expect(first.localAddress == joined.group)
        #expect(second.localAddress == joined.group)
        let sender = try UDPSocket.sender(to: joined)
        let other = try UDPSocket.sender(to: joined)
        #expect(send([1], on: sender.descriptor.rawValue) == nil)
        #expect(send([2], on: other.descriptor.rawValue) == nil)
        for member in [first.descriptor, second.descriptor] {
            let slabs = ReceiveSlabs()
            var receiver = DatagramReceiver(kernel: LinuxKernel())
            try #require(try receiver.receive(into: slabs, from: member) == .done(2))
            #expect(slabs.datagrams(ofFirst: 2) == [[1], [2]])
            // A member knows its own echo by the port it sends from.
            let (own, others) = (try sender.sourceAddress(), try other.sourceAddress())
            #expect([0, 1].map { slabs.isMessage(at: $0, from: own) } == [true, false])
            #expect([0, 1].map { slabs.isMessage(at: $0, from: others) } == [false, true])
        }
    }

    @Test("S22: the hop limit is 1 unless another is asked for", arguments: [nil, 0, 7, 255] as [UInt8?])
    func hopLimit(_ asked: UInt8?) throws {
        let group = SocketAddress(ipv4: 0xefff_4d01, port: 7000)
        let membership = try #require(
            asked.map { MulticastMembership(group: group, interface: .loopback(.ipv4), hopLimit: $0) }
                ?? MulticastMembership(group: group, interface: .loopback(.ipv4)))
        let sender = try UDPSocket.sender(to: membership)
        var value: Int32 = -1
        var size = socklen_t(4)
        try #require(
            getsockopt(sender.descriptor.rawValue, Int32(IPPROTO_IP), IP_MULTICAST_TTL, &value, &size) == 0)
        #expect(value == Int32(asked ?? 1))
    }

    @Test("what is sent comes from the interface's address and a port of its own")
    func sourceAddress() throws {
        let hearing = try hear(try membership())
        let joined = try membership(port: hearing.localAddress.port)
        let sender = try UDPSocket.sender(to: joined)
        let source = try sender.sourceAddress()
        #expect(source == .loopback(.ipv4, port: source.port))
        #expect(source.port != 0)
        #expect(source.port != joined.group.port)
        #expect(try sender.peerAddress() == joined.group)
    }

    @Test("another group on the same port is not heard, nor is what is sent to the port alone")
    func othersGroups() throws {
        let hearing = try hear(try membership())
        let joined = try membership(port: hearing.localAddress.port)
        let stranger = try membership(port: joined.group.port, low: 2)
        let strangers = try hear(stranger)
        let strangersSender = try UDPSocket.sender(to: stranger)
        #expect(send([1], on: strangersSender.descriptor.rawValue) == nil)
        let unicast = try UDPSocket(bindingTo: .loopback(.ipv4))
        _ = SocketAddress.loopback(.ipv4, port: joined.group.port).withSockaddr { name, byteCount in
            sendto(unicast.descriptor.rawValue, [2] as [UInt8], 1, 0, name, byteCount)
        }
        let sender = try UDPSocket.sender(to: joined)
        #expect(send([3], on: sender.descriptor.rawValue) == nil)
        #expect(received(by: hearing.descriptor.rawValue) == [[3]])
        #expect(received(by: strangers.descriptor.rawValue) == [[1]])
    }

    @Test("a sender hears nothing: not itself, not the group")
    func senderIsDeaf() throws {
        let hearing = try hear(try membership())
        let joined = try membership(port: hearing.localAddress.port)
        let sender = try UDPSocket.sender(to: joined)
        let other = try UDPSocket.sender(to: joined)
        #expect(send([1], on: sender.descriptor.rawValue) == nil)
        #expect(send([1], on: other.descriptor.rawValue) == nil)
        #expect(received(by: hearing.descriptor.rawValue).count == 2)
        #expect(received(by: sender.descriptor.rawValue).isEmpty)
    }

    @Test("a port of unicast is nobody else's, whatever the other asks for")
    func unicastIsExclusive() throws {
        let socket = try UDPSocket(bindingTo: .loopback(.ipv4))
        let thief = Glibc.socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(thief) }
        var on: Int32 = 1
        try #require(setsockopt(thief, SOL_SOCKET, SO_REUSEADDR, &on, 4) == 0)
        #expect(socket.localAddress.withSockaddr { bind(thief, $0, $1) } == -1)
        #expect(errno == EADDRINUSE)
        var value: Int32 = -1
        var size = socklen_t(4)
        #expect(getsockopt(socket.descriptor.rawValue, SOL_SOCKET, SO_REUSEADDR, &value, &size) == 0)
        #expect(value == 0)
    }

    @Test("an interface that this host does not have is told")
    func noInterface() throws {
        // RFC 5737: 198.51.100.0/24 is for documentation.
        let membership = try #require(
            MulticastMembership(
                group: SocketAddress(ipv4: 0xefff_4d01, port: 9), interface: SocketAddress(ipv4: 0xc633_6401, port: 0)))
        let error = #expect(throws: SocketError.self) { _ = try self.hear(membership) }
        #expect(error == SocketError(.option("IP_ADD_MEMBERSHIP"), membership.group, Errno(rawValue: ENODEV)))
        #expect(error?.description == "could not use IP_ADD_MEMBERSHIP on 239.255.77.1:9: No such device")
        let refused = #expect(throws: SocketError.self) { _ = try UDPSocket.sender(to: membership) }
        #expect(refused?.operation == .bind)
    }
}
