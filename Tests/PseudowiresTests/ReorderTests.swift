import NetCore
import Pseudowires
import Testing
import TestSupport
import Tunnels

@Suite("An end whose early frames wait")
struct ReorderTests {
    private func bench(_ sequencing: L2TPv3Sequencing = .reorder) throws -> OuterBench {
        try OuterBench(
            L2TPv3Configuration(
                encapsulation: .ip, localSession: 7, remoteSession: 7, sublayer: .default, sequencing: sequencing))
    }

    private func send(_ numbers: [UInt8], _ bench: OuterBench) {
        for number in numbers { bench.wirePort.send([0, 0, 0, 7, 0x40, 0, 0, number, number]) }
        bench.loop.settle()
    }

    @Test("they go on in the order of their numbers, with their identity, and without a copy left")
    func inOrder() throws {
        let bench = try bench()
        for number in [0, 3, 1, 2] as [UInt8] {
            bench.wirePort.send(
                [0, 0, 0, 7, 0x40, 0, 0, number, number], id: FrameID(flow: 1, number: UInt64(number)))
            bench.loop.settle()
        }
        #expect(bench.inside.frames == [[0], [1], [2], [3]])
        #expect(bench.inside.ids == (0..<4).map { FrameID(flow: 1, number: $0) })
        #expect(bench.end.sequenceCounters.reordered == 1)
        #expect(bench.loop.keptBlocks == 0)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("in virtual time a lost one holds up the others for 50 ms, to the nanosecond")
    func givesUp() throws {
        let bench = try bench()
        send([0], bench)
        bench.loop.advance(to: 1000)
        send([2, 3], bench)
        #expect(bench.inside.frames == [[0]])
        #expect(bench.end.account.held == 2)
        #expect(bench.loop.nextDeadline == 50_001_000)
        #expect(bench.loop.audit().isEmpty)
        #expect(!bench.loop.fireTimer(dueBy: 50_000_999))
        bench.loop.advance(to: 50_001_000)
        #expect(bench.loop.fireTimer(dueBy: 50_001_000))
        bench.loop.settle()
        #expect(bench.inside.frames == [[0], [2], [3]])
        #expect(bench.loop.nextDeadline == nil)
        send([1], bench)
        #expect(bench.end.outer.counters.drops[.sequence] == 1)
        #expect(bench.end.sequenceCounters.late == 1)
        #expect(bench.loop.keptBlocks == 0)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("more than 4 MiB do not wait: what is missing is given up")
    func byteLimit() throws {
        let bench = try bench()
        let payload = [UInt8](repeating: 1, count: 60_000)
        let limit = EarlyFrames.byteLimit / payload.count
        for number in 1...UInt8(limit + 1) {
            bench.wirePort.send([0, 0, 0, 7, 0x40, 0, 0, number] + payload)
            bench.loop.settle()
            #expect(bench.inside.count == (number <= limit ? 0 : UInt64(limit + 1)))
        }
        #expect(bench.loop.nextDeadline == nil)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("a node that is full loses none, and goes on in order")
    func blocked() throws {
        let bench = try bench()
        bench.insidePort.setBound(frames: 1, bytes: 1 << 20)
        bench.inside.quota = 0
        send([0, 2, 3, 1, 5, 4, 6], bench)
        bench.inside.quota = nil
        bench.insidePort.resume()
        bench.loop.settle()
        #expect(bench.inside.frames == (0..<7).map { [$0] })
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("with check nothing waits")
    func check() throws {
        let bench = try bench(.check)
        send([0, 2, 1, 3], bench)
        #expect(bench.inside.frames == [[0], [2], [3]])
        #expect(bench.end.sequenceCounters.late == 1)
        #expect(bench.loop.nextDeadline == nil)
    }
}
