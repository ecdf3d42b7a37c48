import Glibc
import NetBackends
import NetCore
import NetdevOptions
import TestSupport
import Testing

/// The datagram kinds of socket, which are those of dgram under keys of their own.
struct SocketDatagramsUnderTest: BackendUnderTest {
    enum Kind: String, CaseIterable {
        case udp, mcast
    }

    static let all: [any BackendUnderTest] = Kind.allCases.map(SocketDatagramsUnderTest.init)

    let kind: Kind
    var testDescription: String { "socket, \(kind.rawValue)=" }
    var frameByteLimit: Int { 65_507 }
    var countsKernelLosses: Bool { true }
    var isVariant: Bool { true }

    func openAlone(_ driver: RealTimeDriver) throws -> (near: BackendEnd, openFar: () throws -> BackendEnd) {
        let (first, second) = (try freeGroupPort(), try freeGroupPort())
        let (near, far) =
            switch kind {
            case .udp:
                (
                    "socket,udp=127.0.0.1:\(first),localaddr=127.0.0.1:\(second)",
                    "socket,udp=127.0.0.1:\(second),localaddr=127.0.0.1:\(first)"
                )
            case .mcast:
                (
                    "socket,mcast=239.255.77.4:\(first),localaddr=127.0.0.1",
                    "socket,mcast=239.255.77.4:\(first),localaddr=127.0.0.1"
                )
            }
        func open(_ text: String) throws -> BackendEnd {
            BackendEnd(try Backends.open(try NetdevSpecification.parse(text), name: text, driver: driver))
        }
        return (try open(near), { try open(far) })
    }
}

/// The rows of socket's datagram kinds that dgram's own tests do not see through its keys.
@Suite("socket with datagrams, row by row", .tags(.kernel), .timeLimit(.minutes(5)))
struct SocketDatagramRowTests {
    private func bench(_ text: String, on driver: RealTimeDriver? = nil) throws -> DgramBench {
        let driver = try driver ?? RealTimeDriver(loop: Loop())
        let backend = try Backends.open(try NetdevSpecification.parse(text), name: "socket", driver: driver)
        return try DgramBench(driver, try #require(backend as? DgramBackend))
    }

    @Test("S3: a member of mcast does not hear itself, and another does")
    func echo() throws {
        let text = "socket,mcast=239.255.77.5:\(try freeGroupPort()),localaddr=127.0.0.1"
        let bench = try bench(text)
        let other = try self.bench(text, on: bench.driver)
        bench.send(0..<20)
        try other.wait { other.inside.count == 20 }
        other.send(20..<40)
        try bench.wait { bench.inside.count == 20 }
        #expect(bench.numbers == Array(20..<40))
        #expect(other.numbers == Array(0..<20))
        bench.expectOnly(nil)
    }

    @Test("S1, S4: udp= takes its peer's datagrams alone, and an empty one stops nothing")
    func udp() throws {
        let (peer, stranger) = (try PlainPeer(), try PlainPeer())
        let bench = try bench("socket,udp=\(peer.address),localaddr=127.0.0.1:\(try freeGroupPort())")
        let local = try bench.backend.boundAddress
        try peer.send([], to: local)
        try stranger.send(datagram(9), to: local)
        try peer.send(datagram(1), to: local)
        try bench.wait { bench.inside.count == 1 }
        #expect(bench.numbers == [1])
        bench.expectOnly(.runt, 1)
    }

    @Test("S5: localaddr= is nobody else's, whatever it asks for")
    func portStays() throws {
        let port = try freeGroupPort()
        let bench = try bench("socket,udp=127.0.0.1:9,localaddr=127.0.0.1:\(port)")
        let error = #expect(throws: BackendError.self) {
            _ = try self.bench("socket,udp=127.0.0.1:10,localaddr=127.0.0.1:\(port)", on: bench.driver)
        }
        #expect(error?.description.hasPrefix("could not bind 127.0.0.1:\(port)") == true)
    }

    @Test("fd= of a datagram socket carries a frame a datagram")
    func descriptor() throws {
        let (mine, theirs) = try unixPair()
        defer { close(mine) }
        let bench = try bench("socket,fd=\(theirs)")
        try #require(send(mine, datagram(3), datagram(3).count, 0) == datagram(3).count)
        try bench.wait { bench.inside.count == 1 }
        bench.send(4..<5)
        #expect(received(by: mine).map(Sample.number(in:)) == [4])
        #expect(bench.numbers == [3])
    }

    @Test("what cannot be opened is said with the keys of socket")
    func words() throws {
        let driver = try RealTimeDriver(loop: Loop())
        for (text, words) in [
            ("socket,mcast=239.255.77.5:7000,localaddr=198.51.100.1", "as in localaddr=127.0.0.1"),
            ("socket,udp=nowhere.invalid:9,localaddr=127.0.0.1:7001", "udp: could not resolve nowhere.invalid"),
        ] {
            let error = #expect(throws: BackendError.self) { _ = try bench(text, on: driver) }
            #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
        }
        #expect(driver.loop.ports.isEmpty)
    }
}
