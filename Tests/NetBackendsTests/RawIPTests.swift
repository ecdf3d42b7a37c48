import Glibc
import LinuxNet
import NetCore
import NetdevOptions
import Pseudowires
import Synchronization
import SystemPackage
import TestSupport
import Testing
import Tunnels

@testable import NetBackends

extension Capability {
    /// RFC 3931 section 4.1.1: protocol 115.
    static let rawIP = (try? RawIPSocket(bindingTo: .loopback(.ipv4), protocol: 115)) != nil
    static let rawIPv6 = ipv6Loopback && (try? RawIPSocket(bindingTo: .loopback(.ipv6), protocol: 115)) != nil
}

/// Addresses of this test run: raw sockets hear everything of their protocol that reaches their address.
enum OwnAddress {
    /// Begins where no other process is likely to: two test runs on a host would hear each other.
    private static let count = Atomic<UInt32>(UInt32(truncatingIfNeeded: getpid()) &* 0x9E37_79B1 >> 8)

    /// The next of 127.77.0.0/16.
    static func next() -> SocketAddress {
        let number = count.add(1, ordering: .relaxed).newValue
        return SocketAddress(ipv4: 0x7f4d_0001 + number % 0xfffd, port: 0)
    }
}

/// L2TPv3 over raw IPv4, each end at an address of its own.
struct RawL2TPv3UnderTest: BackendUnderTest {
    let testDescription: String
    let extra: String
    var countsKernelLosses: Bool { true }
    var refusedAfterRestart: Int { L2TPv3UnderTest.refusedAfterRestart(extra) }
    var isVariant: Bool { L2TPv3UnderTest.isVariant(extra) }

    static let all: [any BackendUnderTest] =
        Capability.rawIP
        ? L2TPv3UnderTest.variants.map {
            RawL2TPv3UnderTest(testDescription: "l2tpv3 over IPv4, \($0.name)", extra: $0.extra)
        } : []

    func options(from local: SocketAddress, to peer: SocketAddress) throws -> L2TPv3Options {
        try rawOptions(local, peer, "txsession=0x11112222,rxsession=0x33334444\(extra)")
    }

    /// 65515: what the length field of IPv4 leaves behind a header without options.
    var frameByteLimit: Int {
        guard let options = try? options(from: .loopback(.ipv4), to: .loopback(.ipv4)) else { return 0 }
        // Over IP there is no word of flags and version (RFC 3931 section 4.1.1.1).
        return 65_515 - (options.headerByteCount - 4)
    }

    func openAlone(_ driver: RealTimeDriver) throws -> (near: BackendEnd, openFar: () throws -> BackendEnd) {
        try openAlone(driver, options(from: OwnAddress.next(), to: OwnAddress.next()))
    }

    func openAlone(
        _ driver: RealTimeDriver, _ options: L2TPv3Options
    ) throws -> (near: BackendEnd, openFar: () throws -> BackendEnd) {
        let near = try L2TPv3Backend.open(options, name: "near", driver: driver)
        return (
            BackendEnd(near),
            { BackendEnd(try L2TPv3Backend.open(options.mirrored(), name: "far", driver: driver)) }
        )
    }
}

/// Both ends at one address, as two tunnels of a host would be: they share a socket.
struct SharedRawL2TPv3UnderTest: BackendUnderTest {
    let testDescription: String
    let extra: String
    var refusedAfterRestart: Int { twin.refusedAfterRestart }
    var isVariant: Bool { !extra.isEmpty }
    /// They come back to the address that both sessions have, where the other is not there yet.
    var absentPeer: DropReason? { .sessionMismatch }

    static let all: [any BackendUnderTest] =
        Capability.rawIP
        ? [("", "none"), (",counter=on,sequence=reorder", "reorder")].map { extra, name in
            SharedRawL2TPv3UnderTest(
                testDescription: "l2tpv3 over IPv4, two sessions at one address, \(name)", extra: extra)
        } : []

    private var twin: RawL2TPv3UnderTest { RawL2TPv3UnderTest(testDescription: testDescription, extra: extra) }
    var frameByteLimit: Int { twin.frameByteLimit }

    func openAlone(_ driver: RealTimeDriver) throws -> (near: BackendEnd, openFar: () throws -> BackendEnd) {
        let address = OwnAddress.next()
        return try twin.openAlone(driver, twin.options(from: address, to: address))
    }
}

