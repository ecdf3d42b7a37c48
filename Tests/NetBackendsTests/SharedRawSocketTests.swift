import Glibc
import LinuxNet
import NetCore
import TestSupport
import Testing

@testable import NetBackends

/// Sessions of one address, a probe at each, and a raw socket that plays all their peers.
private struct SharedBench {
    let first: RawBench
    let others: [(backend: L2TPv3Backend, probe: Probe, port: Port)]

    /// - Parameter extras: Options of the others, behind `txsession=1`; the first has `rxsession=7`.
    init(_ extras: [String] = ["rxsession=8"]) throws {
        let first = try RawBench()
        self.first = first
        others = try extras.map { extra in
            let backend = try L2TPv3Backend.open(
                rawOptions(first.backend.localAddress, first.peer, "txsession=1," + extra), name: extra,
                driver: first.driver)
            let probe = Probe()
            let port = first.loop.makePort(for: probe, name: "inside \(extra)")
            try port.connect(to: backend.port)
            return (backend, probe, port)
        }
        first.loop.settle()
    }

    func send(_ session: UInt8, _ payload: [UInt8]) throws { try first.send([0, 0, 0, session] + payload) }
}

@Suite(
    "One raw socket for the sessions of an address", .tags(.kernel),
    .enabled(if: Capability.rawIP, "needs CAP_NET_RAW"),
    .timeLimit(.minutes(10)))
struct SharedRawSocketTests {
    @Test(
        "L12: each session gets what names it, from whoever, in order; what names none is counted once, at the socket")
    func l12() throws {
        let bench = try SharedBench(["rxsession=8", "rxsession=5"])
        defer { bench.first.close() }
        let stranger = try RawBench.open(OwnAddress.next())
        defer { close(stranger) }
        for number in 0..<30 {
            for session in [7, 7, 8, 9, 5] as [UInt8] { try bench.send(session, Sample.number(number) + [session]) }
        }
        try bench.first.send(bytes("00000008 ff"), on: stranger)
        try bench.first.wait { bench.others[0].probe.frames.last == [0xff] }
        #expect(bench.first.inside.frames == (0..<60).map { Sample.number($0 / 2) + [7] })
        #expect(bench.others[0].probe.frames == (0..<30).map { Sample.number($0) + [8] } + [[0xff]])
        #expect(bench.others[1].probe.frames == (0..<30).map { Sample.number($0) + [5] })
        #expect(bench.first.strays(.sessionMismatch) == 30)
        for backend in [bench.first.backend] + bench.others.map(\.backend) {
            #expect(backend.port.counters.drops.total == 0)
        }
        #expect(bench.first.backend.strayPackets == 30, "the eldest tells")
        #expect(bench.others[0].backend.strayPackets == 0)
        #expect(bench.first.backend.degraded.contains { $0.hasSuffix("no session here, the latest for 0x9") })
        #expect(bench.first.loop.audit().isEmpty)
    }

    @Test("each refusal has its counter: of a session at its port, of none at the socket")
    func refusals() throws {
        let bench = try RawBench("txsession=1,rxsession=7,txcookie=9,rxcookie=9,sublayer=default,sequence=check")
        defer { bench.close() }
        let right = bytes("00000007 00000009 40000000 aa")
        let wrong: [([UInt8], DropReason)] = [
            (bytes("00000007 00000008 40000001 aa"), .cookieMismatch), (bytes("00000007 00000009"), .truncated),
            (bytes("00000007 00000009 40000001"), .truncated), (right, .sequence),
        ]
        let strays: [([UInt8], DropReason)] = [
            (bytes("00000008 00000009 40000001 aa"), .sessionMismatch),
            (bytes("00000000 00000009 aa"), .controlMessage),
            (bytes("000000"), .truncated), ([], .truncated),
        ]
        try bench.send(right)
        for (payload, _) in wrong + strays { try bench.send(payload) }
        try bench.send(bytes("00000007 00000009 40000001 bb"))
        try bench.wait { bench.inside.count == 2 }
        for reason in DropReason.allCases {
            #expect(bench.drops(reason) == UInt64(wrong.count { $0.1 == reason }), "\(reason.name)")
            #expect(bench.strays(reason) == UInt64(strays.count { $0.1 == reason }), "\(reason.name)")
        }
        #expect(bench.inside.frames == [[0xaa], [0xbb]])
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("a session that an address has already is refused, with the name of the other, and nothing is left open")
    func taken() throws {
        let bench = try SharedBench()
        defer { bench.first.close() }
        let ports = bench.first.loop.ports.count
        let error = #expect(throws: BackendError.self) {
            _ = try L2TPv3Backend.open(
                rawOptions(bench.first.backend.localAddress, OwnAddress.next(), "txsession=3,rxsession=8"),
                name: "third",
                driver: bench.first.driver)
        }
        #expect(error?.description.contains("is received by rxsession=8 already") == true)
        #expect(error?.description.contains("choose another rxsession") == true)
        #expect(bench.first.loop.ports.count == ports)
        bench.others[0].backend.close()
        let again = try L2TPv3Backend.open(
            rawOptions(bench.first.backend.localAddress, bench.first.peer, "txsession=3,rxsession=8"), name: "third",
            driver: bench.first.driver)
        again.close()
    }

