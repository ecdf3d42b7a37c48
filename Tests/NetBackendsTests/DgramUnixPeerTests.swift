import Glibc
import LinuxNet
import NetCore
import NetdevOptions
import SystemPackage
import TestSupport
import Testing

@testable import NetBackends

/// A unix peer comes, goes, is replaced, does not read; and strangers try to get in between.
@Suite("dgram over unix sockets and its peer", .tags(.kernel), .timeLimit(.minutes(10)))
struct DgramUnixPeerTests {
    private let paths: TemporaryDirectory

    init() throws { paths = try TemporaryDirectory() }
    private var options: DgramOptions { .unix(local: paths["a"], remote: paths["b"]) }

    /// How a peer's process ends, and the next begins.
    enum Replacement: CaseIterable { case atOnce, later }

    @Test(
        "a peer that was killed and replaced while nothing is sent to it is heard within 200 ms",
        arguments: Replacement.allCases)
    func replaced(_ replacement: Replacement) throws {
        let bench = try DgramBench(options)
        var peer = try PlainUnixPeer(paths["b"])
        #expect(peer.send(datagram(0), to: paths["a"]) == nil)
        try bench.wait { bench.inside.count == 1 }
        var fastest = Int64.max
        for round in 1...3 {
            peer.close()
            try #require(unlink(paths["b"]) == 0)
            if replacement == .later { _ = try bench.driver.run(until: bench.driver.now + 250_000_000) }
            peer = try PlainUnixPeer(paths["b"])
            let start = bench.driver.now
            // Refused with EPERM for as long as the netdev is connected to the former.
            var isSent = false
            try bench.wait {
                isSent = isSent || peer.send(datagram(round), to: paths["a"]) == nil
                bench.driver.loop.makeTimer().arm(at: bench.driver.loop.now + 1_000_000)
                return bench.inside.count > round
            }
            fastest = min(fastest, bench.driver.now - start)
        }
        #expect(bench.numbers == [0, 1, 2, 3])
        // The fastest: the machine may be busy, but not each time.
        #expect(fastest < 200_000_000)
        bench.expectOnly(nil)
    }

