import Glibc

/// The kernel's clocks, in nanoseconds (clock_gettime(2)).
public enum SystemClock: Sendable {
    /// `CLOCK_MONOTONIC`, the clock of every deadline.
    case monotonic
    /// `CLOCK_REALTIME`: since 1970, and set by people.
    case realtime
    /// `CLOCK_THREAD_CPUTIME_ID`: what this thread has computed.
    case threadCPU

    /// What it shows; none of them can fail.
    public var now: Int64 {
        let clock =
            switch self {
            case .monotonic: CLOCK_MONOTONIC
            case .realtime: CLOCK_REALTIME
            case .threadCPU: CLOCK_THREAD_CPUTIME_ID
            }
        var time = timespec()
        // SAFETY: the structure is written during the call.
        unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}
