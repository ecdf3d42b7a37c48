import NetBackends
import NetCore
import TestSupport
import Testing

/// The contract of every backend, whatever it speaks.
@Suite("The contract of backends", .tags(.kernel), .timeLimit(.minutes(10)))
struct BackendContractTests {
    @Test("2000 frames each way: all, in order, to the byte", arguments: backends)
    func integrity(_ backend: any BackendUnderTest) throws { try checkIntegrity(backend) }

    @Test(
        "the same over IPv6", .enabled(if: Capability.ipv6Loopback, "this host has no ::1"), arguments: ipv6Backends)
    func integrityIPv6(_ backend: any BackendUnderTest) throws { try checkIntegrity(backend) }

    private func checkIntegrity(_ backend: any BackendUnderTest) throws {
        let bench = try BackendBench(backend)
        let far = try bench.appear()
        var random = SplitMix64(seed: 1)
        let there = (0..<2000).map { number in
            random.bytes(Int.random(in: 14...(number.isMultiple(of: 20) ? 9000 : 200), using: &random))
        }
        let back = (0..<2000).map { random.bytes($0 < 1900 ? 60 : 1514) }
        try bench.carry(there, from: bench.leftPort, to: bench.right)
        try bench.carry(back, from: bench.rightPort, to: bench.left)
        #expect(bench.right.frames == there)
        #expect(bench.left.frames == back)
        #expect(bench.near.port.counters.drops.total == 0)
        #expect(far.port.counters.drops.total == 0)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("frames both ways at once", arguments: backends)
    func bothWays(_ backend: any BackendUnderTest) throws {
        let bench = try BackendBench(backend)
        _ = try bench.appear()
        for round in 0..<50 {
            for number in 0..<20 {
                bench.leftPort.send(Sample.frame(to: 2, from: 1, Sample.number(round * 20 + number)))
                bench.rightPort.send(Sample.frame(to: 1, from: 2, Sample.number(round * 20 + number)))
            }
            try bench.wait { min(bench.left.count, bench.right.count) == (round + 1) * 20 }
        }
        #expect(bench.left.frames.map(Sample.number(in:)) == Array(0..<1000))
        #expect(bench.right.frames.map(Sample.number(in:)) == Array(0..<1000))
        #expect(bench.loop.audit().isEmpty)
    }

    @Test(
        "the longest frame passes, one byte more is counted as oversize, and what follows passes", arguments: backends)
    func longest(_ backend: any BackendUnderTest) throws { try checkLongest(backend) }

    @Test(
        "the same over IPv6", .enabled(if: Capability.ipv6Loopback, "this host has no ::1"), arguments: ipv6Backends)
    func longestIPv6(_ backend: any BackendUnderTest) throws { try checkLongest(backend) }

    private func checkLongest(_ backend: any BackendUnderTest) throws {
        let bench = try BackendBench(backend)
        _ = try bench.appear()
        let most = min(backend.frameByteLimit, Frame.byteLimit)
        var random = SplitMix64(seed: 2)
        let whole = random.bytes(most)
        try bench.carry([whole], from: bench.leftPort, to: bench.right)
        if most < Frame.byteLimit { bench.leftPort.send(random.bytes(most + 1)) }
        try bench.carry([[1, 2, 3]], from: bench.leftPort, to: bench.right)
        #expect(bench.right.frames == [whole, [1, 2, 3]])
        #expect(bench.near.port.counters.drops[.oversize] == (most < Frame.byteLimit ? 1 : 0))
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("runts are carried as they are, without padding; empty frames are counted and not sent", arguments: backends)
    func runts(_ backend: any BackendUnderTest) throws {
        let bench = try BackendBench(backend)
        let far = try bench.appear()
        let runts = (1...13).map { [UInt8](repeating: UInt8($0), count: $0) }
        for runt in runts {
            bench.leftPort.send([])
            bench.leftPort.send(runt)
        }
        try bench.wait { bench.right.count == 13 }
        #expect(bench.right.frames == runts)
        // A backend may be several clients; one of them counts.
        #expect(bench.loop.ports.reduce(0) { $0 + $1.counters.drops[.runt] } == 13)
        #expect(far.port.counters.drops.total == 0)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("a receiver that blocks loses nothing that the kernel holds", arguments: backends)
    func backpressure(_ backend: any BackendUnderTest) throws {
        let bench = try BackendBench(backend)
        let far = try bench.appear()
        bench.rightPort.setBound(frames: 20, bytes: 1 << 20)
        bench.near.port.setBound(frames: 10, bytes: 1 << 20)
        bench.right.quota = 5
        var sent = 0
        while sent < 120 {
            let result = bench.leftPort.send(Sample.frame(to: 2, from: 1, Sample.number(sent)))
            sent += 1
            let calls = bench.left.roomCalls
            if result == .paused { try bench.wait { bench.left.roomCalls > calls } }
        }
        // Until the backend has stopped reading: the receiver's queue is past its bound.
        try bench.wait { bench.rightPort.queuedFrames >= 20 }
        #expect(bench.right.count == 5)
        for quota in [3, 30, nil] {
            bench.right.quota = quota
            bench.rightPort.resume()
            if quota != nil { try bench.wait { bench.right.quota == 0 } }
        }
        try bench.wait { bench.right.count == 120 }
        #expect(bench.right.frames.map(Sample.number(in:)) == Array(0..<120))
        #expect(bench.leftPort.counters.drops.total == 0)
        #expect(bench.near.port.counters.drops.total == 0)
        #expect(far.port.counters.drops.total == 0)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test(
        "a peer that is not there yet may come later: what was sent before is gone, what follows arrives",
        arguments: backends)
    func appearsLater(_ backend: any BackendUnderTest) throws {
        let bench = try BackendBench(backend)
        for number in 0..<30 {
            bench.leftPort.send(Sample.frame(to: 2, from: 1, Sample.number(number)))
            _ = try bench.driver.run(until: bench.driver.now + 1_000_000)
        }
        let far = try bench.appear()
        let frames = (0..<100).map { Sample.frame(to: 2, from: 1, Sample.number($0)) }
        try bench.carry(frames, from: bench.leftPort, to: bench.right)
        #expect(bench.right.frames == frames)
        var drops = bench.near.port.counters.drops
        #expect(drops.total == backend.absentPeer.map { drops[$0] } ?? 0)
        #expect(drops.total == (backend.absentPeer == nil ? 0 : 30))
        // And it may go and come again.
        far.close()
        bench.loop.settle()
        drops = bench.near.port.counters.drops
        for number in 0..<10 { bench.leftPort.send(Sample.frame(to: 2, from: 1, Sample.number(number))) }
        _ = try bench.driver.run(until: bench.driver.now + 1_000_000)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test(
        "closed while frames stand in its queue and its peer is blocked, the address is free at once",
        arguments: backends)
    func closes(_ backend: any BackendUnderTest) throws {
        let bench = try BackendBench(backend)
        bench.rightPort.setBound(frames: 4, bytes: 1 << 20)
        for round in 0..<3 {
            bench.right.quota = 0
            let far = try bench.appear()
            for number in 0..<12 { bench.leftPort.send(Sample.frame(to: 2, from: 1, Sample.number(number))) }
            try bench.wait { bench.rightPort.queuedFrames >= 4 }
            // Not delivered yet: it stands in the far end's queue.
            bench.rightPort.send(Sample.frame(to: 1, from: 2))
            far.close()
            #expect(bench.rightPort.hasPeer == false)
            #expect(bench.rightPort.counters.drops[.closed] >= UInt64(4 * (round + 1)))
        }
        let far = try bench.appear()
        bench.right.quota = nil
        bench.rightPort.resume()
        try bench.carry([[9]], from: bench.leftPort, to: bench.right)
        far.close()
        bench.near.close()
        bench.loop.settle()
        #expect(bench.loop.keptBlocks == 0)
        #expect(bench.loop.audit().isEmpty)
    }
}
