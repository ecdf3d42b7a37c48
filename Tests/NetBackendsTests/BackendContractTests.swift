import NetBackends
import NetCore
import TestSupport
import Testing

/// The contract of every backend, whatever it speaks; the other suites of it stand in Contract.
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
            let most = number.isMultiple(of: 20) ? min(9000, backend.longestFrame) : 200
            return Numbered.frame(number, byteCount: Int.random(in: 18...most, using: &random))
        }
        let back = (0..<2000).map { Numbered.frame($0, byteCount: $0 < 1900 ? 60 : 1514, to: 1, from: 2) }
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
                bench.leftPort.send(Numbered.frame(round * 20 + number, byteCount: 60))
                bench.rightPort.send(Numbered.frame(round * 20 + number, byteCount: 60, to: 1, from: 2))
            }
            try bench.wait { min(bench.left.count, bench.right.count) == (round + 1) * 20 }
        }
        #expect(bench.left.frames.map { Numbered.number(of: $0) } == Array(0..<1000))
        #expect(bench.right.frames.map { Numbered.number(of: $0) } == Array(0..<1000))
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
            let result = bench.leftPort.send(Numbered.frame(sent, byteCount: 60))
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
        #expect(bench.right.frames.map { Numbered.number(of: $0) } == Array(0..<120))
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
        bench.loop.settle()
        for number in 0..<30 {
            bench.leftPort.send(Numbered.frame(number, byteCount: 60))
            _ = try bench.driver.run(until: bench.driver.now + 1_000_000)
        }
        _ = try bench.appear()
        let frames = (0..<100).map { Numbered.frame($0, byteCount: 60) }
        try bench.carry(frames, from: bench.leftPort, to: bench.right)
        #expect(bench.right.frames == frames)
        #expect(bench.drops == (backend.absentReason.map { [$0: 30] } ?? [:]))
        #expect(bench.loop.audit().isEmpty)
    }
}
