import Glibc
import SystemPackage
import Testing

@testable import LinuxNet

@Suite("the deadline timer", .tags(.kernel), .timeLimit(.minutes(10)))
struct DeadlineTimerTests {
    /// Whether the timer is ready within so many milliseconds.
    private func isReady(_ timer: borrowing DeadlineTimer, within milliseconds: Int32) -> Bool {
        var entry = pollfd(fd: timer.rawValue, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, milliseconds) == 1
    }

    private var far: Int64 { EventPoll.now() + 3_600_000_000_000 }

    @Test("a nearer deadline replaces a farther one")
    func nearer() throws {
        var timer = try DeadlineTimer()
        try timer.arm(far)
        try timer.arm(EventPoll.now() + 1_000_000)
        let ready = isReady(timer, within: 2000)
        #expect(ready)
    }

    @Test("a farther deadline, or none, replaces a nearer one", arguments: [true, false])
    func farther(isFar: Bool) throws {
        var timer = try DeadlineTimer()
        try timer.arm(EventPoll.now() + 2_000_000)
        try timer.arm(isFar ? far : nil)
        let ready = isReady(timer, within: 20)
        #expect(!ready)
    }

    @Test("the same deadline is armed again once it was seen to expire", arguments: [Int64.min, 0, 1, 1_000_000_000])
    func again(deadline: Int64) throws {
        var timer = try DeadlineTimer()
        for _ in 0..<2 {
            try timer.arm(deadline)
            var ready = isReady(timer, within: 2000)
            #expect(ready)
            var expirations: UInt64 = 0
            #expect(read(timer.rawValue, &expirations, 8) == 8)
            // Not armed anew until the expiry is acknowledged.
            try timer.arm(deadline)
            ready = isReady(timer, within: 0)
            #expect(!ready)
            timer.expired()
        }
    }
}
