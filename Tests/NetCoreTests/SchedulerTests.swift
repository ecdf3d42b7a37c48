import NetCore
import Testing

@Suite("Scheduler")
struct SchedulerTests {
    private final class Log: TimerClient {
        var names: [LoopTimer: Int] = [:]
        var fired: [(name: Int, time: Int64)] = []
        var then: ((LoopTimer) -> Void)?

        func timerFired(_ timer: LoopTimer) {
            fired.append((names[timer] ?? -1, timer.now))
            then?(timer)
        }
    }

    private func make(_ count: Int) -> (Loop, Log, [LoopTimer]) {
        let loop = Loop()
        let log = Log()
        let timers = (0..<count).map { _ in loop.makeTimer(for: log) }
        for (name, timer) in timers.enumerated() { log.names[timer] = name }
        return (loop, log, timers)
    }

    @Test("fires by time, then by the number of the call")
    func order() {
        let (loop, log, timers) = make(5)
        timers[0].arm(at: 50)
        timers[1].arm(at: 10)
        timers[2].arm(at: 50)
        timers[3].arm(at: 10)
        timers[4].arm(at: 0)
        timers[0].arm(at: 50)
        #expect(VirtualClock().run(loop) == .idle)
        #expect(log.fired.map(\.name) == [4, 1, 3, 2, 0], "armed anew, a timer stands behind its equals")
        #expect(log.fired.map(\.time) == [0, 10, 10, 50, 50])
    }

    @Test("what is armed to be first goes before all others of its time, in the order of the calls")
    func first() {
        let (loop, log, timers) = make(4)
        timers[0].arm(at: 10)
        timers[1].armFirst(at: 10)
        timers[2].arm(at: 5)
        timers[3].armFirst(at: 10)
        _ = VirtualClock().run(loop)
        #expect(log.fired.map(\.name) == [2, 1, 3, 0])
        timers[0].armFirst(at: 20)
        timers[1].arm(at: 20)
        timers[0].arm(at: 20)
        log.fired = []
        _ = VirtualClock().run(loop)
        #expect(log.fired.map(\.name) == [1, 0], "armed anew, it is like any other")
    }

    @Test("cancelled and armed anew leave nothing behind")
    func cancel() {
        let (loop, log, timers) = make(100)
        for (index, timer) in timers.enumerated() { timer.arm(at: Int64(index)) }
        for index in stride(from: 0, to: 100, by: 2) { timers[index].cancel() }
        for index in stride(from: 1, to: 100, by: 4) { timers[index].arm(at: Int64(1000 - index)) }
        #expect(!timers[0].isArmed)
        #expect(timers[1].deadline == 999)
        _ = VirtualClock().run(loop)
        let early = stride(from: 3, to: 100, by: 4).map { $0 }
        let late = stride(from: 97, through: 1, by: -4).map { $0 }
        #expect(log.fired.map(\.name) == early + late)
        #expect(loop.nextDeadline == nil)
    }

    @Test("agrees with a sorted list over a hundred thousand arms and cancels")
    func againstModel() {
        let (loop, log, timers) = make(200)
        var random = SystemLike(state: 42)
        var model: [(time: Int64, call: Int, name: Int)] = []
        for call in 0..<100_000 {
            let name = Int(random.next() % 200)
            model.removeAll { $0.name == name }
            if random.next() % 4 == 0 {
                timers[name].cancel()
            } else {
                let time = Int64(random.next() % 1000)
                timers[name].arm(at: time)
                model.append((time, call, name))
            }
        }
        _ = VirtualClock().run(loop)
        let expected = model.sorted { ($0.time, $0.call) < ($1.time, $1.call) }.map(\.name)
        #expect(log.fired.map(\.name) == expected)
    }

    @Test("a timer can be armed from its own call, and the clock never goes back")
    func rearm() {
        let (loop, log, timers) = make(1)
        log.then = { [unowned log] timer in
            if log.fired.count < 5 { timer.arm(at: timer.now + 7) }
            if log.fired.count == 5 { timer.arm(at: 3) }
        }
        timers[0].arm(at: 7)
        _ = VirtualClock().run(loop)
        #expect(log.fired.map(\.time) == [7, 14, 21, 28, 35, 35])
    }

    @Test("a run to a time stops there, and what is due at it still happens")
    func until() {
        let (loop, log, timers) = make(3)
        timers[0].arm(at: 10)
        timers[1].arm(at: 20)
        timers[2].arm(at: 21)
        #expect(VirtualClock().run(loop, until: 20) == .time)
        #expect(log.fired.count == 2)
        #expect(loop.now == 20)
        #expect(VirtualClock().run(loop, until: 100) == .idle)
        #expect(loop.now == 21)
    }

    /// A small fixed sequence, so that a failure repeats.
    private struct SystemLike {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 33
        }
    }
}
