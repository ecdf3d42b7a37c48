import Glibc
import LinuxNet
import NetCore
import NetdevOptions
import SystemPackage
import TestSupport
import Testing

@testable import NetBackends

/// Sockets that others opened, some of them no longer what they were.
@Suite("dgram over a descriptor that was handed over", .tags(.kernel), .timeLimit(.minutes(10)))
struct DgramDescriptorTests {
    @Test("a unix socket pair carries frames both ways, bursts and long ones")
    func pair() throws {
        let (left, right) = try unixPair()
        let near = try DgramBench(.descriptor(left))
        let far = try DgramBench(.descriptor(right), on: near.driver)
        near.send(0..<500)
        far.send(500..<1000)
        try near.wait { near.inside.count == 500 && far.inside.count == 500 }
        #expect(far.numbers == Array(0..<500))
        #expect(near.numbers == Array(500..<1000))
        var random = SplitMix64(seed: 5)
        let long = random.bytes(Frame.byteLimit)
        near.insidePort.send(long)
        try near.wait { far.inside.count == 501 }
        #expect(far.inside.frames.last == long)
        near.expectOnly(nil)
        far.expectOnly(nil)
        #expect(near.backend.summary == "fd=\(left)")
    }

    @Test("a pair whose other end does not read does not spin, and all arrive once it reads")
    func full() throws {
        let (left, right) = try unixPair()
        defer { close(right) }
        let bench = try DgramBench(.descriptor(left))
        bench.backend.port.setBound(frames: 2000, bytes: 8 << 20)
        bench.send(0..<1000)
        try #require(bench.backend.account.consumed < 1000)
        #expect(try bench.driver.turns() <= idleTurns)
        var arrived: [[UInt8]] = []
        try bench.wait {
            arrived += received(by: right)
            return arrived.count == 1000
        }
        #expect(arrived.map(Sample.number(in:)) == Array(0..<1000))
        bench.expectOnly(nil)
    }

    @Test("a pair whose other end was closed does not spin; frames end as no-peer, those that waited too")
    func closedPeer() throws {
        let (left, right) = try unixPair()
        let bench = try DgramBench(.descriptor(left))
        bench.backend.port.setBound(frames: 2000, bytes: 8 << 20)
        bench.send(0..<1000)
        let sent = bench.backend.account.consumed
        try #require(sent < 1000)
        close(right)
        try bench.wait { bench.drops(.noPeer) == 1000 - sent }
        #expect(try bench.driver.turns() <= idleTurns)
        bench.send(0..<5)
        #expect(try bench.driver.turns() <= idleTurns)
        bench.expectOnly(.noPeer, 1005 - sent)
    }

    /// What somebody may do to a socket that is shared.
    enum Shutdown: CaseIterable { case read, both, byPeer }

