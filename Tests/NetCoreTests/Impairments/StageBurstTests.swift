import NetCore
import TestSupport
import Testing

@Suite("Bursts in a stage")
struct StageBurstTests {
    @Test("more frames than a queue holds are due at one instant, and find room behind the stage all the same")
    func atOneInstant() throws {
        var impairments = Impairments.none
        impairments.delay = 1000
        let bench = try StageBench(impairments)
        bench.exit.setBound(frames: 1000, bytes: 4 << 20)
        for _ in 0..<5 { bench.send(900) }
        #expect(bench.line.count == 4500)
        #expect(VirtualClock().run(bench.loop) == .idle)
        #expect(bench.loop.now == 1000)
        #expect(bench.receiver.count == 4500)
        #expect(bench.stage.far.counters.drops.total == 0)
        #expect(bench.loop.audit().isEmpty)
    }
}
