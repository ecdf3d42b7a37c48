import NetCore
import TestSupport
import Testing

@testable import NetBackends

/// A datagram of session 7 with a plain counter; its payload says which.
private func numbered(_ number: UInt8) -> [UInt8] { bytes("00030000 00000007 000000") + [number, 0xf0, number] }

@Suite("l2tpv3 with sequence=reorder", .tags(.kernel), .timeLimit(.minutes(10)))
struct L2TPv3ReorderTests {
    private func numbers(_ bench: RowBench) -> [UInt8] { bench.inside.frames.map { $0[1] } }

    @Test("L9: early frames wait for those before them, and all go on in order")
    func inOrder() throws {
        let bench = try RowBench("counter=on,sequence=reorder")
        try bench.inject(([1, 3, 2, 6, 5, 7, 4, 8] as [UInt8]).map(numbered))
        try bench.driver.wait { bench.inside.count == 8 }
        #expect(numbers(bench) == [1, 2, 3, 4, 5, 6, 7, 8])
        #expect(bench.backend.port.counters.drops.total == 0)
        #expect(bench.backend.sequenceCounters.reordered == 4)
        #expect(bench.backend.account.held == 0)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("what is lost is waited for a while and no longer; what comes after that is late")
    func givesUp() throws {
        let bench = try RowBench("counter=on,sequence=reorder")
        try bench.inject(([1, 3, 4] as [UInt8]).map(numbered))
        bench.loop.settle()
        #expect(numbers(bench) == [1])
        #expect(bench.backend.account.held == 2)
        #expect(bench.loop.audit().isEmpty)
        let before = bench.driver.now
        try bench.driver.wait { bench.inside.count == 3 }
        #expect(bench.driver.now - before < 1_000_000_000)
        #expect(numbers(bench) == [1, 3, 4])
        try bench.inject([numbered(2), numbered(4), numbered(5)])
        try bench.driver.wait { bench.inside.count == 4 }
        #expect(bench.drops(.sequence) == 2)
        let counters = bench.backend.sequenceCounters
        #expect(counters.late == 1 && counters.duplicates == 1 && counters.missing == 1 && counters.reordered == 2)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("closed while frames wait, they end as closed and no memory is held")
    func closes() throws {
        let bench = try RowBench("counter=on,sequence=reorder")
        try bench.inject(([2, 3, 4] as [UInt8]).map(numbered))
        bench.loop.settle()
        #expect(bench.loop.keptBlocks == 3)
        bench.backend.close()
        bench.loop.settle()
        #expect(bench.drops(.closed) == 3)
        #expect(bench.loop.keptBlocks == 0)
    }

    @Test("a receiver that blocks loses none of those that waited")
    func blocked() throws {
        let bench = try RowBench("counter=on,sequence=reorder")
        bench.insidePort.setBound(frames: 2, bytes: 1 << 20)
        bench.inside.quota = 0
        try bench.inject(([1, 4, 3, 2, 6, 5] as [UInt8]).map(numbered))
        bench.inside.quota = nil
        bench.insidePort.resume()
        try bench.driver.wait { bench.inside.count == 6 }
        #expect(numbers(bench) == [1, 2, 3, 4, 5, 6])
        #expect(bench.backend.port.counters.drops.total == 0)
        #expect(bench.loop.audit().isEmpty)
    }
}