    @Test(
        "a unix socket that is shut down does not spin, and the frames sent to it are counted",
        arguments: Shutdown.allCases)
    func shutDown(_ shutdown: Shutdown) throws {
        let (left, right) = try unixPair()
        defer { close(right) }
        try #require(send(right, [1] as [UInt8], 1, 0) == 1)
        let bench = try DgramBench(.descriptor(left))
        try #require(
            Glibc.shutdown(shutdown == .byPeer ? right : left, Int32(shutdown == .read ? SHUT_RD : SHUT_RDWR)) == 0)
        #expect(try bench.driver.turns() <= idleTurns)
        #expect(bench.inside.frames == [[1]], "what had come is read")
        bench.send(0..<3)
        #expect(try bench.driver.turns() <= idleTurns)
        bench.expectOnly(.noPeer, shutdown == .read ? 0 : 3)
        #expect(received(by: right).count == (shutdown == .read ? 3 : 0))
    }

    @Test("a UDP socket that is shut down does not spin either", arguments: [SHUT_RD, SHUT_RDWR])
    func udpShutDown(how: Int) throws {
        let peer = try PlainPeer()
        let bench = try DgramBench(.descriptor(try plainUDP(.loopback(.ipv4), to: peer.address)))
        try #require(shutdown(try number(of: bench), Int32(how)) == 0)
        #expect(try bench.driver.turns() <= idleTurns)
        bench.send(0..<3)
        #expect(try bench.driver.turns() <= idleTurns)
        bench.expectOnly(.noPeer, how == SHUT_RD ? 0 : 3)
    }

    @Test("frames that wait in a socket that is shut down end as no-peer")
    func shutDownWhileFull() throws {
        let (left, right) = try unixPair()
        defer { close(right) }
        let bench = try DgramBench(.descriptor(left))
        bench.backend.port.setBound(frames: 2000, bytes: 8 << 20)
        bench.send(0..<1000)
        let sent = bench.backend.account.consumed
        try #require(sent < 1000)
        try #require(shutdown(left, Int32(SHUT_RDWR)) == 0)
        try bench.wait { bench.drops(.noPeer) == 1000 - sent }
        #expect(try bench.driver.turns() <= idleTurns)
        bench.expectOnly(.noPeer, 1000 - sent)
    }

    @Test("connected UDP carries frames both ways")
    func udp() throws {
        let (near, far) = try udpBenches()
        near.send(0..<500)
        try near.wait { far.inside.count == 500 }
        far.send(500..<1000)
        try near.wait { near.inside.count == 500 }
        #expect(far.numbers == Array(0..<500))
        #expect(near.numbers == Array(500..<1000))
        #expect(near.backend.systemCalls.send <= 8)
        near.expectOnly(nil)
        far.expectOnly(nil)
    }

    @Test("connected UDP whose peer has gone does not spin, and works again when it is back")
    func udpPeerGone() throws {
        let peer = try UDPSocket(bindingTo: .loopback(.ipv4))
        let address = peer.localAddress
        try peer.close()
        let bench = try DgramBench(.descriptor(try plainUDP(.loopback(.ipv4), to: address)))
        for number in 0..<20 {
            bench.send(number..<number + 1)
            _ = try bench.driver.run(until: bench.driver.now + 500_000)
        }
        #expect(try bench.driver.turns() <= idleTurns)
        let late = try PlainPeer(address)
        bench.send(20..<21)
        #expect(late.received().map(Sample.number(in:)) == [20])
        bench.expectOnly(nil)
    }

    @Test("a descriptor that another netdev has is refused, and stays that netdev's")
    func twice() throws {
        let (left, right) = try unixPair()
        let near = try DgramBench(.descriptor(left))
        let far = try DgramBench(.descriptor(right), on: near.driver)
        for number in [left, right] {
            let error = #expect(throws: BackendError.self) {
                _ = try DgramBackend.open(.descriptor(number), name: "again", driver: near.driver)
            }
            #expect(error?.description == "descriptor \(number) belongs to another netdev")
        }
        near.send(0..<10)
        try near.wait { far.inside.count == 10 }
        far.expectOnly(nil)
    }

    @Test("nor can the number of a socket that a netdev opened for itself be had")
    func ours() throws {
        let bench = try DgramBench(.inet(to: try PlainPeer()))
        let watched = (Int32(0)..<1024).filter { bench.driver.watches($0) }
        try #require(watched.count == 1)
        #expect(throws: BackendError.self) {
            _ = try DgramBackend.open(.descriptor(watched[0]), name: "x", driver: bench.driver)
        }
        #expect(fcntl(watched[0], F_GETFD) == FD_CLOEXEC)
        bench.backend.close()
        #expect(!bench.driver.watches(watched[0]))
        #expect(!bench.driver.watches(-1))
        #expect(!bench.driver.watches(.max))
    }

    private func number(of bench: DgramBench) throws -> Int32 {
        try #require(Int32(bench.backend.summary.dropFirst("fd=".count)))
    }

    private func udpBenches() throws -> (DgramBench, DgramBench) {
        let ports = (try freeGroupPort(), try freeGroupPort())
        let (a, b) = (SocketAddress.loopback(.ipv4, port: ports.0), SocketAddress.loopback(.ipv4, port: ports.1))
        let near = try DgramBench(.descriptor(try plainUDP(a, to: b)))
        return (near, try DgramBench(.descriptor(try plainUDP(b, to: a)), on: near.driver))
    }
}

/// dgram over UDP sockets that were handed over.
///
/// A unix pair is not held against the contract: its ends are made together, and an end that is closed cannot come again.
struct AdoptedDgramUnderTest: BackendUnderTest {
    let testDescription = "dgram over connected UDP descriptors"
    let frameByteLimit = 65_507

    func openAlone(_ driver: RealTimeDriver) throws -> (near: BackendEnd, openFar: () throws -> BackendEnd) {
        let ports = (try freeGroupPort(), try freeGroupPort())
        let (a, b) = (SocketAddress.loopback(.ipv4, port: ports.0), SocketAddress.loopback(.ipv4, port: ports.1))
        let near = try DgramBackend.open(.descriptor(try plainUDP(a, to: b)), name: "near", driver: driver)
        return (
            BackendEnd(near),
            { BackendEnd(try DgramBackend.open(.descriptor(try plainUDP(b, to: a)), name: "far", driver: driver)) }
        )
    }
}