    @Test("the socket goes with the last session, whichever that is", arguments: [true, false])
    func lastOne(firstGoesFirst: Bool) throws {
        let bench = try SharedBench()
        defer { bench.first.close() }
        let backends = [bench.first.backend, bench.others[0].backend]
        let order = firstGoesFirst ? backends : backends.reversed()
        #expect(bench.first.driver.rawSockets.count == 1)
        order[0].close()
        #expect(bench.first.driver.rawSockets.count == 1)
        try bench.send(firstGoesFirst ? 8 : 7, [1])
        let probe = firstGoesFirst ? bench.others[0].probe : bench.first.inside
        try bench.first.wait { probe.count == 1 }
        order[1].close()
        #expect(bench.first.driver.rawSockets.isEmpty)
        #expect(bench.first.loop.audit().isEmpty)
    }

    @Test("a session whose peer is full holds up no other; what it cannot hold ends as queue-full at its port")
    func blocked() throws {
        let bench = try SharedBench()
        defer { bench.first.close() }
        bench.first.insidePort.setBound(frames: 10, bytes: 1 << 20)
        bench.first.inside.quota = 0
        let count = L2TPv3Backend.sharedQueueLimit.frames + 500
        for number in 0..<count {
            try bench.send(7, Sample.number(number))
            try bench.send(8, Sample.number(number))
            if number % 50 == 49 { try bench.first.wait { bench.others[0].probe.count == UInt64(number + 1) } }
        }
        #expect(bench.others[0].probe.frames.map(Sample.number(in:)) == Array(0..<count))
        #expect(bench.others[0].backend.port.counters.drops.total == 0)
        let kept = bench.first.insidePort.queuedFrames
        // A read is let in whole, and it has at most 64 packets.
        #expect(kept >= L2TPv3Backend.sharedQueueLimit.frames && kept <= L2TPv3Backend.sharedQueueLimit.frames + 64)
        #expect(bench.first.drops(.queueFull) == UInt64(count - kept))
        bench.first.inside.quota = nil
        bench.first.insidePort.resume()
        try bench.first.wait { bench.first.inside.count == UInt64(kept) }
        #expect(bench.first.inside.frames.map(Sample.number(in:)) == Array(0..<kept), "in order, the newest are lost")
        try bench.send(7, [9])
        try bench.first.wait { bench.first.inside.frames.last == [9] }
        #expect(bench.first.loop.audit().isEmpty)
    }

    @Test("when all are full the socket is not read: the kernel holds what comes, and nothing is lost")
    func allBlocked() throws {
        let bench = try SharedBench()
        defer { bench.first.close() }
        for (probe, port) in [
            (bench.first.inside, bench.first.insidePort), (bench.others[0].probe, bench.others[0].port),
        ] {
            port.setBound(frames: 5, bytes: 1 << 20)
            probe.quota = 0
        }
        for number in 0..<5 {
            try bench.send(7, Sample.number(number))
            try bench.send(8, Sample.number(number))
        }
        try bench.first.wait { bench.first.insidePort.queuedFrames == 5 && bench.others[0].port.queuedFrames == 5 }
        for number in 5..<100 { try bench.send(7, Sample.number(number)) }
        #expect(try bench.first.driver.turns() <= idleTurns)
        #expect(bench.first.insidePort.queuedFrames == 5)
        bench.first.inside.quota = nil
        bench.first.insidePort.resume()
        try bench.first.wait { bench.first.inside.count == 100 }
        #expect(bench.first.inside.frames.map(Sample.number(in:)) == Array(0..<100))
        #expect(bench.first.drops(.queueFull) == 0)
        #expect(bench.first.loop.audit().isEmpty)
    }

    @Test("a peer that is not there is told to the session that sent to it")
    func refused() throws {
        let driver = try RealTimeDriver(loop: Loop())
        let (local, peer) = (OwnAddress.next(), OwnAddress.next())
        let backends = try [1, 2].map { number in
            try L2TPv3Backend.open(
                rawOptions(local, peer, "txsession=\(number)"), name: "\(number)", driver: driver)
        }
        let sender = driver.loop.makePort(for: Probe(), name: "sender", pausable: true)
        try sender.connect(to: backends[1].port)
        // ICMP: protocol unreachable, since nobody has a socket there. Linux hands on what brings 8 bytes back.
        sender.send([1, 2, 3, 4])
        try driver.wait { backends[1].counters.refusals == 1 }
        #expect(backends[0].counters.refusals == 0)
        for backend in backends { backend.close() }
    }
}