func rawOptions(_ local: SocketAddress, _ peer: SocketAddress, _ extra: String) throws -> L2TPv3Options {
    let text = "l2tpv3,src=\(local.host),dst=\(peer.host)\(local.family == .ipv6 ? ",ipv6=on" : ""),\(extra)"
    return try l2tpv3Options(text)
}

/// A raw session, and a raw socket that plays its peer.
struct RawBench {
    let loop = Loop()
    let driver: RealTimeDriver
    let backend: L2TPv3Backend
    let peer = OwnAddress.next()
    let inside = Probe()
    let insidePort: Port
    let descriptor: Int32

    init(_ extra: String = "txsession=1,rxsession=7") throws {
        driver = try RealTimeDriver(loop: loop)
        backend = try L2TPv3Backend.open(
            rawOptions(OwnAddress.next(), peer, extra), name: "raw", driver: driver)
        descriptor = try Self.open(peer)
        insidePort = loop.makePort(for: inside, name: "inside")
        try insidePort.connect(to: backend.port)
        loop.settle()
    }

    static func open(_ address: SocketAddress) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_RAW.rawValue), 115)
        try #require(descriptor >= 0)
        try #require(address.withSockaddr { bind(descriptor, $0, $1) } == 0)
        return descriptor
    }

    func send(_ payload: [UInt8], on descriptor: Int32? = nil) throws {
        let sent = backend.localAddress.withSockaddr {
            sendto(descriptor ?? self.descriptor, payload, payload.count, 0, $0, $1)
        }
        try #require(sent == payload.count)
    }

    /// What ended at the shared socket, and at nobody's port.
    func strays(_ reason: DropReason) -> UInt64 {
        driver.rawSockets.reduce(0) { $0 + $1.strays.counters.drops[reason] }
    }

    func drops(_ reason: DropReason) -> UInt64 { backend.port.counters.drops[reason] }
    func wait(for condition: () -> Bool) throws { try driver.wait(for: condition) }
    func close() { Glibc.close(descriptor) }
}

@Suite(
    "l2tpv3 over raw IP", .tags(.kernel), .enabled(if: Capability.rawIP, "needs CAP_NET_RAW"), .timeLimit(.minutes(10)))
struct RawIPTests {
    @Test("what goes out is the session header behind an IP header, and nothing of UDP")
    func wire() throws {
        let bench = try RawBench("txsession=0x01020304,rxsession=7,txcookie=0xaabbccdd,rxcookie=1,counter=on")
        defer { bench.close() }
        bench.insidePort.send([0xf0])
        bench.loop.settle()
        let packets = received(by: bench.descriptor)
        try #require(packets.count == 1 && packets[0].count > 20)
        #expect(packets[0][0] == 0x45)
        #expect(packets[0][9] == 115)
        #expect(Array(packets[0][20...]) == bytes("01020304 aabbccdd 00000001 f0"))
        #expect(bench.backend.localAddress.port == 0)
        #expect(bench.backend.summary.hasPrefix("l2tpv3=127.77."))
    }

    @Test("L11: IP options in front of the session are no matter", arguments: [1, 4, 10])
    func l11(words: Int) throws {
        let bench = try RawBench()
        defer { bench.close() }
        // RFC 791 section 3.1: no operation, and the end of the list.
        var options = [UInt8](repeating: 1, count: words * 4 - 1) + [0]
        try #require(
            setsockopt(bench.descriptor, Int32(IPPROTO_IP), IP_OPTIONS, &options, socklen_t(options.count)) == 0)
        for number in 0..<3 { try bench.send(bytes("00000007") + datagram(number)) }
        try bench.wait { bench.inside.count == 3 }
        #expect(bench.inside.frames == (0..<3).map(datagram))
        #expect(bench.backend.port.counters.drops.total == 0)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("L7: strict-peer refuses what comes from another address, and takes the peer's", arguments: [true, false])
    func strictPeer(isStrict: Bool) throws {
        let bench = try RawBench("txsession=1,rxsession=7" + (isStrict ? ",strict-peer=on" : ""))
        defer { bench.close() }
        let stranger = try RawBench.open(OwnAddress.next())
        defer { close(stranger) }
        try bench.send(bytes("00000007 bb"), on: stranger)
        try bench.send(bytes("00000007 aa"))
        try bench.wait { bench.inside.frames.last == [0xaa] }
        #expect(bench.inside.frames == (isStrict ? [[0xaa]] : [[0xbb], [0xaa]]))
        #expect(bench.drops(.sourceMismatch) == (isStrict ? 1 : 0))
    }

