import CBench
import Glibc
import Testing
import Tunnels

@testable import Bench

@Suite("The limit in C does what the product does")
struct LimitTests {
    static let ways = [cbench_gathered, cbench_copied]

    @Test("its datagrams are those of our transmitter, in runs and one by one", arguments: ways, [0, 64] as [UInt32])
    func datagrams(way: cbench_way, segmentLimit: UInt32) throws {
        let limit = try LimitUnderTest(way: way, segmentLimit: segmentLimit)
        // Our own datagrams at its other end, so that the run is over.
        for index in 0..<5 { try limit.queue(TunnelShape.datagram(limit.frame(index), ahead: index)) }
        #expect(limit.run(5) == 0)
        #expect(limit.received() == (0..<5).map { TunnelShape.datagram(limit.frame($0), ahead: $0) })
        #expect(limit.counts.frames == 5)
        #expect(limit.counts.bytes == 5 * 64)
        #expect(limit.counts.refused == 0)
        // And the numbers go on.
        for index in 0..<2 { try limit.queue(TunnelShape.datagram(limit.frame(index))) }
        #expect(limit.run(2) == 0)
        #expect(limit.received() == (0..<2).map { TunnelShape.datagram(limit.frame($0), ahead: 5 + $0) })
    }

    /// What may be wrong with a datagram, and what is none of a receiver's business.
    enum Change: CaseIterable {
        case none, reservedBit, version, controlBit, session, cookieHead, cookieTail, headerAlone, cutHeader, counter

        func callAsFunction(_ datagram: [UInt8]) -> [UInt8] {
            var changed = datagram
            switch self {
            case .none: break
            case .reservedBit: changed[3] ^= 1
            case .version: changed[1] ^= 1
            case .controlBit: changed[0] ^= 0x80
            case .session: changed[7] ^= 1
            case .cookieHead: changed[8] ^= 0x80
            case .cookieTail: changed[15] ^= 1
            case .headerAlone: changed.removeLast(datagram.count - 20)
            case .cutHeader: changed.removeLast(datagram.count - 19)
            case .counter: changed[16] ^= 0xFF
            }
            return changed
        }
    }

    @Test("it refuses what our receiver refuses, and nothing else", arguments: Change.allCases)
    func refusals(change: Change) throws {
        let limit = try LimitUnderTest(way: cbench_gathered)
        let datagram = change(TunnelShape.datagram(limit.frame(0)))
        try limit.queue(datagram)
        #expect(limit.run(1) == 0)
        var ours = L2TPv3Receiver(TunnelShape.configuration.mirrored())
        let isAccepted =
            switch ours.check(datagram.span.bytes) {
            case .frame: true
            case .outOfTurn, .refused: false
            }
        #expect(limit.counts.frames == (isAccepted ? 1 : 0))
        #expect(limit.counts.refused == (isAccepted ? 0 : 1))
    }

    @Test("it refuses a stranger")
    func stranger() throws {
        let limit = try LimitUnderTest(way: cbench_gathered)
        try limit.queue(TunnelShape.datagram(limit.frame(0)), fromStranger: true)
        #expect(limit.run(1) == 0)
        #expect(limit.counts.refused == 1)
    }

    @Test("its system calls are counted: a burst in, a burst out, one wait", arguments: ways)
    func systemCalls(way: cbench_way) throws {
        let limit = try LimitUnderTest(way: way)
        for round in 1...3 as ClosedRange<UInt64> {
            for index in 0..<8 { try limit.queue(TunnelShape.datagram(limit.frame(index))) }
            #expect(limit.run(8) == 0)
            #expect(limit.counts.send_calls == round)
            #expect(limit.counts.receive_calls == round)
            #expect(limit.counts.waits == round)
            #expect(limit.counts.calls == 2 * round)
        }
    }

    @Test("frames that do not arrive are an error, not a wait for ever")
    func lost() throws {
        #expect(try LimitUnderTest(way: cbench_gathered).run(1) == ETIMEDOUT)
    }
}
