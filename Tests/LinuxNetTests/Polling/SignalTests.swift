import Glibc
import LinuxNet
import SystemPackage
import Testing

/// Signals go to this thread alone: one to the process could reach a thread of the test runner, which does not block it.
@Suite("signals as events", .tags(.kernel), .timeLimit(.minutes(10)))
struct SignalTests {
    private func isBlocked(_ signal: Int32) -> Bool {
        var mask = sigset_t()
        pthread_sigmask(SIG_BLOCK, nil, &mask)
        return sigismember(&mask, signal) == 1
    }

    /// Runs a body on this thread with a mask of its own: the runner's threads block most signals.
    private func withMask(blocking blocked: [Int32], _ body: () throws -> Void) rethrows {
        var mask = sigset_t()
        var former = sigset_t()
        sigemptyset(&mask)
        for signal in blocked { sigaddset(&mask, signal) }
        pthread_sigmask(SIG_SETMASK, &mask, &former)
        defer { pthread_sigmask(SIG_SETMASK, &former, nil) }
        try body()
    }

    @Test("a watched signal is an event, and every one of them", arguments: [SIGTERM, SIGINT])
    func delivered(signal: Int32) throws {
        try withMask(blocking: []) {
            var poll = try EventPoll(signals: [SIGINT, SIGTERM])
            #expect(isBlocked(SIGINT) && isBlocked(SIGTERM))
            try #require(isBlocked(signal) && pthread_kill(pthread_self(), signal) == 0)
            try #require(try poll.wait(until: EventPoll.now() + 2_000_000_000) == 1)
            #expect(poll.event(at: 0) == .signal(signal))
            #expect(try poll.poll() == 0)
        }
    }

    @Test("two signals are two events")
    func two() throws {
        var poll = try EventPoll(signals: [SIGINT, SIGTERM])
        try #require(pthread_kill(pthread_self(), SIGTERM) == 0)
        try #require(pthread_kill(pthread_self(), SIGINT) == 0)
        var caught: Set<Int32> = []
        for _ in 0..<2 {
            try #require(try poll.wait(until: EventPoll.now() + 2_000_000_000) == 1)
            if case .signal(let number) = poll.event(at: 0) { caught.insert(number) }
        }
        #expect(caught == [SIGINT, SIGTERM])
    }

    @Test("what was blocked for the poll is unblocked with it, and nothing else")
    func restored() throws {
        try withMask(blocking: [SIGUSR2]) {
            do {
                let poll = try EventPoll(signals: [SIGUSR1, SIGUSR2])
                #expect(isBlocked(SIGUSR1) && isBlocked(SIGUSR2))
                _ = consume poll
            }
            #expect(!isBlocked(SIGUSR1))
            #expect(isBlocked(SIGUSR2))
        }
    }

    @Test("a number that is no signal's is refused, and blocks nothing")
    func refused() {
        withMask(blocking: []) {
            #expect(throws: Errno.invalidArgument) { _ = try EventPoll(signals: [SIGUSR1, 1000]) }
            #expect(!isBlocked(SIGUSR1))
        }
    }
}
