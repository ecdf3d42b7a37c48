import Glibc
import LinuxNet

/// Hears of SIGINT and SIGTERM while a run in virtual time goes on, which waits for nothing.
final class SignalWatch {
    private var poll: EventPoll
    /// The signal that came.
    private(set) var caught: Int32?

    /// A look at the kernel costs as much as some frames.
    static let dispatchesPerLook = 1024

    init() throws(LabError) {
        do {
            poll = try EventPoll(signals: [SIGINT, SIGTERM])
        } catch {
            throw LabError(.host, "epoll, timerfd or signalfd: \(error)")
        }
    }

    /// Looks whether a signal has come; to be called every ``dispatchesPerLook`` dispatches.
    func hasCaught() -> Bool {
        guard caught == nil, let count = try? poll.poll() else { return caught != nil }
        for index in 0..<count {
            if case .signal(let number) = poll.event(at: index) { caught = number }
        }
        return caught != nil
    }
}
