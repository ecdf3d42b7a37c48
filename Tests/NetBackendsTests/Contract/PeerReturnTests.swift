import NetBackends
import NetCore
import TestSupport
import Testing

/// The far end dies with work in its hands, and another takes its place.
@Suite("The contract of backends: a peer that goes and returns", .tags(.kernel), .timeLimit(.minutes(10)))
struct PeerReturnTests {
    @Test(
        "T6: what is sent after the return arrives, behind whole frames of before at most; what was lost is counted",
        arguments: backends)
    func returns(_ backend: any BackendUnderTest) throws {
        let bench = try BackendBench(backend)
        var far = try bench.appear()
        var first = 0
        for round in 1...3 {
            try bench.carry(frames(first..<first + 20), from: bench.leftPort, to: bench.right)
            try exchangeBack(bench, after: round - 1, refusing: round == 1 ? 0 : backend.refusedAfterRestart)
            // Frames on their way, in every buffer there is: whole ones, and where frames have halves, a half.
            bench.right.quota = 0
            bench.rightPort.setBound(frames: 4, bytes: 1 << 20)
            for frame in frames(first + 20..<first + 320) { bench.leftPort.send(frame) }
            try bench.wait { bench.rightPort.queuedFrames >= 4 }
            try bench.vanish(far)
            // Nobody is there.
            for frame in frames(first + 320..<first + 330) { bench.leftPort.send(frame) }
            _ = try bench.driver.run(until: bench.driver.now + 2_000_000)
            // For whatever reason: behind what waited for the dead end they may have ended with it.
            let lost = bench.drops.values.reduce(0, +)
            if backend.absentReason != nil { #expect(lost >= UInt64(10 * round)) }

            bench.right.quota = nil
            far = try bench.appear()
            bench.rightPort.resume()
            let before = bench.right.frames.count
            first += 330
            for frame in frames(first..<first + 20) { bench.leftPort.send(frame) }
            let last = first + 19
            try bench.wait { bench.right.frames.last.flatMap { Numbered.number(of: $0) } == last }
            let numbers = bench.right.frames[before...].map { Numbered.number(of: $0) }
            #expect(!numbers.contains(nil), "half a frame, or one that nobody sent")
            #expect(numbers.compactMap { $0 } == numbers.compactMap { $0 }.sorted())
            #expect(Array(numbers.suffix(20)) == Array(first...last))
            first += 20
        }
        try exchangeBack(bench, after: 3, refusing: backend.refusedAfterRestart)
        #expect(bench.loop.audit().isEmpty)
        if backend.tellsCarrier {
            #expect(bench.left.carriers == [true, false, true, false, true, false, true])
        } else {
            #expect(bench.left.carriers == [true])
        }
        try bench.expectNothingLeft(closing: [far])
    }

    /// Sends from right to left: all arrive but the first few that a restart may cost.
    private func exchangeBack(_ bench: BackendBench, after restarts: Int, refusing most: Int) throws {
        let frames = (0..<20).map { Numbered.frame(restarts * 20 + $0, byteCount: 60, to: 1, from: 2) }
        let (before, refused) = (bench.left.frames.count, bench.near.port.counters.drops[.sequence])
        for frame in frames { bench.rightPort.send(frame) }
        try bench.wait { bench.left.frames.last == frames.last }
        let arrived = Array(bench.left.frames[before...])
        #expect(arrived == frames.suffix(arrived.count))
        #expect(arrived.count >= frames.count - most)
        #expect(bench.near.port.counters.drops[.sequence] - refused == UInt64(frames.count - arrived.count))
    }

    private func frames(_ numbers: Range<Int>) -> [[UInt8]] { numbers.map { Numbered.frame($0, byteCount: 1400) } }
}
