import CLinuxNet
import SystemPackage

extension EventPoll {
    /// Nanoseconds of the clock of every deadline.
    public static func now() -> Int64 { SystemClock.monotonic.now }

    /// Stops the thread for a moment, whatever happens meanwhile.
    ///
    /// The corresponding C function is `nanosleep(2)`. The kernel adds its timer slack, 50 us unless somebody changed it
    /// (`PR_SET_TIMERSLACK`), so less than that cannot be had.
    ///
    /// - Parameter nanoseconds: Less than a second.
    public static func pause(for nanoseconds: Int64) {
        var time = timespec(tv_sec: 0, tv_nsec: Int(clamping: nanoseconds))
        // SAFETY: the structure is read during the call. A signal that ends it early does no harm.
        unsafe nanosleep(&time, nil)
    }
}

private let nanosecondsPerSecond: Int64 = 1_000_000_000

/// One absolute deadline as a descriptor, armed only when the deadline changes.
///
/// The timeout of `epoll_wait(2)` counts milliseconds; a `timerfd_create(2)` counts nanoseconds.
struct DeadlineTimer: ~Copyable {
    private let timer: OwnedDescriptor
    private var armed: Int64?

    init() throws(Errno) {
        timer = OwnedDescriptor(
            owning: try retryingOnInterrupt { timerfd_create(CLOCK_MONOTONIC, clinuxnet_TFD_FLAGS) })
    }

    var rawValue: Int32 { timer.descriptor.rawValue }

    /// Whether it is set already, so that nothing has to be asked of the kernel.
    func isArmed(for deadline: Int64?) -> Bool { deadline == armed }

    /// Makes the descriptor ready at `deadline`, or never.
    mutating func arm(_ deadline: Int64?) throws(Errno) {
        guard !isArmed(for: deadline) else { return }
        var setting = itimerspec()
        if let deadline {
            // All zeros would disarm it.
            let time = max(deadline, 1)
            setting.it_value.tv_sec = Int(time / nanosecondsPerSecond)
            setting.it_value.tv_nsec = Int(time % nanosecondsPerSecond)
        }
        // SAFETY: the kernel copies the setting during the call.
        _ = try retryingOnInterrupt {
            unsafe timerfd_settime(rawValue, clinuxnet_TFD_TIMER_ABSTIME, &setting, nil)
        }
        armed = deadline
    }

    /// The expiry was seen: the same deadline, asked for again, is armed again and reported again.
    mutating func expired() { armed = nil }
}
