import LinuxNet
import SystemPackage
import Testing

/// The same rules with the kernel itself, over loopback.
@Suite("datagrams through the kernel", .tags(.kernel), .timeLimit(.minutes(10)))
struct DatagramKernelTests {
    /// Sends a batch from one new socket to another, and gives back what arrives, in order.
    private func exchange(_ sizes: [Int], over family: AddressFamily) throws -> (sent: [[UInt8]], arrived: [[UInt8]]) {
        let left = try UDPSocket(bindingTo: .loopback(family))
        let right = try UDPSocket(bindingTo: .loopback(family))
        let batch = Batch(sizes)
        var sender = DatagramSender(to: right.localAddress, kernel: LinuxKernel())
        var receiver = DatagramReceiver(kernel: LinuxKernel())
        let slabs = ReceiveSlabs()
        var poll = try EventPoll()
        let registration = try poll.register(right.descriptor, interest: .read)
        #expect(
            sender.send(0..<sizes.count, of: batch.slots, on: left.descriptor)
                == SendOutcome(sent: sizes.count, stop: .done))
        #expect(sender.statistics.refusedRuns == 0)
        var arrived: [[UInt8]] = []
        while arrived.count < sizes.count {
            guard case .done(let count) = try receiver.receive(into: slabs, from: right.descriptor) else {
                guard try poll.waitForReadiness(registration) != nil else { break }
                continue
            }
            for index in 0..<count {
                #expect(slabs.isMessage(at: index, from: left.localAddress))
                #expect(!slabs.facts(at: index).isTruncated)
            }
            arrived += slabs.datagrams(ofFirst: count)
        }
        #expect(receiver.statistics.overflow == 0)
        return (batch.datagrams, arrived)
    }

    /// Sizes at the edges: one byte over the header, page and buffer sizes, Ethernet, the largest of IPv4.
    static let edges = [4, 5, 60, 64, 1472, 1500, 2048, 4096, 9000, 16_384, 32_500, 32_501, 65_000, 65_507]

    static let batches: [[Int]] =
        edges.map { [$0] } + edges.filter { $0 <= 9000 }.map { Array(repeating: $0, count: 130) } + [
            edges, edges.reversed(),
            (0..<256).map { 60 + $0 % 3 },
            (0..<256).map { 1500 - $0 },
            Array(repeating: 1500, count: 20) + [700, 64, 64, 64, 9000],
        ]

    @Test("every datagram arrives whole and in order, over IPv4", arguments: batches)
    func deliveryIPv4(sizes: [Int]) throws {
        let (sent, arrived) = try exchange(sizes, over: .ipv4)
        #expect(arrived == sent)
    }

    @Test(
        "every datagram arrives whole and in order, over IPv6",
        .enabled(if: Capability.ipv6Loopback, "needs ::1"), arguments: batches)
    func deliveryIPv6(sizes: [Int]) throws {
        let (sent, arrived) = try exchange(sizes, over: .ipv6)
        #expect(arrived == sent)
    }

    @Test("a run is one message on both sides", .enabled(if: Capability.segmentation, "needs UDP_SEGMENT"))
    func runs() throws {
        let limit = LinuxKernel().segmentLimit
        let left = try UDPSocket(bindingTo: .loopback(.ipv4))
        let right = try UDPSocket(bindingTo: .loopback(.ipv4))
        let batch = Batch(Array(repeating: 100, count: limit))
        var sender = DatagramSender(to: right.localAddress, kernel: LinuxKernel())
        #expect(sender.send(0..<limit, of: batch.slots, on: left.descriptor).stop == .done)
        #expect(sender.statistics.systemCalls == 1)
        #expect(sender.statistics.runs == 1)
        #expect(sender.degraded.isEmpty)
        let coalesces = right.coalescesReceived
        #expect(coalesces)
        var poll = try EventPoll()
        let registration = try poll.register(right.descriptor, interest: .read)
        #expect(try poll.waitForReadiness(registration) == .readable)
        let slabs = ReceiveSlabs()
        var receiver = DatagramReceiver(kernel: LinuxKernel())
        try #require(try receiver.receive(into: slabs, from: right.descriptor) == .done(1))
        #expect(slabs.facts(at: 0).datagramCount == limit)
        #expect(slabs.facts(at: 0).segmentByteCount == 100)
    }

    @Test("a datagram over 65507 bytes is told apart, and the batch goes on behind it")
    func oversize() throws {
        let left = try UDPSocket(bindingTo: .loopback(.ipv4))
        let right = try UDPSocket(bindingTo: .loopback(.ipv4))
        let batch = Batch([100, 65_508, 200])
        var sender = DatagramSender(to: right.localAddress, kernel: LinuxKernel())
        #expect(sender.send(0..<3, of: batch.slots, on: left.descriptor) == SendOutcome(sent: 1, stop: .oversize))
        #expect(sender.send(2..<3, of: batch.slots, on: left.descriptor) == SendOutcome(sent: 1, stop: .done))
        // The kernel puts the refusal on the error queue too.
        var receiver = DatagramReceiver(kernel: LinuxKernel())
        var errors: [DeliveryError] = []
        try receiver.drainErrors(from: left.descriptor) { errors.append($0) }
        #expect(!errors.isEmpty)
        #expect(errors.allSatisfy { $0.errno == .messageTooLong && $0.origin == .local })
    }

    @Test("an unconnected socket learns that nobody listens, and the next datagram is sent all the same")
    func refused() throws {
        let socket = try UDPSocket(bindingTo: .loopback(.ipv4))
        // An address of this host at which nothing is bound.
        let nobody = SocketAddress(ipv4: 0x7f4d_0009, port: 9)
        let batch = Batch([100, 200])
        var sender = DatagramSender(to: nobody, kernel: LinuxKernel())
        var poll = try EventPoll()
        let registration = try poll.register(socket.descriptor, interest: .read)
        #expect(sender.send(0..<1, of: batch.slots, on: socket.descriptor).stop == .done)
        #expect(try poll.waitForReadiness(registration)?.contains(.error) == true)
        #expect(sender.send(1..<2, of: batch.slots, on: socket.descriptor) == SendOutcome(sent: 1, stop: .done))
        #expect(sender.statistics.resends == 1)

        var receiver = DatagramReceiver(kernel: LinuxKernel())
        let slabs = ReceiveSlabs()
        #expect(try poll.waitForReadiness(registration)?.contains(.error) == true)
        #expect(try receiver.receive(into: slabs, from: socket.descriptor) == .wouldBlock)
        #expect(receiver.statistics.reportedErrors == 1)
        var errors: [DeliveryError] = []
        try receiver.drainErrors(from: socket.descriptor) { errors.append($0) }
        #expect(errors.count == 2)
        for error in errors {
            #expect(error.errno == .connectionRefused)
            // RFC 792: destination unreachable, port unreachable.
            #expect(error.origin == .icmp(type: 3, code: 3))
            #expect(error.destination == nobody)
            #expect(error.start != nil, "what was sent comes back, its beginning at least")
        }
        // The queue is empty: nothing ends the next wait.
        #expect(try poll.poll() == 0)
    }

    @Test("the same over IPv6", .enabled(if: Capability.ipv6Loopback, "needs ::1"))
    func refusedIPv6() throws {
        let socket = try UDPSocket(bindingTo: .loopback(.ipv6))
        let nobody = SocketAddress.loopback(.ipv6, port: 9)
        let batch = Batch([100])
        var sender = DatagramSender(to: nobody, kernel: LinuxKernel())
        var poll = try EventPoll()
        let registration = try poll.register(socket.descriptor, interest: .read)
        #expect(sender.send(0..<1, of: batch.slots, on: socket.descriptor).stop == .done)
        #expect(try poll.waitForReadiness(registration)?.contains(.error) == true)
        var receiver = DatagramReceiver(kernel: LinuxKernel())
        var errors: [DeliveryError] = []
        try receiver.drainErrors(from: socket.descriptor) { errors.append($0) }
        // RFC 4443: destination unreachable, port unreachable.
        #expect(errors.map(\.origin) == [.icmp(type: 1, code: 4)])
        #expect(errors.map(\.errno) == [.connectionRefused])
        #expect(errors.map(\.destination) == [nobody])
    }

    @Test("an empty datagram is a datagram")
    func empty() throws {
        let left = try UDPSocket(bindingTo: .loopback(.ipv4))
        let right = try UDPSocket(bindingTo: .loopback(.ipv4))
        let slots = SendSlots()
        slots.prepare(3, with: HeaderTemplate())
        try withUnsafeTemporaryAllocation(byteCount: 8, alignment: 8) { bytes in
            bytes.initializeMemory(as: UInt8.self, repeating: 5)
            guard let start = bytes.baseAddress else { return }
            for (index, size) in [8, 0, 8].enumerated() { slots.stage(index, payload: start, byteCount: size) }
            var sender = DatagramSender(to: right.localAddress, kernel: LinuxKernel())
            #expect(sender.send(0..<3, of: slots, on: left.descriptor).stop == .done)
            var poll = try EventPoll()
            let registration = try poll.register(right.descriptor, interest: .read)
            #expect(try poll.waitForReadiness(registration) == .readable)
            let slabs = ReceiveSlabs()
            var receiver = DatagramReceiver(kernel: LinuxKernel())
            try #require(try receiver.receive(into: slabs, from: right.descriptor) == .done(3))
            #expect(slabs.datagrams(ofFirst: 3).map(\.count) == [8, 0, 8])
        }
    }

    @Test("a datagram longer than its slab is marked")
    func truncated() throws {
        let left = try UDPSocket(bindingTo: .loopback(.ipv4))
        let right = try UDPSocket(bindingTo: .loopback(.ipv4))
        let batch = Batch([1000, 200])
        var sender = DatagramSender(to: right.localAddress, kernel: LinuxKernel())
        for index in 0..<2 {
            #expect(sender.send(index..<index + 1, of: batch.slots, on: left.descriptor).stop == .done)
        }
        var poll = try EventPoll()
        let registration = try poll.register(right.descriptor, interest: .read)
        #expect(try poll.waitForReadiness(registration) == .readable)
        let slabs = ReceiveSlabs(slotCount: 2, slabByteCount: 512, headroomByteCount: 12)
        var receiver = DatagramReceiver(kernel: LinuxKernel())
        try #require(try receiver.receive(into: slabs, from: right.descriptor) == .done(2))
        #expect(slabs.facts(at: 0).isTruncated)
        #expect(slabs.facts(at: 0).byteCount == 500)
        #expect(!slabs.facts(at: 1).isTruncated)
        #expect(slabs.datagrams(ofFirst: 2) == [Array(batch.datagram(0).prefix(500)), batch.datagram(1)])
    }

    @Test("what a full receive buffer loses is counted to the last datagram")
    func overflow() throws {
        var options = UDPSocket.Options()
        options.receiveBufferByteCount = 8192
        let left = try UDPSocket(bindingTo: .loopback(.ipv4))
        let right = try UDPSocket(bindingTo: .loopback(.ipv4), options: options)
        var sender = DatagramSender(to: right.localAddress, kernel: LinuxKernel())
        var receiver = DatagramReceiver(kernel: LinuxKernel())
        let slabs = ReceiveSlabs()
        // Each longer than the one before, so that none travel in a run.
        let batch = Batch((0..<250).map { 100 + $0 })
        #expect(sender.send(0..<250, of: batch.slots, on: left.descriptor).stop == .done)
        var poll = try EventPoll()
        let registration = try poll.register(right.descriptor, interest: .read)
        var arrived: [[UInt8]] = []
        func drain() throws {
            #expect(try poll.waitForReadiness(registration) == .readable)
            while case .done(let count) = try receiver.receive(into: slabs, from: right.descriptor) {
                arrived += slabs.datagrams(ofFirst: count)
            }
        }
        try drain()
        // The kernel tells with the next datagram that gets through.
        #expect(sender.send(0..<1, of: batch.slots, on: left.descriptor).stop == .done)
        try drain()
        #expect(arrived.count < 251)
        #expect(receiver.statistics.overflow == UInt64(251 - arrived.count))
        #expect(try right.kernelDropCount() == UInt32(251 - arrived.count))
        #expect(arrived.dropLast() == batch.datagrams.prefix(arrived.count - 1))
    }

    @Test(
        "of datagrams that were lost together the kernel counts one: the count is a lower bound",
        .enabled(if: Capability.segmentation, "needs UDP_SEGMENT"), arguments: [true, false])
    func overflowOfRuns(coalesces: Bool) throws {
        var options = UDPSocket.Options()
        options.receiveBufferByteCount = 8192
        options.coalescesReceived = coalesces
        let left = try UDPSocket(bindingTo: .loopback(.ipv4))
        let right = try UDPSocket(bindingTo: .loopback(.ipv4), options: options)
        var sender = DatagramSender(to: right.localAddress, kernel: LinuxKernel())
        let runs = 8
        let length = LinuxKernel().segmentLimit
        let batch = Batch(Array(repeating: 100, count: length))
        for _ in 0..<runs {
            #expect(sender.send(0..<length, of: batch.slots, on: left.descriptor).stop == .done)
        }
        var poll = try EventPoll()
        let registration = try poll.register(right.descriptor, interest: .read)
        #expect(try poll.waitForReadiness(registration) == .readable)
        let slabs = ReceiveSlabs()
        var receiver = DatagramReceiver(kernel: LinuxKernel())
        var arrived = 0
        while case .done(let count) = try receiver.receive(into: slabs, from: right.descriptor) {
            arrived += slabs.datagrams(ofFirst: count).count
        }
        let lost = runs * length - arrived
        let dropped = Int(try right.kernelDropCount())
        #expect(lost > 0)
        let expected = right.coalescesReceived ? lost / length : lost
        #expect(dropped == expected)
    }
}
