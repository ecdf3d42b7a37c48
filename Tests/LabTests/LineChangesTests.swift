import NetCore
import Testing

@testable import Lab

@Suite("Changes of impairments")
struct LineChangesTests {
    private static func delays(_ changes: LineChanges, at times: [Int64]) -> [Int64] {
        times.map { changes.state(at: $0).impairments.delay }
    }

    @Test("of two changes that overlap each ends its own, whichever is longer")
    func overlap() {
        for firstIsLonger in [true, false] {
            var changes = LineChanges(.none)
            let first = changes.add([.set(.delay(1))], isLasting: false)
            let second = changes.add([.set(.delay(2)), .set(.mtu(100))], isLasting: false)
            #expect(Self.delays(changes, at: [0]) == [2])
            changes.remove(firstIsLonger ? second : first)
            #expect(Self.delays(changes, at: [0]) == [firstIsLonger ? 1 : 2])
            #expect(changes.state(at: 0).impairments.mtu == (firstIsLonger ? nil : 100))
            changes.remove(firstIsLonger ? first : second)
            #expect(changes.state(at: 0).impairments == .none)
        }
    }

    @Test("what lasts stays when what was before it ends, and hides what else lasts for good")
    func lasting() {
        var changes = LineChanges(.none)
        let old = changes.add([.set(.delay(1)), .set(.queue(7))], isLasting: true)
        let brief = changes.add([.set(.delay(2))], isLasting: false)
        let new = changes.add([.set(.delay(3))], isLasting: true)
        #expect(Self.delays(changes, at: [0]) == [3])
        changes.remove(brief)
        #expect(Self.delays(changes, at: [0]) == [3])
        #expect(changes.holds(old) && changes.holds(new) && !changes.holds(brief))
        _ = changes.add([.set(.queue(8))], isLasting: true)
        #expect(!changes.holds(old))
        #expect(changes.state(at: 0).impairments.queue == 8)
    }

    @Test("a ramp that something lay over for a while is then where it has come to")
    func ramp() {
        var changes = LineChanges(.none)
        _ = changes.add([.ramp(RampUnderWay(.delay(from: 0, to: 1000), begin: 0, duration: 100))], isLasting: true)
        #expect(Self.delays(changes, at: [0, 50, 100, 200]) == [0, 500, 1000, 1000])
        #expect(changes.state(at: 50).ramps.count == 1 && changes.state(at: 100).ramps.isEmpty)
        let brief = changes.add([.set(.delay(7))], isLasting: false)
        #expect(Self.delays(changes, at: [50]) == [7] && changes.state(at: 50).ramps.isEmpty)
        changes.remove(brief)
        #expect(Self.delays(changes, at: [80]) == [800] && changes.state(at: 80).ramps.count == 1)
    }

    @Test("a ramp of jitter keeps the distribution that was set before it")
    func jitter() {
        var changes = LineChanges(.none)
        _ = changes.add([.set(.jitter(Jitter(amount: 5, distribution: .normal)))], isLasting: true)
        _ = changes.add([.ramp(RampUnderWay(.jitter(from: 0, to: 10), begin: 0, duration: 10))], isLasting: true)
        #expect(changes.state(at: 5).impairments.jitter == Jitter(amount: 5, distribution: .normal))
        #expect(changes.state(at: 9).impairments.jitter == Jitter(amount: 9, distribution: .normal))
    }
}
