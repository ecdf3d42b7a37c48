import NetCore
import TestSupport
import Testing

/// What lengths a backend carries: all of them as they are, and none beyond in silence.
@Suite("The contract of backends: sizes", .tags(.kernel), .timeLimit(.minutes(10)))
struct FrameSizeTests {
    /// Every length of Ethernet, then those around which buffers end, up to the backend's own limit.
    private func lengths(_ backend: any BackendUnderTest) -> [Int] {
        let beyond = [2048, 4096, 8192, 9018, 16_384, 32_768, 65_000].flatMap { [$0 - 1, $0, $0 + 1] }
        return (Array(14...1518) + beyond + [backend.longestFrame - 1, backend.longestFrame])
            .filter { (backend.shortestFrame...backend.longestFrame).contains($0) }
    }

    @Test(
        "every length from 14 to 1518, then steps up to the limit, both ways, to the byte",
        arguments: backends.filter { !$0.isVariant })
    func everyLength(_ backend: any BackendUnderTest) throws {
        let bench = try BackendBench(backend)
        _ = try bench.appear()
        let there = lengths(backend).map { Numbered.frame($0, byteCount: $0) }
        let back = lengths(backend).filter { $0 <= backend.farFrameByteLimit }.map {
            Numbered.frame($0, byteCount: $0, to: 1, from: 2)
        }
        try bench.carry(there, from: bench.leftPort, to: bench.right)
        try bench.carry(back, from: bench.rightPort, to: bench.left)
        #expect(bench.right.frames == there)
        #expect(bench.left.frames == backend.padded(back))
        #expect(bench.drops.isEmpty)
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
        let hasLimit = backend.longestFrame < Frame.byteLimit
        let (whole, last) = (Numbered.frame(1, byteCount: backend.longestFrame), Numbered.frame(2, byteCount: 60))
        try bench.carry([whole], from: bench.leftPort, to: bench.right)
        if hasLimit { bench.leftPort.send(Numbered.frame(3, byteCount: backend.longestFrame + 1)) }
        try bench.carry([last], from: bench.leftPort, to: bench.right)
        #expect(bench.right.frames == [whole, last])
        #expect(bench.near.port.counters.drops[.oversize] == (hasLimit ? 1 : 0))
        #expect(bench.loop.audit().isEmpty)
    }

    @Test(
        "runts are carried as they are; what is too short for the transport is counted, and not sent",
        arguments: backends)
    func runts(_ backend: any BackendUnderTest) throws {
        let bench = try BackendBench(backend)
        _ = try bench.appear()
        let frames = (0..<60).map { Numbered.frame($0, byteCount: $0) }
        let carried = frames.filter { $0.count >= backend.shortestFrame }
        for frame in frames { bench.leftPort.send(frame) }
        try bench.wait { bench.right.count == carried.count }
        #expect(bench.right.frames == carried)
        for frame in frames { bench.rightPort.send(frame) }
        try bench.wait { bench.left.count == carried.count }
        #expect(bench.left.frames == backend.padded(carried))
        #expect(bench.drops == [.runt: UInt64(2 * backend.shortestFrame)])
        #expect(bench.loop.audit().isEmpty)
    }
}
