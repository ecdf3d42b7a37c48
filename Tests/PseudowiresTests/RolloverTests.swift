import NetCore
import NetdevOptions
import Pseudowires
import TestSupport
import Testing
import Tunnels

@Suite("Numbers that pass the end of their range")
struct RolloverTests {
    private static func configuration(
        _ sublayer: L2TPv3Sublayer, _ sequencing: L2TPv3Sequencing = .check
    ) -> L2TPv3Configuration {
        Shape("", sublayer: sublayer, sequencing).configuration
    }

    @Test(
        "the last frame struck has the last number, the next one the first; all are delivered and none is missing",
        arguments: [L2TPv3Sublayer.counter, .default], [L2TPv3Sequencing.check, .reorder])
    func rollover(_ sublayer: L2TPv3Sublayer, _ sequencing: L2TPv3Sequencing) throws {
        for frames in [1, 2, 50] {
            var bench = try FaultBench(Self.configuration(sublayer, sequencing))
            let recorder = WireRecorder(bench.loop)
            bench.send(5)
            let missing = bench.rightEnd.sequenceCounters.missing
            bench.injector.strike(next: Int64(frames), with: .counterRollover)
            bench.send(frames + 3)
            let numbers = recorder.taken(by: bench.rightEnd.outer).map { event in
                event.bytes[8..<12].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            }
            let last: UInt32 = sublayer == .counter ? .max : 0x40ff_ffff
            let first: UInt32 = sublayer == .counter ? 0 : 0x4000_0000
            #expect(numbers[5 + frames - 1] == last)
            #expect(Array(numbers.suffix(3)) == [first, first + 1, first + 2])
            #expect(bench.delivered == Array(1...(frames + 8)))
            #expect(bench.drops.total == 0)
            #expect(bench.rightEnd.sequenceCounters.missing == missing)
            #expect(bench.loop.audit().isEmpty)
        }
    }

    @Test("what is on its way when the numbers leap is judged by the old ones")
    func onTheWay() throws {
        var impairments = Impairments.none
        impairments.delay = 1_000_000
        var bench = try FaultBench(Self.configuration(.default), impairments: impairments)
        bench.send(3)
        bench.injector.strike(next: 2, with: .counterRollover)
        bench.send(4)
        #expect(bench.delivered.isEmpty)
        bench.advance(by: 1_000_000)
        #expect(bench.delivered == Array(1...7))
        #expect(bench.drops.total == 0)
    }

    @Test("those that are lost at the leap are missing, no more")
    func lossAtTheLeap() throws {
        var impairments = Impairments.none
        impairments.drop = [3...5]
        var bench = try FaultBench(Self.configuration(.default), impairments: impairments)
        bench.send(3)
        bench.injector.strike(next: 1, with: .counterRollover)
        bench.send(5)
        #expect(bench.delivered == [1, 2, 6, 7, 8])
        #expect(bench.rightEnd.sequenceCounters.missing == 3)
    }

    @Test("it can be done again, and other faults behind it strike what has the new numbers")
    func again() throws {
        var bench = try FaultBench(Self.configuration(.counter))
        for _ in 0..<3 {
            bench.send(2)
            bench.injector.strike(next: 2, with: .counterRollover)
            bench.injector.strike(next: 1, with: .counterSkew)
            bench.injector.strike(next: 1, with: .duplicate)
            bench.send(6)
        }
        #expect(bench.drops[.sequence] == 6)
        #expect(bench.drops.total == 6)
        #expect(bench.delivered == (1...24).filter { $0 % 8 != 5 })
    }

    @Test("a far end that was not told takes it for a step back, and believes the sixth")
    func foreign() throws {
        var bench = try FaultBench(Self.configuration(.default), tellsReceiver: false)
        bench.send(3)
        bench.injector.strike(next: 20, with: .counterRollover)
        bench.send(30)
        #expect(bench.drops[.sequence] == 5)
        #expect(bench.delivered == [1, 2, 3] + Array(9...33))
    }

    @Test("a skew of more than five frames in a row is believed too: the sender seems to have begun anew")
    func longSkew() throws {
        var bench = try FaultBench(Self.configuration(.default))
        bench.send(3)
        bench.injector.strike(next: 8, with: .counterSkew)
        bench.send(10)
        #expect(bench.drops[.sequence] == 5)
        #expect(bench.delivered == [1, 2, 3] + Array(9...13))
    }
}