    @Test("a peer that is not there costs nothing but its frames (ICMP: protocol unreachable), and no turns")
    func absentPeer() throws {
        let driver = try RealTimeDriver(loop: Loop())
        let (near, _) = try RawL2TPv3UnderTest(testDescription: "", extra: "").openAlone(driver)
        let sender = driver.loop.makePort(for: Probe(), name: "sender", pausable: true)
        try sender.connect(to: near.port)
        for number in 0..<20 {
            sender.send([UInt8(number)])
            _ = try driver.run(until: driver.now + 500_000)
        }
        #expect(try driver.turns() <= idleTurns)
        #expect(near.port.counters.drops.total == 0)
        #expect(driver.loop.audit().isEmpty)
    }
}

@Suite("l2tpv3 over raw IP without the right to it", .tags(.kernel), .timeLimit(.minutes(10)))
struct UnprivilegedRawIPTests {
    @Test("without the right to raw sockets the words say what helps")
    func unprivileged() async {
        // In a process of its own, which gives the right up for good: capabilities(7), leaving user 0 clears them.
        await #expect(processExitsWith: .success) {
            let driver = try RealTimeDriver(loop: Loop())
            if geteuid() == 0 {
                try #require(setgroups(0, nil) == 0 && setgid(65_534) == 0 && setuid(65_534) == 0)
            }
            let before = openSocketCount()
            let options = try rawOptions(OwnAddress.next(), OwnAddress.next(), "txsession=1")
            let error = #expect(throws: BackendError.self) {
                _ = try L2TPv3Backend.open(options, name: "x", driver: driver)
            }
            let words = try #require(error?.description)
            try #require(words.contains("Operation not permitted; L2TPv3 over raw IP needs CAP_NET_RAW"))
            try #require(words.contains("udp=on"))
            try #require(openSocketCount() == before)
            try #require(driver.loop.ports.isEmpty)
        }
    }
}

@Suite(
    "l2tpv3 over raw IPv6", .tags(.kernel), .enabled(if: Capability.rawIPv6, "needs CAP_NET_RAW and ::1"),
    .serialized, .timeLimit(.minutes(10)))
struct RawIPv6Tests {
    // There is one ::1: both ends share its socket.

    @Test("L12: frames both ways between two sessions at one address, whole and in order, and nobody's mismatch")
    func bothWays() throws {
        let near = try RawSixEnd("txsession=0x77100001,rxsession=0x77100002,counter=on,sequence=check")
        let far = try RawSixEnd(
            "txsession=0x77100002,rxsession=0x77100001,counter=on,sequence=check", near.driver)
        var random = SplitMix64(seed: 3)
        let there = (0..<300).map { random.bytes(14 + $0 * 29) }
        let back = (0..<100).map { random.bytes(60 + $0) }
        for start in stride(from: 0, to: there.count, by: 10) {
            for frame in there[start..<start + 10] { near.insidePort.send(frame) }
            try near.driver.wait { far.inside.count == start + 10 }
        }
        for frame in back { far.insidePort.send(frame) }
        try near.driver.wait { near.inside.count == 100 }
        #expect(far.inside.frames == there)
        #expect(near.inside.frames == back)
        #expect(near.backend.port.counters.drops.total == 0)
        #expect(far.backend.port.counters.drops.total == 0)
        #expect(near.driver.rawSockets.count == 1)
        #expect(near.driver.loop.audit().isEmpty)
        near.backend.close()
        far.backend.close()
    }

