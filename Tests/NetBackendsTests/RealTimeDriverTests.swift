import Glibc
import LinuxNet
import NetBackends
import NetCore
import TestSupport
import Testing

/// Writes down when its timers fire.
private final class Watch: TimerClient {
    private(set) var fired: [(timer: LoopTimer, now: Int64)] = []
    var whenFired: ((LoopTimer) -> Void)?

    func timerFired(_ timer: LoopTimer) {
        fired.append((timer, timer.now))
        whenFired?(timer)
    }
}

@Suite("The driver of real time", .tags(.kernel), .timeLimit(.minutes(10)))
struct RealTimeDriverTests {
    @Test("timers fire in order, and none before its time")
    func timers() throws {
        let driver = try RealTimeDriver(loop: Loop())
        let watch = Watch()
        let timers = (0..<6).map { _ in driver.loop.makeTimer(for: watch) }
        let start = driver.now
        let due: [Int64] = [5, 1, 3, 1, 0, 2].map { start + $0 * 1_000_000 }
        for (timer, time) in zip(timers, due) { timer.arm(at: time) }
        #expect(try driver.run(until: start + 2_000_000_000, stopWhen: { watch.fired.count == 6 }) == .condition)
        #expect(watch.fired.map(\.timer) == [4, 1, 3, 5, 2, 0].map { timers[$0] })
        for (timer, now) in watch.fired {
            let index = try #require(timers.firstIndex(of: timer))
            #expect(now >= due[index])
        }
    }

    @Test("run(until:) ends at its time and not before, with nothing to do and with a timer far away")
    func until() throws {
        let driver = try RealTimeDriver(loop: Loop())
        for hasTimer in [false, true] {
            let watch = Watch()
            if hasTimer { driver.loop.makeTimer(for: watch).arm(at: driver.now + 3_600_000_000_000) }
            let end = driver.now + 5_000_000
            #expect(try driver.run(until: end) == .time)
            #expect(driver.now >= end)
            #expect(driver.loop.now >= end)
            #expect(watch.fired.isEmpty)
        }
        #expect(try driver.run(until: 0) == .time, "a time that has passed")
    }

    @Test("a timer that arms itself for now starves neither the end nor the condition")
    func selfArming() throws {
        let driver = try RealTimeDriver(loop: Loop())
        let watch = Watch()
        watch.whenFired = { $0.arm(at: $0.now) }
        driver.loop.makeTimer(for: watch).arm(at: 0)
        #expect(try driver.run(until: driver.now + 2_000_000) == .time)
    }

    /// Two ports that throw every frame back at each other: a storm.
    private func storm(_ loop: Loop) throws {
        let (left, right) = (Probe(keepsBytes: false), Probe(keepsBytes: false))
        let (leftPort, rightPort) = try loop.makePair(left, right)
        // Composed anew each time: a frame that is passed on ends after 255 hops.
        left.whenReceiving = { _, _ in leftPort.send([1]) }
        right.whenReceiving = { _, _ in rightPort.send([2]) }
        leftPort.send([0])
    }

    @Test("a storm ends at the frame limit, and at the time")
    func frameLimit() throws {
        let driver = try RealTimeDriver(loop: Loop())
        try storm(driver.loop)
        #expect(try driver.run(until: driver.now + 10_000_000_000, frameLimit: 10_000) == .limit)
        #expect(driver.loop.framesDelivered >= 10_000)
        #expect(driver.loop.framesDelivered <= 10_000 + 2 * UInt64(Loop.burstsPerTurn))
        #expect(try driver.run(until: driver.now + 2_000_000) == .time)
    }

    @Test("a storm does not hold up the timers, which may end it")
    func timerInStorm() throws {
        let driver = try RealTimeDriver(loop: Loop())
        try storm(driver.loop)
        let watch = Watch()
        let due = driver.now + 2_000_000
        driver.loop.makeTimer(for: watch).arm(at: due)
        let ended = try driver.run(until: driver.now + 10_000_000_000, stopWhen: { !watch.fired.isEmpty })
        #expect(ended == .condition)
        #expect(watch.fired.allSatisfy { $0.now >= due })
    }

    @Test("a watched signal ends a run and is named", arguments: [SIGTERM, SIGINT])
    func signal(number: Int32) throws {
        let driver = try RealTimeDriver(loop: Loop(), signals: [SIGINT, SIGTERM])
        // To this thread alone: the driver has blocked it here, and a thread of the test runner might not have.
        try #require(pthread_kill(pthread_self(), number) == 0)
        #expect(try driver.run(until: driver.now + 10_000_000_000) == .signal(number))
        #expect(try driver.run(until: driver.now + 1_000_000) == .time, "once")
    }
}