    @Test("while there is no peer strangers are counted as source-mismatch; once there is one they cannot send")
    func strangers() throws {
        let bench = try DgramBench(options)
        let stranger = try PlainUnixPeer(paths["c"])
        for number in 0..<3 { #expect(stranger.send(datagram(number), to: paths["a"]) == nil) }
        try bench.wait { bench.drops(.sourceMismatch) == 3 }
        let peer = try PlainUnixPeer(paths["b"])
        #expect(peer.send(datagram(7), to: paths["a"]) == nil)
        try bench.wait { bench.inside.count == 1 }
        #expect(stranger.send(datagram(8), to: paths["a"]) == .notPermitted)
        #expect(bench.numbers == [7])
        bench.expectOnly(.sourceMismatch, 3)
    }

    @Test("what strangers sent before the peer came stays theirs, if it is read after the peer was found")
    func strangersFirst() throws {
        let bench = try DgramBench(options)
        let stranger = try PlainUnixPeer(paths["c"])
        for number in 0..<3 { #expect(stranger.send(datagram(number), to: paths["a"]) == nil) }
        let peer = try PlainUnixPeer(paths["b"])
        #expect(peer.send(datagram(7), to: paths["a"]) == nil)
        // The time to look for the peer has come before anything is read.
        bench.driver.pass(150_000_000)
        try bench.wait { bench.inside.count == 1 }
        #expect(bench.numbers == [7])
        bench.expectOnly(.sourceMismatch, 3)
        // And the same if it is a send that finds the peer.
        peer.close()
        try #require(unlink(paths["b"]) == 0)
        bench.send(0..<1)
        #expect(bench.drops(.noPeer) == 1)
        #expect(stranger.send(datagram(8), to: paths["a"]) == nil)
        let second = try PlainUnixPeer(paths["b"])
        bench.send(1..<2)
        #expect(second.received().map(Sample.number(in:)) == [1])
        #expect(second.send(datagram(9), to: paths["a"]) == nil)
        try bench.wait { bench.inside.count == 2 }
        #expect(bench.numbers == [7, 9])
        #expect(bench.drops(.sourceMismatch) == 4)
    }

    @Test("a peer that calls itself by another path is heard once it is connected to")
    func otherName() throws {
        let bench = try DgramBench(options)
        let peer = try PlainUnixPeer(paths.path + "/./b")
        bench.send(0..<1)
        try bench.wait { peer.received().map(Sample.number(in:)) == [0] }
        #expect(peer.send(datagram(1), to: paths["a"]) == nil)
        try bench.wait { bench.inside.count == 1 }
        bench.expectOnly(nil)
    }

    @Test("what a peer sent before it went is delivered, however late the receiver takes it")
    func lastWords() throws {
        let bench = try DgramBench(options)
        let peer = try PlainUnixPeer(paths["b"])
        bench.block()
        // Connected both ways, so that the queue holds more than net.unix.max_dgram_qlen.
        bench.send(0..<1)
        try peer.connect(to: paths["a"])
        for number in 0..<60 { #expect(peer.send(datagram(number), to: paths["a"]) == nil) }
        try bench.wait { bench.insidePort.queuedFrames >= 4 }
        peer.close()
        // Time enough to look for the peer more than once.
        _ = try bench.driver.run(until: bench.driver.now + 250_000_000)
        #expect(bench.inside.count == 0)
        bench.unblock()
        try bench.wait { bench.inside.count == 60 }
        #expect(bench.numbers == Array(0..<60))
        bench.expectOnly(nil)
    }

    @Test("two netdevs that look for each other throw away nothing of each other's")
    func bothLook() throws {
        let near = try DgramBench(options)
        let far = try DgramBench(.unix(local: paths["b"], remote: paths["a"]), on: near.driver)
        far.block()
        near.send(0..<60)
        try near.wait { far.insidePort.queuedFrames >= 4 }
        _ = try near.driver.run(until: near.driver.now + 250_000_000)
        far.unblock()
        try near.wait { far.inside.count == 60 }
        #expect(far.numbers == Array(0..<60))
        near.expectOnly(nil)
        far.expectOnly(nil)
    }

    @Test("S11: a peer that does not read makes frames wait without spinning, and all arrive once it reads")
    func s11() throws {
        let bench = try DgramBench(options)
        let peer = try PlainUnixPeer(paths["b"])
        bench.send(0..<100)
        let sent = bench.backend.account.consumed
        #expect(sent > 0 && sent < 100)
        let calls = bench.backend.systemCalls
        #expect(try bench.driver.turns() <= idleTurns)
        #expect(bench.backend.systemCalls.send - calls.send <= 2)
        #expect(bench.backend.systemCalls.receive == calls.receive)
        var arrived: [[UInt8]] = []
        try bench.wait {
            arrived += peer.received()
            return arrived.count == 100
        }
        #expect(arrived.map(Sample.number(in:)) == Array(0..<100))
        bench.expectOnly(nil)
    }

    @Test("S11: the same between two netdevs, where only the send buffer limits")
    func s11Connected() throws {
        let near = try DgramBench(options)
        let far = try DgramBench(.unix(local: paths["b"], remote: paths["a"]), on: near.driver)
        far.block()
        near.backend.port.setBound(frames: 2000, bytes: 8 << 20)
        near.send(0..<1000)
        _ = try near.driver.run(until: near.driver.now + 10_000_000)
        #expect(near.backend.account.consumed < 1000)
        let calls = near.backend.systemCalls
        #expect(try near.driver.turns() <= idleTurns)
        #expect(near.backend.systemCalls.send - calls.send <= 2)
        far.unblock()
        try near.wait { far.inside.count == 1000 }
        #expect(far.numbers == Array(0..<1000))
        near.expectOnly(nil)
    }

    @Test("frames that wait for a peer that dies end as no-peer; if it is replaced they go to its successor")
    func diesWhileFull() throws {
        let bench = try DgramBench(options)
        var peer = try PlainUnixPeer(paths["b"])
        bench.send(0..<50)
        let sent = Int(bench.backend.account.consumed)
        try #require(sent < 50)
        peer.close()
        try bench.wait { bench.drops(.noPeer) > 0 }
        try bench.wait { bench.drops(.noPeer) == UInt64(50 - sent) }
        bench.expectOnly(.noPeer, UInt64(50 - sent))
        try #require(unlink(paths["b"]) == 0)
        peer = try PlainUnixPeer(paths["b"])
        bench.send(50..<100)
        let full = Int(bench.backend.account.consumed)
        try #require(full < sent + 50)
        try #require(unlink(paths["b"]) == 0)
        let successor = try PlainUnixPeer(paths["b"])
        peer.close()
        var arrived: [[UInt8]] = []
        try bench.wait {
            arrived += successor.received()
            return arrived.count == sent + 50 - full
        }
        #expect(arrived.map(Sample.number(in:)) == Array((50 + full - sent)..<100))
        bench.expectOnly(.noPeer, UInt64(50 - sent))
    }

    @Test("a closed netdev looks for nobody any more")
    func closed() throws {
        let bench = try DgramBench(options)
        bench.backend.close()
        bench.loop.settle()
        #expect(bench.loop.nextDeadline == nil)
        let peer = try PlainUnixPeer(paths["b"])
        #expect(try bench.driver.turns(in: 250_000_000) <= 2)
        #expect(peer.send(datagram(1), to: paths["a"]) == .noSuchFileOrDirectory)
        bench.backend.close()
    }

    @Test("a peer that is not there is looked for once a burst")
    func onceABurst() throws {
        let driver = try RealTimeDriver(loop: Loop())
        let local = try #require(UnixAddress(path: paths["a"]))
        let remote = try #require(UnixAddress(path: paths["b"]))
        let socket = try UnixDatagramSocket(bindingTo: local, remote: remote)
        let client = LookCounter(driver, socket.descriptor)
        let sender = driver.loop.makePort(for: Probe(), name: "sender")
        try sender.connect(to: client.port)
        driver.loop.settle()
        for number in 0..<40 { sender.send(number == 20 ? [] : [UInt8(number)]) }
        driver.loop.settle()
        #expect(client.port.counters.drops[.noPeer] == 39)
        #expect(client.port.counters.drops[.runt] == 1)
        #expect(client.looks == client.bursts)
        #expect(client.bursts < 40)
    }
}

/// A backend that counts how often it is asked whether another try is worth it.
private final class LookCounter: NetClient {
    let port: Port
    private(set) var looks = 0
    private(set) var bursts = 0
    private var channel: DatagramChannel<BareFraming>

    init(_ driver: RealTimeDriver, _ descriptor: FileDescriptor) {
        port = driver.loop.makePort(name: "counter")
        channel = DatagramChannel(
            driver: driver, port: port, framing: BareFraming(),
            wiring: .init(reading: descriptor, mayRun: false, hasErrorQueue: false))
        driver.loop.attach(self, to: port)
    }

    func receive(_ burst: Burst, on port: Port) -> Int {
        bursts += 1
        return channel.send(burst) { _ in
            looks += 1
            return false
        }
    }

    var account: ElementAccount { ElementAccount() }
}
