import Glibc
import LinuxNet
import SystemPackage
import TestSupport
import Testing

@Suite("sending items on a stream", .tags(.kernel), .timeLimit(.minutes(10)))
struct StreamSenderTests {
    /// A header of two bytes that says a number.
    private static let template = HeaderTemplate(([0, 0] as [UInt8]).span.bytes)

    /// Two ends of a unix stream with little room.
    private func pair() throws -> (near: FileDescriptor, far: FileDescriptor) {
        var pair: [Int32] = [-1, -1]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair) == 0)
        var size: Int32 = 4096
        setsockopt(pair[0], SOL_SOCKET, SO_SNDBUF, &size, 4)
        return (FileDescriptor(rawValue: pair[0]), FileDescriptor(rawValue: pair[1]))
    }

    /// The payloads have to live until they are sent.
    private func stage(_ payloads: [[UInt8]], in slots: SendSlots) {
        slots.prepare(payloads.count, with: Self.template)
        for (index, payload) in payloads.enumerated() {
            var header = slots.header(at: index)
            header.storeBytes(of: UInt16(index).bigEndian, as: UInt16.self)
            payload.withUnsafeBytes { bytes in
                guard let base = bytes.baseAddress else { return }
                slots.stage(index, payload: base, byteCount: bytes.count)
            }
        }
    }

    private func expected(_ payloads: [[UInt8]]) -> [UInt8] {
        payloads.enumerated().flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] + $1 }
    }

    private func read(_ descriptor: FileDescriptor, atMost count: Int) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: count)
        let result = recv(descriptor.rawValue, &buffer, count, Int32(MSG_DONTWAIT))
        return Array(buffer.prefix(max(0, result)))
    }

    @Test("a stream that takes a part at a time loses its place nowhere", arguments: 0..<20 as Range<UInt64>)
    func parts(seed: UInt64) throws {
        let (near, far) = try pair()
        defer { [near, far].forEach { try? $0.close() } }
        var random = SplitMix64(seed: seed)
        let payloads = (0..<100).map { _ in random.bytes(Int.random(in: 1...3000, using: &random)) }
        let slots = SendSlots()
        var sender = StreamSender()
        var next = 0
        var stream: [UInt8] = []
        var blocked = 0
        while next < payloads.count || sender.isMidItem {
            stage(payloads, in: slots)
            let outcome = sender.send(next..<payloads.count, of: slots, on: near)
            next += outcome.sent
            if outcome.stop == .wouldBlock { blocked += 1 }
            stream += read(far, atMost: Int.random(in: 1...5000, using: &random))
        }
        while case let more = read(far, atMost: 1 << 20), !more.isEmpty { stream += more }
        #expect(stream == expected(payloads))
        #expect(blocked > 0)
    }

    @Test("many items go with one call, and a peer that has gone is an error and no signal")
    func calls() throws {
        let (near, far) = try pair()
        let payloads = (0..<60).map { [UInt8](repeating: UInt8($0), count: 20) }
        let slots = SendSlots()
        var sender = StreamSender()
        stage(payloads, in: slots)
        #expect(sender.send(0..<60, of: slots, on: near) == SendOutcome(sent: 60, stop: .done))
        #expect(sender.systemCalls == 1)
        #expect(read(far, atMost: 1 << 16) == expected(payloads))
        try far.close()
        #expect(sender.send(0..<60, of: slots, on: near) == SendOutcome(sent: 0, stop: .failed(.brokenPipe)))
        try near.close()
    }

    @Test("the rest of an item is forgotten with its stream")
    func forget() throws {
        let (near, far) = try pair()
        defer { [near, far].forEach { try? $0.close() } }
        let slots = SendSlots()
        var sender = StreamSender()
        let payloads = [[UInt8](repeating: 1, count: 1 << 20)]
        stage(payloads, in: slots)
        #expect(sender.send(0..<1, of: slots, on: near) == SendOutcome(sent: 1, stop: .wouldBlock))
        withExtendedLifetime(payloads) {}
        #expect(sender.isMidItem == true)
        sender.forget()
        #expect(sender.isMidItem == false)
        #expect(sender.finish(on: near) == .done)
    }
}

@Suite("receiving a stream", .tags(.kernel), .timeLimit(.minutes(10)))
struct StreamBufferTests {
    @Test(
        "what is unread stays in order while more is received, also where it has to be moved", arguments: [1, 60_000])
    func moving(left: Int) throws {
        var pair: [Int32] = [-1, -1]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair) == 0)
        defer { pair.forEach { close($0) } }
        let descriptor = FileDescriptor(rawValue: pair[1])
        let buffer = StreamBuffer()
        var random = SplitMix64(seed: 4)
        var (sent, read): ([UInt8], [UInt8]) = ([], [])
        for _ in 0..<40 {
            let piece = random.bytes(Int.random(in: 1...50_000, using: &random))
            try #require(send(pair[0], piece, piece.count, 0) == piece.count)
            sent += piece
            while case .done = try buffer.receive(from: descriptor) {}
            // All but the last few are read.
            let bytes = buffer.unread()
            let count = max(0, bytes.byteCount - left)
            read += (0..<count).map { bytes.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
            buffer.consume(count)
        }
        #expect(read == Array(sent.prefix(read.count)))
        #expect(buffer.unreadByteCount == sent.count - read.count)
        close(pair[0])
        #expect(try buffer.receive(from: descriptor) == .done(0))
        buffer.clear()
        #expect(buffer.unreadByteCount == 0)
        pair[0] = -1
    }
}
