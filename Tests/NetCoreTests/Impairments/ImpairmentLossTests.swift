import NetCore
import TestSupport
import Testing

@Suite("Loss by chance")
struct ImpairmentLossTests {
    private func losses(_ model: LossModel, _ count: Int, seed: UInt64 = 1) throws -> [Int] {
        let bench = try StageBench(Impairments(.loss(model)), seed: seed)
        for _ in 0..<count / 100 { bench.send(100) }
        bench.expectDone()
        return bench.ended(.impairedLoss)
    }

    @Test("0 % loses none, 100 % loses all")
    func certain() throws {
        #expect(try losses(.chance(.never), 10_000).isEmpty)
        #expect(try losses(.chance(.always), 1_000).count == 1_000)
    }

    @Test("10 % of 20 000 frames is 2000, give or take four deviations", arguments: [1, 2, 3] as [UInt64])
    func tenPercent(seed: UInt64) throws {
        let count = try losses(.chance(.percent(10)), 20_000, seed: seed).count
        #expect(abs(count - 2_000) < 170)
    }

    @Test("the same seed loses the same frames, another one others")
    func seeds() throws {
        let first = try losses(.chance(.percent(10)), 1_000, seed: 1)
        #expect(try losses(.chance(.percent(10)), 1_000, seed: 1) == first)
        #expect(try losses(.chance(.percent(10)), 1_000, seed: 2) != first)
    }

    @Test("other impairments beside it leave its draws as they are")
    func independence() throws {
        let alone = try losses(.chance(.percent(10)), 1_000)
        let bench = try StageBench(
            Impairments(
                .loss(.chance(.percent(10))), .delay(5), .jitter(Jitter(amount: 3)), .duplicate(.percent(20)),
                .reorder(.percent(20)), .rate(.bits(thousandths: 1_000_000_000_000))))
        for _ in 0..<10 { bench.send(100) }
        bench.run()
        #expect(bench.ended(.impairedLoss) == alone)
        bench.expectDone()
    }

    @Test("a pattern repeats, and begins anew when it is set")
    func pattern() throws {
        let bench = try StageBench(Impairments(.loss(.pattern([false, false, true, false]))))
        bench.send(9)
        #expect(bench.ended(.impairedLoss) == [3, 7])
        bench.line.impairments.loss = .pattern([true, false])
        bench.send(4)
        #expect(bench.ended(.impairedLoss) == [3, 7, 10, 12])
    }

    @Test("a burst model that is never bad loses none, one that stays bad loses all behind its first")
    func gilbertCorners() throws {
        #expect(try losses(.gilbert(GilbertElliott(enter: .never, leave: .never)), 1_000).isEmpty)
        #expect(try losses(.gilbert(GilbertElliott(enter: .always, leave: .never)), 1_000).count == 1_000)
        let alternating = try losses(.gilbert(GilbertElliott(enter: .always, leave: .always)), 10 * 100)
        #expect(alternating == (0..<500).map { $0 * 2 + 1 })
    }

    @Test("bursts are as long as the chance to leave says, and as many as the chance to enter")
    func gilbert() throws {
        let lost = try losses(.gilbert(GilbertElliott(enter: .percent(1), leave: .percent(25))), 100_000)
        var bursts: [Int] = []
        var last = -1
        for number in lost {
            if number == last + 1, !bursts.isEmpty { bursts[bursts.count - 1] += 1 } else { bursts.append(1) }
            last = number
        }
        let mean = Double(lost.count) / Double(bursts.count)
        #expect(abs(mean - 4) < 0.5)
        // The share of time in the bad state is p / (p + r).
        #expect(abs(Double(lost.count) / 100_000 - 0.01 / 0.26) < 0.006)
    }

    @Test("both states of a burst model have a loss of their own")
    func gilbertElliott() throws {
        let lost = try losses(
            .gilbert(
                GilbertElliott(enter: .percent(50), leave: .percent(50), good: .percent(10), bad: .percent(30))),
            20_000)
        #expect(abs(lost.count - 4_000) < 350)
    }
}

@Suite("Faults of frames")
struct FrameFaultTests {
    /// Strikes the next frames in one way.
    private final class Striker: FrameFault {
        let strike: FaultStrike
        let bytes: [UInt8]
        var left: Int
        init(_ strike: FaultStrike, writing bytes: [UInt8] = [], _ count: Int) {
            (self.strike, self.bytes, left) = (strike, bytes, count)
        }
        var isArmed: Bool { left > 0 }

        func strike(_ frame: Frame, _ output: inout OutputRawSpan) -> FaultStrike {
            left -= 1
            for byte in bytes { output.append(byte) }
            return strike
        }
    }

    @Test("a struck frame goes on as it was written, and keeps its identity; the next is untouched")
    func rewritten() throws {
        let bench = try StageBench()
        bench.line.fault = Striker(.once, writing: [9, 9, 9], 1)
        bench.send(2)
        #expect(bench.receiver.frames.first == [9, 9, 9])
        #expect(bench.receiver.ids.compactMap(\.self).map(\.number) == [1, 2])
        #expect(bench.receiver.frames.last?.count == 64)
        bench.expectDone()
    }

    @Test("a frame for which nothing was written is untouched")
    func untouched() throws {
        let bench = try StageBench(Impairments(.delay(5)))
        bench.line.fault = Striker(.once, 3)
        bench.send(3)
        bench.run()
        #expect(bench.arrived == [1, 2, 3])
        bench.expectDone()
    }

    @Test("a repeated frame counts as a copy")
    func repeated() throws {
        let bench = try StageBench()
        bench.line.fault = Striker(.repeated, 1)
        bench.send(2)
        #expect(bench.arrived == [1, 1, 2])
        #expect(bench.line.copies == 1)
        bench.expectDone()
    }

    @Test("a forged frame leaves by the port for strangers, after the same delay; without one, as any other")
    func forged() throws {
        for hasStranger in [true, false] {
            let bench = try StageBench(Impairments(.delay(7)))
            let outside = Probe()
            if hasStranger {
                let port = bench.loop.makePort(for: outside, name: "outside")
                try bench.stage.makeStranger(name: "stranger").connect(to: port)
                bench.loop.settle()
            }
            bench.line.fault = Striker(.forged, 1)
            bench.send(2)
            bench.run()
            #expect(outside.frames.map(Sample.number(in:)) == (hasStranger ? [1] : []))
            #expect(bench.arrived == (hasStranger ? [2] : [1, 2]))
            bench.expectDone()
        }
    }

    @Test("the MTU comes before the fault: what does not fit is not struck")
    func afterMTU() throws {
        let bench = try StageBench(Impairments(.mtu(68)))
        let striker = Striker(.once, writing: [9, 9, 9], 1)
        bench.line.fault = striker
        bench.send(byteCount: 200)
        #expect(striker.left == 1)
        bench.send(byteCount: 64)
        #expect(striker.left == 0)
        #expect(bench.ended(.oversize) == [1])
    }
}
