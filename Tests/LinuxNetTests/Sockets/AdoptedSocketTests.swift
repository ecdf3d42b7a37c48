import Glibc
import LinuxNet
import SystemPackage
import TestSupport
import Testing

@Suite("a socket that was handed over", .tags(.kernel), .timeLimit(.minutes(10)))
struct AdoptedSocketTests {
    /// Opens a descriptor that nobody owns.
    private func socketPair() throws -> (Int32, Int32) {
        var pair: [Int32] = [-1, -1]
        try #require(socketpair(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0, &pair) == 0)
        return (pair[0], pair[1])
    }

    private func refusal(_ number: Int32, for use: AdoptedSocket.Use = .peer) -> SocketError? {
        #expect(throws: SocketError.self) { _ = try AdoptedSocket(number, for: use) }
    }

    private func isOpen(_ number: Int32) -> Bool { fcntl(number, F_GETFD) != -1 }

    @Test("a pair of unix sockets carries datagrams both ways")
    func pair() throws {
        let (left, right) = try socketPair()
        let near = try AdoptedSocket(left, for: .peer)
        let far = try AdoptedSocket(right, for: .peer)
        #expect(near.number == left)
        #expect(near.descriptor.rawValue == left)
        #expect(near.isUDP == false)
        #expect(near.isInternet == false)
        #expect(send([1, 2], on: near.descriptor.rawValue) == nil)
        #expect(send([3], on: far.descriptor.rawValue) == nil)
        #expect(received(by: far.descriptor.rawValue) == [[1, 2]])
        #expect(received(by: near.descriptor.rawValue) == [[3]])
    }

    @Test("a connected UDP socket is known as one", arguments: [AddressFamily.ipv4, .ipv6])
    func udp(family: AddressFamily) throws {
        guard family == .ipv4 || Capability.ipv6Loopback else { try Test.cancel("needs ::1") }
        let peer = try UDPSocket(bindingTo: .loopback(family))
        let number = socket(family == .ipv4 ? AF_INET : AF_INET6, Int32(SOCK_DGRAM.rawValue), 0)
        try #require(peer.localAddress.withSockaddr { connect(number, $0, $1) } == 0)
        let adopted = try AdoptedSocket(number, for: .peer)
        #expect(adopted.isUDP == true)
        #expect(adopted.isInternet == true)
        #expect(send([1], on: number) == nil)
        #expect(received(by: peer.descriptor.rawValue) == [[1]])
        // What a drop below the socket meets is not kept from it (IP_RECVERR, IPV6_RECVERR).
        var value: Int32 = 0
        var size = socklen_t(4)
        let (level, option) =
            family == .ipv4 ? (Int32(IPPROTO_IP), IP_RECVERR) : (Int32(IPPROTO_IPV6), IPV6_RECVERR)
        #expect(getsockopt(number, level, option, &value, &size) == 0)
        #expect(value == 1)
    }

    @Test("it is closed with its owner, and children do not get it")
    func owned() async {
        // In a process of its own: here another test may get the number at once.
        await #expect(processExitsWith: .success) {
            var pair: [Int32] = [-1, -1]
            try #require(socketpair(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0, &pair) == 0)
            do {
                let socket = try AdoptedSocket(pair[0], for: .peer)
                try #require(fcntl(socket.number, F_GETFD) == FD_CLOEXEC)
            }
            try #require(fcntl(pair[0], F_GETFD) == -1)
            try #require(fcntl(pair[1], F_GETFD) == 0)
        }
    }

    @Test("the flags of the open file, which others share, are left as they were", arguments: [0, O_NONBLOCK])
    func flags(flag: Int32) throws {
        let (left, right) = try socketPair()
        defer { close(right) }
        try #require(fcntl(left, F_SETFL, flag) == 0)
        let socket = try AdoptedSocket(left, for: .peer)
        #expect(fcntl(socket.number, F_GETFL) & O_NONBLOCK == flag)
        // And nothing here waits, whatever they are.
        let slabs = ReceiveSlabs()
        var receiver = DatagramReceiver(kernel: LinuxKernel())
        #expect(try receiver.receive(into: slabs, from: socket.descriptor) == .wouldBlock)
        let batch = Batch([1000])
        var sender = DatagramSender(to: nil, kernel: LinuxKernel(), mayRun: socket.isUDP)
        var count = 0
        while count < 10_000, sender.send(0..<1, of: batch.slots, on: socket.descriptor).stop == .done { count += 1 }
        #expect(count < 10_000, "the peer does not read")
    }

    @Test("a number that is not open", arguments: [-1, 1_000_000, Int32.max])
    func closed(number: Int32) {
        #expect(refusal(number) == SocketError(.adopt, .descriptor(number), .badFileDescriptor))
        #expect(AdoptedSocket.multicastInterface(of: number) == nil)
    }

    @Test("a file is no socket, and stays open")
    func file() throws {
        let number = open("/dev/null", O_RDWR)
        defer { close(number) }
        #expect(refusal(number)?.errno == .notSocket)
        #expect(isOpen(number))
    }

    @Test("a stream socket is refused, and stays open", arguments: [SOCK_STREAM, SOCK_SEQPACKET])
    func stream(type: __socket_type) throws {
        var pair: [Int32] = [-1, -1]
        try #require(socketpair(AF_UNIX, Int32(type.rawValue), 0, &pair) == 0)
        defer { pair.forEach { close($0) } }
        #expect(refusal(pair[0])?.errno == .protocolWrongTypeForSocket)
        #expect(isOpen(pair[0]))
    }

    @Test("a socket without a peer is refused, stays open, and keeps its flags", arguments: [AF_UNIX, AF_INET])
    func unconnected(domain: Int32) throws {
        let number = socket(domain, Int32(SOCK_DGRAM.rawValue), 0)
        try #require(number >= 0)
        defer { close(number) }
        #expect(refusal(number)?.errno == .socketNotConnected)
        #expect(fcntl(number, F_GETFD) == 0)
    }

    @Test("a datagram socket that carries no frames is refused: netlink")
    func netlink() throws {
        let number = socket(AF_NETLINK, Int32(SOCK_DGRAM.rawValue), 0)
        try #require(number >= 0)
        defer { close(number) }
        #expect(refusal(number)?.errno == .addressFamilyNotSupported)
        #expect(isOpen(number))
    }

    @Test("for a group it needs no peer, but has to be UDP over IPv4")
    func group() throws {
        let number = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        try #require(number >= 0)
        let socket = try AdoptedSocket(number, for: .group(.ipv4))
        #expect(socket.isUDP == true)
        let (left, right) = try socketPair()
        defer { [left, right].forEach { close($0) } }
        #expect(refusal(left, for: .group(.ipv4))?.errno == .addressFamilyNotSupported)
        #expect(isOpen(left))
    }

    @Test("the interface that its opener chose for multicast is known")
    func interface() throws {
        let number = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        try #require(number >= 0)
        defer { close(number) }
        #expect(AdoptedSocket.multicastInterface(of: number) == nil)
        var address = in_addr(s_addr: UInt32(0x7f00_0001).bigEndian)
        let size = socklen_t(MemoryLayout<in_addr>.size)
        try #require(setsockopt(number, Int32(IPPROTO_IP), IP_MULTICAST_IF, &address, size) == 0)
        #expect(AdoptedSocket.multicastInterface(of: number) == .loopback(.ipv4))
    }
}
