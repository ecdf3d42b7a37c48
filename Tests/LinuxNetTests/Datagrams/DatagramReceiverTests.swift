import LinuxNet
import SystemPackage
import Testing

@Suite("the datagram receiver, with a scripted kernel")
struct DatagramReceiverTests {
    private let nowhere = FileDescriptor(rawValue: -1)

    private func slabs(_ count: Int = 4) -> ReceiveSlabs {
        ReceiveSlabs(slotCount: count, slabByteCount: 512, headroomByteCount: 96)
    }

    @Test("only what the kernel used is made ready again, and all of that")
    func refill() throws {
        let slabs = slabs(3)
        var receiver = DatagramReceiver(
            kernel: ScriptedKernel([
                .messages([.init(bytes: [1], isTruncated: true), .init(bytes: [2], segment: 1)]), .failure(.wouldBlock),
                .messages([.init(bytes: [3])]),
            ]))
        try #require(try receiver.receive(into: slabs, from: nowhere) == .done(2))
        #expect(try receiver.receive(into: slabs, from: nowhere) == .wouldBlock)
        try #require(try receiver.receive(into: slabs, from: nowhere) == .done(1))
        let room = ScriptedKernel.Room(nameByteCount: 128, controlByteCount: 64, flags: 0)
        #expect(receiver.kernel.receives == Array(repeating: [room, room, room], count: 3))
        #expect(receiver.statistics.systemCalls == 3)
        #expect(receiver.statistics.messages == 3)
    }

    @Test(
        "a message is split where the kernel put datagrams together; the last may be shorter",
        arguments: [
            (10, nil, [10]), (10, 5, [5, 5]), (10, 4, [4, 4, 2]), (10, 10, [10]), (10, 1000, [10]), (10, 0, [10]),
            (10, -1, [10]), (0, nil, [0]), (0, 4, [0]), (1, 1, [1]),
        ] as [(Int, Int32?, [Int])])
    func split(byteCount: Int, segment: Int32?, sizes: [Int]) throws {
        let slabs = slabs()
        let bytes = (0..<byteCount).map { UInt8($0) }
        var receiver = DatagramReceiver(
            kernel: ScriptedKernel([.messages([.init(bytes: bytes, segment: segment)])]))
        try #require(try receiver.receive(into: slabs, from: nowhere) == .done(1))
        #expect(slabs.facts(at: 0).byteCount == byteCount)
        #expect(slabs.facts(at: 0).datagramCount == sizes.count)
        let datagrams = slabs.datagrams(ofFirst: 1)
        #expect(datagrams.map(\.count) == sizes)
        #expect(datagrams.flatMap { $0 } == bytes)
        for index in sizes.indices {
            let message = slabs.message(at: 0)
            let span = message.datagram(at: index)
            let bytes = span.byteOffsets.map { span.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
            #expect(bytes == datagrams[index])
        }
    }

    @Test("a message stands behind its headroom, each in a slab of its own")
    func headroom() throws {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: 2 * 512, alignment: 16)
        defer { memory.deallocate() }
        let slabs = ReceiveSlabs(borrowing: memory, slotCount: 2, slabByteCount: 512, headroomByteCount: 96)
        var receiver = DatagramReceiver(
            kernel: ScriptedKernel([.messages([.init(bytes: [1]), .init(bytes: [2])])]))
        try #require(try receiver.receive(into: slabs, from: nowhere) == .done(2))
        #expect(slabs.facts(at: 0).start == memory + 96)
        #expect(slabs.facts(at: 1).start == memory + 512 + 96)
        #expect(slabs.datagrams(ofFirst: 2) == [[1], [2]])
    }

    @Test("a length that the slab cannot hold is not believed")
    func impossibleLength() throws {
        let slabs = slabs()
        var receiver = DatagramReceiver(
            kernel: ScriptedKernel([.messages([.init(bytes: Array(repeating: 1, count: 5000))])]))
        try #require(try receiver.receive(into: slabs, from: nowhere) == .done(1))
        #expect(slabs.facts(at: 0).byteCount == 512 - 96)
    }

