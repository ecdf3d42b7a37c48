import TestSupport
import Testing

@testable import Tunnels

/// The rules of reordering, said as simply as can be: numbers without a modulus, a list of what waits, a set of what came.
private struct ReorderModel {
    var expected: Int
    var waiting: [(number: Int, due: Int64)] = []
    var gone: [Int] = []

    mutating func arrive(_ number: Int, at now: Int64) {
        tick(now)
        guard number >= expected, !waiting.contains(where: { $0.number == number }) else { return }
        if number - expected >= 256 {
            goOn(through: .max)
            gone.append(number)
            expected = number + 1
        } else if number == expected {
            gone.append(number)
            expected += 1
        } else {
            waiting.append((number, now + 50_000_000))
        }
        goOn(through: expected - 1)
    }

    mutating func tick(_ now: Int64) {
        if let last = waiting.filter({ $0.due <= now }).map(\.number).max() { goOn(through: last) }
    }

    /// Everything up to a number, and what follows without a gap.
    private mutating func goOn(through last: Int) {
        waiting.sort { $0.number < $1.number }
        while let first = waiting.first, first.number <= last || first.number == expected {
            gone.append(first.number)
            expected = first.number + 1
            waiting.removeFirst()
        }
    }
}

/// The owner of a window: keeps what waits, and writes down what goes on.
private struct ReorderOwner {
    var window: L2TPv3SequenceWindow
    var waiting: [Int] = []
    var gone: [Int] = []

    mutating func arrive(_ number: Int, at now: Int64) {
        tick(now)
        switch window.accept(UInt32(truncatingIfNeeded: number), at: now) {
        case .refuse: break
        case .wait(let place): waiting.insert(number, at: place)
        case .pass(let before, let after):
            goOn(before)
            gone.append(number)
            goOn(after)
        }
        #expect(window.waitingCount == waiting.count)
        #expect((window.deadline == nil) == waiting.isEmpty)
    }

    mutating func tick(_ now: Int64) {
        guard let deadline = window.deadline, deadline <= now else { return }
        goOn(window.giveUp(at: now))
    }

    private mutating func goOn(_ count: Int) {
        gone += waiting.prefix(count)
        waiting.removeFirst(count)
    }
}

@Suite("early numbers that wait")
struct L2TPv3ReorderTests {
    private static let masks: [UInt32] = [0xFF_FFFF, .max]

    /// A stream from near the wrap on, with loss, duplicates, delays and leaps; time goes on now and then.
    @Test("the window does what a simple model does", arguments: 0..<150 as Range<UInt64>, masks)
    func model(seed: UInt64, mask: UInt32) {
        var random = SplitMix64(seed: seed)
        let start = Int(mask) + 1 - Int.random(in: 0...600, using: &random)
        var model = ReorderModel(expected: start)
        var owner = ReorderOwner(
            window: L2TPv3SequenceWindow(mask: mask, first: UInt32(truncatingIfNeeded: start) & mask, reorders: true))
        var arrivals: [Int] = []
        var number = start
        for _ in 0..<400 {
            switch Int.random(in: 0..<40, using: &random) {
            case 0: number += Int.random(in: 200...400, using: &random)
            case 1...3: number += 1
            case 4...5: arrivals += [number, number]
            default: arrivals.append(number)
            }
            number += 1
        }
        let reach = [0, 2, 20, 300][Int.random(in: 0..<4, using: &random)]
        for place in arrivals.indices where Bool.random(using: &random) {
            arrivals.swapAt(place, min(arrivals.count - 1, place + Int.random(in: 0...reach, using: &random)))
        }
        var now: Int64 = 0
        for number in arrivals {
            now += Int64([0, 0, 0, 1_000_000, 30_000_000].randomElement(using: &random) ?? 0)
            model.arrive(number, at: now)
            owner.arrive(number, at: now)
        }
        now += 50_000_000
        model.tick(now)
        owner.tick(now)
        // A row of six that look old is taken for a new stream, which the model does not know.
        guard owner.window.counters.resynchronizations == 0 else { return }
        #expect(owner.gone == model.gone)
        #expect(owner.waiting.isEmpty)
        #expect(zip(owner.gone, owner.gone.dropFirst()).allSatisfy { $0 < $1 }, "in order, none twice")
    }

