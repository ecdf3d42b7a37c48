import Glibc
import LinuxNet
import NetCore
import NetdevOptions
import SystemPackage
import TestSupport
import Testing

@testable import NetBackends

/// The rows of QEMU's defects in streams, each with what is wanted instead: what comes over a connection.
@Suite("streams, row by row", .tags(.kernel), .timeLimit(.minutes(10)))
struct StreamRowTests {
    @Test("S2: a length of zero is counted as runt, and ends nothing")
    func s2() throws {
        let bench = try StreamBench()
        let peer = try bench.connect()
        for number in 0..<3 { try peer.write([0, 0, 0, 0] + item(datagram(number))) }
        try bench.wait { bench.inside.count == 3 }
        #expect(bench.numbers == [0, 1, 2])
        bench.expectOnly(.runt, 3)
        peer.close()
        try bench.wait { !bench.backend.port.isUp }
    }

    @Test("S13: a second client is reset and counted, the first goes on, and the next is served when it has gone")
    func s13() throws {
        let bench = try StreamBench()
        let first = try bench.connect()
        let second = try PlainStream(to: bench.backend)
        try bench.wait { bench.backend.refusedClients == 1 }
        #expect(second.ending == .connectionReset)
        try first.write(item(datagram(1)))
        try bench.wait { bench.numbers == [1] }
        #expect(
            bench.backend.degraded == [
                "tcp:\(try bench.backend.inetAddress): turned away 1 more clients; a server has one at a time"
            ])
        // Both at once: the one that goes, with something still to read, and the one that comes.
        try first.write(item(datagram(2)))
        first.close()
        let third = try PlainStream(to: bench.backend)
        try third.write(item(datagram(3)))
        try bench.wait { bench.numbers == [1, 2, 3] }
        #expect(bench.backend.refusedClients == 1)
        #expect(third.ending == nil)
        bench.expectOnly(nil)
    }

    @Test("S14: a readiness that was none changes nothing")
    func s14() throws {
        let bench = try StreamBench()
        let peer = try bench.connect()
        bench.backend.ready(.readable)
        bench.backend.ready(.writable)
        bench.loop.settle()
        try peer.write(items(0..<2))
        try bench.wait { bench.numbers == [0, 1] }
        bench.send(0..<2)
        #expect(peer.read() == items(0..<2))
    }

    @Test("S15, T1: a connection lost in the middle of a frame, with more waiting: the next begins with a whole frame")
    func s15() throws {
        let bench = try StreamBench()
        var random = SplitMix64(seed: 3)
        let long = (0..<200).map { random.bytes(60_000 + $0) }
        let first = try PlainStream(to: bench.backend.inetAddress, receiveBuffer: 4096)
        try bench.wait { bench.backend.port.isUp }
        var sent = 0
        while sent < long.count {
            let result = bench.insidePort.send(long[sent])
            bench.loop.settle()
            sent += 1
            if result == .paused { break }
        }
        try #require(bench.backend.port.queuedFrames > 0)
        first.reset()
        try bench.wait { !bench.backend.port.isUp }
        let waiting = bench.backend.port.queuedFrames
        try #require(waiting > 0)
        let second = try bench.connect()
        let expected = long[sent - waiting..<sent]
        let arrived = frames(in: try bench.read(expected.reduce(0) { $0 + 4 + $1.count }, from: second))
        #expect(arrived.rest == 0)
        #expect(arrived.frames == Array(expected))
        #expect(bench.loop.audit().isEmpty)
    }

    @Test(
        "S18, T9: a length that cannot be ends the connection at once, and the next client is served",
        arguments: [0xffff_ffff, 0x4745_5420, 69_633] as [UInt32])
    func s18(length: UInt32) throws {
        let bench = try StreamBench()
        let peer = try bench.connect()
        try peer.write(items(0..<1) + (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * $0)) })
        try bench.wait { !bench.backend.port.isUp }
        #expect(peer.ending != nil)
        #expect(bench.numbers == [0])
        let address = try bench.backend.inetAddress
        #expect(
            bench.backend.summary == "listening on tcp:\(address); "
                + "the peer announced a frame of \(length) bytes, so it is no peer of this kind")
        try bench.connect().write(items(1..<2))
        try bench.wait { bench.numbers == [0, 1] }
    }

    @Test("S18: a frame longer than any of ours and no longer than QEMU's is counted, and what follows arrives")
    func oversize() throws {
        let bench = try StreamBench()
        let peer = try bench.connect()
        for byteCount in [Frame.byteLimit + 1, 69_632] {
            try peer.write(item([UInt8](repeating: 7, count: byteCount)) + items(0..<1))
        }
        try bench.wait { bench.inside.count == 2 }
        bench.expectOnly(.oversize, 2)
    }

    @Test("S19: a burst is a handful of system calls, not one a frame, each way")
    func s19() throws {
        let bench = try StreamBench()
        let peer = try bench.connect()
        let before = bench.backend.systemCalls
        bench.send(0..<200)
        #expect(bench.backend.systemCalls.send - before.send <= 4)
        try bench.wait { bench.backend.sent.frames == 200 }
        #expect(peer.read() == items(0..<200))
        try peer.write(items(0..<200))
        try bench.wait { bench.inside.count == 200 }
        #expect(bench.backend.systemCalls.receive - before.receive <= 4)
        #expect(bench.backend.sent == SentCounts(frames: 200, bytes: 200 * UInt64(datagram(0).count)))
        bench.expectOnly(nil)
    }

    @Test("S20: a peer that acknowledges nothing any more is given up, and the next client is served")
    func s20() throws {
        let bench = try StreamBench()
        bench.backend.patience = (10_000_000, 40)
        let peer = try bench.connect()
        bench.send(0..<1)
        #expect(peer.read() == items(0..<1))
        // Idle is not silent.
        _ = try bench.driver.run(until: bench.driver.now + 80_000_000)
        #expect(bench.backend.port.isUp)
        try goDeaf(peer.descriptor)
        bench.send(1..<2)
        try bench.wait { !bench.backend.port.isUp }
        #expect(bench.backend.summary.hasSuffix("; the peer has acknowledged nothing for 0 s"))
        try bench.connect().write(items(5..<6))
        try bench.wait { bench.numbers == [5] }
    }

    @Test("S21: a descriptor that cannot serve is refused at once, in words, and left open")
    func s21() throws {
        let driver = try RealTimeDriver(loop: Loop())
        let unconnected = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        let datagrams = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        let file = open("/dev/null", O_RDWR)
        defer { [unconnected, datagrams, file].forEach { close($0) } }
        for (number, words) in [
            (unconnected, "Transport endpoint is not connected; the socket has to be connected before"),
            (datagrams, "Protocol wrong type for socket; a stream netdev takes a byte stream"),
            (file, "Socket operation on non-socket; a stream netdev takes a byte stream"),
            (1_000_000, "Bad file descriptor; it is not open here"),
        ] {
            let error = #expect(throws: BackendError.self) {
                _ = try StreamBackend.open(StreamOptions(.descriptor(number)), name: "x", driver: driver)
            }
            #expect(error?.description.hasPrefix("could not use descriptor \(number): \(words)") == true)
            #expect(number == 1_000_000 || fcntl(number, F_GETFD) == 0)
        }
        #expect(driver.loop.ports.isEmpty)
    }

    @Test("S21: an inherited stream that blocks holds up nothing, and keeps its flags")
    func inherited() throws {
        let (ours, theirs) = try streamPair()
        let peer = try PlainStream(owning: theirs)
        let bench = try StreamBench(StreamOptions(.descriptor(ours)))
        #expect(bench.backend.summary == "fd:\(ours)")
        #expect(bench.backend.port.isUp && bench.insidePort.hasCarrier)
        #expect(fcntl(ours, F_GETFL) & O_NONBLOCK == 0)
        bench.backend.ready(.readable)
        bench.send(0..<3)
        #expect(peer.read() == items(0..<3))
        try peer.write(items(5..<6))
        try bench.wait { bench.numbers == [5] }
        peer.close()
        try bench.wait { !bench.backend.port.isUp }
        #expect(bench.backend.summary == "not connected to fd:\(ours); the peer has closed the connection")
    }

    @Test("an unfinished frame is discarded with its connection, and counted")
    func unfinished() throws {
        let bench = try StreamBench()
        for cut in [1, 3, 4, 10] {
            let peer = try bench.connect()
            try peer.write(items(0..<1) + item(datagram(1)).prefix(cut))
            peer.close()
            try bench.wait { !bench.backend.port.isUp }
            #expect(bench.backend.summary.hasSuffix("in the middle of a frame"))
        }
        #expect(bench.numbers == [0, 0, 0, 0])
        bench.expectOnly(.truncated, 4)
    }

    @Test("T6: frames that were read before the connection ended go in, also where there was room for them only later")
    func readBeforeTheEnd() throws {
        let bench = try StreamBench()
        bench.insidePort.setBound(frames: 4, bytes: 1 << 20)
        bench.inside.quota = 0
        let peer = try PlainStream(to: bench.backend.inetAddress, receiveBuffer: 4096)
        try peer.write(items(0..<1000))
        try bench.wait { bench.insidePort.queuedFrames >= 4 }
        // Until the kernel takes no more, so that the end is told by an error, though nothing is read.
        while bench.insidePort.send([UInt8](repeating: 1, count: 9000)) == .open { bench.loop.settle() }
        peer.reset()
        try bench.wait { !bench.backend.port.isUp }
        bench.inside.quota = nil
        bench.insidePort.resume()
        try bench.wait { bench.insidePort.queuedFrames == 0 }
        #expect(bench.numbers == Array(0..<1000))
        #expect(bench.loop.audit().isEmpty)
    }
}
