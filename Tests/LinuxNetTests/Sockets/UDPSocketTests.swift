import Glibc
import LinuxNet
import SystemPackage
import Testing

@Suite("a UDP socket", .tags(.kernel), .timeLimit(.minutes(10)))
struct UDPSocketTests {
    @Test("port 0 is answered with the port that was bound")
    func boundPort() throws {
        let socket = try UDPSocket(bindingTo: .loopback(.ipv4))
        #expect(socket.localAddress.port != 0)
        #expect(socket.localAddress == .loopback(.ipv4, port: socket.localAddress.port))
    }

    @Test("port 0 over IPv6", .enabled(if: Capability.ipv6Loopback, "needs ::1"))
    func boundPortIPv6() throws {
        let socket = try UDPSocket(bindingTo: .loopback(.ipv6))
        #expect(socket.localAddress == .loopback(.ipv6, port: socket.localAddress.port))
        #expect(socket.localAddress.port != 0)
    }

    @Test("a port in use is refused, and named")
    func inUse() throws {
        let first = try UDPSocket(bindingTo: .loopback(.ipv4))
        let address = first.localAddress
        let error = #expect(throws: SocketError.self) { _ = try UDPSocket(bindingTo: address) }
        #expect(error == SocketError(.bind, address, .addressInUse))
        #expect(error?.description == "could not bind 127.0.0.1:\(address.port): Address already in use")
    }

    @Test("an address that is not this host's is refused, and named")
    func notOurs() {
        // RFC 5737: 192.0.2.0/24 is for documentation.
        let address = SocketAddress(ipv4: 0xc000_0201, port: 1701)
        let error = #expect(throws: SocketError.self) { _ = try UDPSocket(bindingTo: address) }
        #expect(error?.description == "could not bind 192.0.2.1:1701: Cannot assign requested address")
    }

    @Test(
        "each error says what was tried",
        arguments: [
            (SocketError.Operation.openSocket, "could not open a socket for [::1]:1701: Permission denied"),
            (.connect, "could not connect to [::1]:1701: Permission denied"),
            (.readLocalAddress, "could not read the address bound for [::1]:1701: Permission denied"),
            (.option("SO_RCVBUF"), "could not use SO_RCVBUF on [::1]:1701: Permission denied"),
        ])
    func descriptions(operation: SocketError.Operation, description: String) {
        #expect(SocketError(operation, .loopback(.ipv6, port: 1701), .permissionDenied).description == description)
    }

    @Test("an IPv6 socket leaves the IPv4 port alone", .enabled(if: Capability.ipv6Loopback, "needs ::1"))
    func ipv6Only() throws {
        let six = try UDPSocket(bindingTo: .any(.ipv6))
        // Where the port is free for IPv4 at all, the IPv6 socket on every address does not hold it.
        var value: Int32 = 0
        var size = socklen_t(4)
        #expect(getsockopt(six.descriptor.rawValue, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &value, &size) == 0)
        #expect(value == 1)
    }

    @Test("a connected socket sends to its peer, and hears nobody else")
    func connected() throws {
        let left = try UDPSocket(bindingTo: .loopback(.ipv4))
        let right = try UDPSocket(bindingTo: .loopback(.ipv4))
        let stranger = try UDPSocket(bindingTo: .loopback(.ipv4))
        try right.connect(to: left.localAddress)
        let batch = Batch([100])
        var fromStranger = DatagramSender(to: right.localAddress, kernel: LinuxKernel())
        var fromLeft = DatagramSender(to: right.localAddress, kernel: LinuxKernel())
        #expect(fromStranger.send(0..<1, of: batch.slots, on: stranger.descriptor).stop == .done)
        #expect(fromLeft.send(0..<1, of: batch.slots, on: left.descriptor).stop == .done)
        var poll = try EventPoll()
        let registration = try poll.register(right.descriptor, interest: .read)
        #expect(try poll.waitForReadiness(registration)?.contains(.readable) == true)
        let slabs = ReceiveSlabs()
        var receiver = DatagramReceiver(kernel: LinuxKernel())
        try #require(try receiver.receive(into: slabs, from: right.descriptor) == .done(1))
        #expect(slabs.isMessage(at: 0, from: left.localAddress))
        #expect(try receiver.receive(into: slabs, from: right.descriptor) == .wouldBlock)
    }

    @Test("connecting where no route leads says so")
    func unreachable() throws {
        let socket = try UDPSocket(bindingTo: .loopback(.ipv4))
        // From a loopback address nothing leaves the host.
        let peer = SocketAddress(ipv4: 0xc000_0201, port: 1701)
        let error = #expect(throws: SocketError.self) { try socket.connect(to: peer) }
        #expect(error?.operation == .connect)
        #expect(error?.name == .internet(peer))
    }

    @Test("a receive buffer that is not granted is told, and one that is, is not")
    func degraded() throws {
        var options = UDPSocket.Options()
        options.receiveBufferByteCount = 16_384
        let modest = try UDPSocket(bindingTo: .loopback(.ipv4), options: options)
        #expect(modest.receiveBufferByteCount == 16_384)
        #expect(modest.degraded.allSatisfy { !$0.contains("receive buffer") })
        options.receiveBufferByteCount = .max
        let greedy = try UDPSocket(bindingTo: .loopback(.ipv4), options: options)
        let facts = greedy.degraded
        let granted = greedy.receiveBufferByteCount
        #expect(facts.contains { $0.contains("the receive buffer is \(granted) bytes instead of \(Int.max)") })
    }

    @Test("a failed opening leaves no descriptor behind")
    func noLeak() async {
        // In a process of its own: here other tests open and close descriptors all the time.
        await #expect(processExitsWith: .success) {
            let taken = try UDPSocket(bindingTo: .loopback(.ipv4))
            func openDescriptors() throws -> Int {
                guard let directory = opendir("/proc/self/fd") else { throw Errno(rawValue: errno) }
                defer { closedir(directory) }
                var count = 0
                while readdir(directory) != nil { count += 1 }
                return count
            }
            let attempts = 64
            let before = try openDescriptors()
            for _ in 0..<attempts {
                let address = taken.localAddress
                #expect(throws: SocketError.self) { _ = try UDPSocket(bindingTo: address) }
                #expect(throws: Errno.invalidArgument) { _ = try EventPoll(signals: [1000]) }
            }
            // The test library opens a few of its own meanwhile.
            #expect(try openDescriptors() - before < attempts / 2)
        }
    }

    @Test("a way leads where the host has a route, from an address that it has")
    func routes() {
        let (here, there) = (SocketAddress(ipv4: 0x7f4d_0210, port: 5), SocketAddress(ipv4: 0x7f4d_0211, port: 0))
        #expect(UDPSocket.hasRoute(from: here, to: there))
        // RFC 5737: an address of documentation, which a loopback address cannot reach, and nobody has.
        let foreign = SocketAddress(ipv4: 0xc000_0201, port: 0)
        #expect(!UDPSocket.hasRoute(from: here, to: foreign))
        #expect(!UDPSocket.hasRoute(from: foreign, to: there))
        #expect(!UDPSocket.hasRoute(from: here, to: .loopback(.ipv6)))
    }
}