    @Test("what overflowed is counted from the kernel's running number, over its end too")
    func overflow() throws {
        let slabs = slabs()
        var receiver = DatagramReceiver(
            kernel: ScriptedKernel([
                .messages([.init(bytes: [1])]),
                .messages([.init(bytes: [1], overflow: 3), .init(bytes: [1], overflow: 5)]),
                .messages([.init(bytes: [1], overflow: 5)]),
                .messages([.init(bytes: [1], overflow: .max)]),
                .messages([.init(bytes: [1], overflow: 1)]),
            ]))
        var counts: [UInt64] = []
        while case .done = try receiver.receive(into: slabs, from: nowhere) {
            counts.append(receiver.statistics.overflow)
        }
        #expect(counts == [0, 5, 5, UInt64(UInt32.max), UInt64(UInt32.max) + 2])
    }

    @Test("the sender of a message is compared in full")
    func source() throws {
        let peers: [SocketAddress?] = [
            .loopback(.ipv4, port: 1701), .loopback(.ipv4, port: 1702), SocketAddress(ipv4: 0x7f00_0002, port: 1701),
            .loopback(.ipv6, port: 1701), .loopback(.ipv6, port: 1702), .any(.ipv6, port: 1701),
            SocketAddress(ipv6High: 0xfe80 << 48, low: 1, scope: 1, port: 1701),
            SocketAddress(ipv6High: 0xfe80 << 48, low: 1, scope: 2, port: 1701), nil,
        ]
        let slabs = slabs(peers.count)
        let messages = peers.map { ScriptedKernel.Incoming(bytes: [1], source: $0) }
        // Twice, so that a message without a name follows one that had left its own there.
        var receiver = DatagramReceiver(kernel: ScriptedKernel([.messages(messages), .messages(messages.reversed())]))
        for expected in [peers, peers.reversed()] {
            try #require(try receiver.receive(into: slabs, from: nowhere) == .done(peers.count))
            for (index, source) in expected.enumerated() {
                #expect(slabs.facts(at: index).source == source)
                for peer in peers.compactMap({ $0 }) {
                    #expect(slabs.isMessage(at: index, from: peer) == (source == peer))
                }
            }
        }
    }

    @Test("the error of an earlier datagram is counted, and the receive goes on")
    func reportedErrors() throws {
        let slabs = slabs()
        var receiver = DatagramReceiver(
            kernel: ScriptedKernel([
                .failure(.connectionRefused), .messages([.init(bytes: [1])]),
                .failure(.connectionRefused), .failure(.noRouteToHost),
                .failure(.connectionRefused), .failure(.wouldBlock),
            ]))
        try #require(try receiver.receive(into: slabs, from: nowhere) == .done(1))
        #expect(try receiver.receive(into: slabs, from: nowhere) == .wouldBlock)
        #expect(try receiver.receive(into: slabs, from: nowhere) == .wouldBlock)
        #expect(receiver.statistics.reportedErrors == 4)
        #expect(receiver.kernel.script.isEmpty)
    }

    @Test("an interrupted receive is made again, another error is thrown")
    func errors() throws {
        let slabs = slabs()
        var receiver = DatagramReceiver(
            kernel: ScriptedKernel([
                .failure(.interrupted), .messages([.init(bytes: [1])]), .failure(.badFileDescriptor),
            ]))
        try #require(try receiver.receive(into: slabs, from: nowhere) == .done(1))
        let descriptor = nowhere
        #expect(throws: Errno.badFileDescriptor) { try receiver.receive(into: slabs, from: descriptor) }
    }

    @Test("draining the error queue ends, even when the queue does not")
    func endlessErrors() throws {
        let limit = DatagramReceiver<ScriptedKernel>.errorsPerDrain
        var receiver = DatagramReceiver(kernel: ScriptedKernel(Array(repeating: .taken(0), count: limit + 1)))
        var seen = 0
        #expect(try receiver.drainErrors(from: nowhere) { _ in seen += 1 } == limit)
        #expect(seen == limit)
        #expect(try receiver.drainErrors(from: nowhere) { _ in } == 1)
    }
}
