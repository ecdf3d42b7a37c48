import Glibc
import LinuxNet

/// Hears of SIGINT and SIGTERM while a run in virtual time goes on, which waits for nothing.
final class SignalWatch {
    private var poll: EventPoll
    private var looks = 0
    /// The signal that came.
    private(set) var caught: Int32?

    /// A look at the kernel costs as much as some frames.
    private static let dispatchesPerLook = 1024

    init() throws(LabError) {
        do {
            poll = try EventPoll(signals: [SIGINT, SIGTERM])
        } catch {
            throw LabError(.host, "epoll, timerfd or signalfd: \(error)")
        }
    }

    /// Whether a signal has come; looked at now and then.
    func hasCaught() -> Bool {
        looks &+= 1
        guard caught == nil, looks % Self.dispatchesPerLook == 0, let count = try? poll.poll() else {
            return caught != nil
        }
        for index in 0..<count {
            if case .signal(let number) = poll.event(at: index) { caught = number }
        }
        return caught != nil
    }
}