    @Test("what is overtaken by fewer than 256 and in time is never lost", arguments: 0..<50 as Range<UInt64>)
    func lossless(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var owner = ReorderOwner(window: L2TPv3SequenceWindow(mask: .max, reorders: true))
        let arrivals = (0..<1000).map { ($0 + Int.random(in: 0...200, using: &random), $0) }.sorted { $0 < $1 }.map(\.1)
        for (place, number) in arrivals.enumerated() { owner.arrive(number, at: Int64(place) * 100_000) }
        #expect(owner.gone == Array(0..<1000))
        #expect(owner.window.counters.missing == 0)
        #expect(owner.window.counters.reordered > 0)
    }

    private func verdicts(_ numbers: [UInt32], first: UInt32 = 0) -> [L2TPv3SequenceWindow.Verdict] {
        var window = L2TPv3SequenceWindow(mask: 0xFF_FFFF, first: first, reorders: true)
        return numbers.map { window.accept($0) }
    }

    private static let goes = L2TPv3SequenceWindow.Verdict.pass(before: 0, after: 0)

    @Test("in turn, early, in between, and the gap that is filled")
    func places() {
        #expect(
            verdicts([0, 3, 5, 4, 1, 2])
                == [Self.goes, .wait(at: 0), .wait(at: 1), .wait(at: 1), Self.goes, .pass(before: 0, after: 3)])
        #expect(verdicts([0, 2, 2, 0]) == [Self.goes, .wait(at: 0), .refuse, .refuse])
    }

    @Test("a leap of 256 waits for nobody, and lets those go that wait")
    func leap() {
        #expect(verdicts([0, 2, 4, 256]) == [Self.goes, .wait(at: 0), .wait(at: 1), .wait(at: 2)])
        #expect(verdicts([0, 2, 4, 257]) == [Self.goes, .wait(at: 0), .wait(at: 1), .pass(before: 2, after: 0)])
        #expect(verdicts([5000, 5001]) == [Self.goes, Self.goes], "a receiver that came late")
    }

    @Test("where 1 comes first, a sender that begins at 0 is taken too, and only then")
    func firstNumber() {
        #expect(verdicts([1, 2], first: 1) == [Self.goes, Self.goes])
        #expect(verdicts([0, 1, 2], first: 1) == [Self.goes, Self.goes, Self.goes])
        #expect(verdicts([1, 0], first: 1) == [Self.goes, .refuse])
    }

    @Test("a sender that starts again is believed at its sixth number; those that wait go before it")
    func resynchronization() {
        var window = L2TPv3SequenceWindow(mask: 0xFF_FFFF, reorders: true)
        for number in [0, 5000, 5002] as [UInt32] { _ = window.accept(number) }
        for number in 0..<5 as Range<UInt32> { #expect(window.accept(number) == .refuse) }
        #expect(window.accept(5) == .pass(before: 1, after: 0))
        #expect(window.accept(6) == Self.goes)
        #expect(window.counters.resynchronizations == 1)
        #expect(window.deadline == nil)
    }

    @Test("a late one, a duplicate, and one that is too old to say are counted apart", arguments: [true, false])
    func counters(reorders: Bool) {
        var window = L2TPv3SequenceWindow(mask: 0xFF_FFFF, reorders: reorders)
        for number in 0..<100 as Range<UInt32> where number != 90 { _ = window.accept(number) }
        _ = window.giveUp(at: .max)
        for number in [90, 90, 99, 20] as [UInt32] { #expect(window.accept(number) == .refuse) }
        let counters = window.counters
        #expect(counters.late == 1 && counters.duplicates == 2 && counters.old == 1)
        #expect(counters.missing == 1)
        #expect(counters.reordered == (reorders ? 9 : 0))
    }

    @Test("the receiver says where a frame lies, and what it has to do with those that wait")
    func receiver() throws {
        let configuration = L2TPv3Configuration(
            encapsulation: .ip, localSession: 1, remoteSession: 1, sublayer: .default, sequencing: .reorder)
        var receiver = L2TPv3Receiver(configuration)
        func check(_ field: String, at now: Int64 = 0) throws -> L2TPv3Verdict {
            receiver.check(try hex("00000001 \(field) ff"), at: now)
        }
        #expect(try check("40000000") == .frame(payloadOffset: 8))
        #expect(try check("40000002", at: 10) == .outOfTurn(payloadOffset: 8, .waits(at: 0)))
        #expect(receiver.deadline == 50_000_010)
        #expect(try check("00000009") == .frame(payloadOffset: 8), "without the S bit the number is not looked at")
        #expect(try check("40000001") == .outOfTurn(payloadOffset: 8, .goes(before: 0, after: 1)))
        #expect(receiver.deadline == nil)
        #expect(try check("40000001") == .refused(.sequence))
        #expect(receiver.sequenceCounters.reordered == 1)
    }
}