    @Test("L11: extension headers in front of the session are no matter")
    func extensionHeaders() throws {
        let near = try RawSixEnd("txsession=0x77300001,rxsession=0x77300002")
        let descriptor = socket(AF_INET6, Int32(SOCK_RAW.rawValue), 115)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        // RFC 8200 section 4.6: next header, no further 8 bytes, and PadN that fills these.
        let destinationOptions: [UInt8] = [0, 0, 1, 4, 0, 0, 0, 0]
        // IPV6_DSTOPTS of <linux/in6.h>.
        try #require(
            setsockopt(descriptor, Int32(IPPROTO_IPV6), 59, destinationOptions, socklen_t(8)) == 0)
        let message = bytes("77300002 aabb")
        let sent = SocketAddress.loopback(.ipv6).withSockaddr { sendto(descriptor, message, message.count, 0, $0, $1) }
        try #require(sent == message.count)
        try near.driver.wait { near.inside.count == 1 }
        #expect(near.inside.frames == [[0xaa, 0xbb]])
        near.backend.close()
    }

    @Test("the longest frame passes, one byte more is counted as oversize, and what follows passes")
    func longest() throws {
        let near = try RawSixEnd("txsession=0x77200001,rxsession=0x77200002")
        let far = try RawSixEnd("txsession=0x77200002,rxsession=0x77200001", near.driver)
        // RFC 8200 section 3: the payload length of 16 bits, less a session header of 4 bytes.
        let most = 65_535 - 4
        var random = SplitMix64(seed: 4)
        let whole = random.bytes(most)
        near.insidePort.send(whole)
        near.insidePort.send(random.bytes(most + 1))
        near.insidePort.send([1, 2, 3])
        try near.driver.wait { far.inside.count == 2 }
        #expect(far.inside.frames == [whole, [1, 2, 3]])
        #expect(near.backend.port.counters.drops[.oversize] == 1)
        #expect(near.driver.loop.audit().isEmpty)
        near.backend.close()
        far.backend.close()
    }
}

/// One end of a session over raw IPv6.
private struct RawSixEnd {
    let driver: RealTimeDriver
    let backend: L2TPv3Backend
    let inside = Probe()
    let insidePort: Port

    init(_ extra: String, _ driver: RealTimeDriver? = nil) throws {
        let driver = try driver ?? RealTimeDriver(loop: Loop())
        self.driver = driver
        backend = try L2TPv3Backend.open(
            rawOptions(.loopback(.ipv6), .loopback(.ipv6), extra), name: "six", driver: driver)
        insidePort = driver.loop.makePort(for: inside, name: "inside")
        try insidePort.connect(to: backend.port)
        driver.loop.settle()
    }
}

/// What the kernel would not hand over: any bytes at all where an IP header should be.
@Suite("the framing of l2tpv3 over raw IPv4")
struct RawFramingTests {
    private func framing() throws -> L2TPv3Framing {
        let options = try rawOptions(.loopback(.ipv4), .loopback(.ipv4), "txsession=1,rxsession=7")
        return L2TPv3Framing(L2TPv3Configuration(options), skipsIPv4Header: true)
    }

    private func outcome(_ framing: inout L2TPv3Framing, _ packet: [UInt8]) -> (offset: Int?, reason: DropReason?) {
        switch framing.open(packet.span.bytes, at: 0) {
        case .frame(let offset), .outOfTurn(let offset, _): (offset, nil)
        case .refused(let reason): (nil, reason)
        }
    }

    @Test("every length of header in every length of packet: a frame where there is room for one, else truncated")
    func headers() throws {
        var framing = try framing()
        for word in UInt8(0)...15 {
            for byteCount in 0...80 {
                var packet = [UInt8](repeating: 0, count: byteCount)
                if byteCount > 0 { packet[0] = 0x40 | word }
                let header = Int(word) * 4
                for (index, byte) in bytes("00000007").enumerated() where header + index < byteCount {
                    if header + index > 0 { packet[header + index] = byte }
                }
                let isWhole = header >= 20 && byteCount > header + 4
                let result = outcome(&framing, packet)
                #expect(result.offset == (isWhole ? header + 4 : nil), "IHL \(word), \(byteCount) bytes")
                #expect(result.reason == (isWhole ? nil : .truncated), "IHL \(word), \(byteCount) bytes")
            }
        }
    }

    @Test("random bytes never trap, and what is taken for a frame lies in the packet")
    func random() throws {
        var framing = try framing()
        var random = SplitMix64(seed: 11)
        for _ in 0..<20_000 {
            let packet = random.bytes(Int.random(in: 0...90, using: &random))
            if let offset = outcome(&framing, packet).offset { #expect(offset < packet.count) }
        }
    }

    @Test("no IP header is looked for over UDP and IPv6")
    func notSkipped() throws {
        let options = try rawOptions(.loopback(.ipv6), .loopback(.ipv6), "txsession=1,rxsession=7")
        var framing = L2TPv3Framing(L2TPv3Configuration(options))
        let result = outcome(&framing, bytes("00000007 45"))
        #expect(result.offset == 4)
        #expect(result.reason == nil)
    }
}
