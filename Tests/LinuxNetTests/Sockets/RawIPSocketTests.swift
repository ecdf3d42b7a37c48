import Glibc
import LinuxNet
import SystemPackage
import TestSupport
import Testing

extension Capability {
    /// RFC 3692: 253 is for experiments.
    static let experiment: UInt8 = 253
    static let rawIP = (try? RawIPSocket(bindingTo: .loopback(.ipv4), protocol: experiment)) != nil
    static let rawIPv6 =
        ipv6Loopback && (try? RawIPSocket(bindingTo: .loopback(.ipv6), protocol: experiment)) != nil
}

@Suite("a raw IP socket", .tags(.kernel), .timeLimit(.minutes(10)))
struct RawIPSocketTests {
    /// An address in 127.0.0.0/8 that nobody else's sockets hear.
    private func address(_ host: UInt32) -> SocketAddress { SocketAddress(ipv4: 0x7f4d_0100 + host, port: 0) }

    private func open(_ address: SocketAddress) throws -> RawIPSocket {
        try RawIPSocket(bindingTo: address, protocol: Capability.experiment)
    }

    private func send(_ payload: [UInt8], from socket: borrowing RawIPSocket, to peer: SocketAddress) throws {
        let sent = peer.withSockaddr { sendto(socket.descriptor.rawValue, payload, payload.count, 0, $0, $1) }
        try #require(sent == payload.count)
    }

    @Test("over IPv4 what arrives begins with the IP header", .enabled(if: Capability.rawIP, "needs CAP_NET_RAW"))
    func ipv4() throws {
        let left = try open(address(1))
        let right = try open(address(2))
        #expect(left.localAddress == address(1))
        try send([1, 2, 3], from: left, to: right.localAddress)
        let packets = received(by: right.descriptor.rawValue)
        try #require(packets.count == 1)
        let packet = packets[0]
        try #require(packet.count == 23)
        #expect(packet[0] == 0x45)
        #expect(packet[9] == Capability.experiment)
        #expect(Array(packet[12..<20]) == [127, 77, 1, 1, 127, 77, 1, 2])
        #expect(Array(packet[20...]) == [1, 2, 3])
        #expect(received(by: left.descriptor.rawValue).isEmpty, "the other address is not its own")
    }

    @Test("over IPv6 it does not", .enabled(if: Capability.rawIPv6, "needs CAP_NET_RAW and ::1"))
    func ipv6() throws {
        let socket = try open(.loopback(.ipv6))
        #expect(socket.localAddress == .loopback(.ipv6))
        try send([1, 2, 3], from: socket, to: socket.localAddress)
        #expect(received(by: socket.descriptor.rawValue) == [[1, 2, 3]])
    }

    @Test(
        "the port of an address is ignored, and each socket of an address gets a copy",
        .enabled(if: Capability.rawIP, "needs CAP_NET_RAW"))
    func copies() throws {
        let sender = try open(address(3))
        let first = try open(address(4).withPort(1701))
        let second = try open(address(4))
        #expect(first.localAddress == address(4))
        try send([9], from: sender, to: first.localAddress)
        for descriptor in [first.descriptor, second.descriptor] {
            #expect(received(by: descriptor.rawValue).map { $0.suffix(1) } == [[9]])
        }
    }

    @Test("it never waits, and is not for children", .enabled(if: Capability.rawIP, "needs CAP_NET_RAW"))
    func flags() throws {
        let socket = try open(address(5))
        #expect(fcntl(socket.descriptor.rawValue, F_GETFL) & O_NONBLOCK != 0)
        #expect(fcntl(socket.descriptor.rawValue, F_GETFD) == FD_CLOEXEC)
        #expect(socket.degraded.allSatisfy { $0.hasPrefix("127.77.1.5: the receive buffer is ") })
    }

    @Test("an address that is not this host's is refused", .enabled(if: Capability.rawIP, "needs CAP_NET_RAW"))
    func notOurs() {
        let absent = SocketAddress(ipv4: 0xc633_6401, port: 7)
        let error = #expect(throws: SocketError.self) { _ = try self.open(absent) }
        #expect(error == SocketError(.bind, .rawIP(absent.withPort(0), protocol: 253), .addressNotAvailable))
    }

    @Test("without the right to raw sockets it says so, and leaves nothing open")
    func unprivileged() async {
        // In a process of its own, which gives the right up for good: capabilities(7), leaving user 0 clears them.
        await #expect(processExitsWith: .success) {
            if geteuid() == 0 {
                try #require(setgroups(0, nil) == 0)
                try #require(setgid(65_534) == 0)
                try #require(setuid(65_534) == 0)
            }
            func sockets() -> Int {
                (Int32(0)..<1024).filter { descriptor in
                    var facts = stat()
                    return fstat(descriptor, &facts) == 0 && facts.st_mode & S_IFMT == S_IFSOCK
                }.count
            }
            let before = sockets()
            let address = SocketAddress(ipv4: 0x7f4d_0101, port: 1701)
            let error = #expect(throws: SocketError.self) { _ = try RawIPSocket(bindingTo: address, protocol: 115) }
            try #require(error == SocketError(.openSocket, .rawIP(address.withPort(0), protocol: 115), .notPermitted))
            try #require(sockets() == before)
        }
    }
}
