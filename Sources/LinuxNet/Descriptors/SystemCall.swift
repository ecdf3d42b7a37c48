import Glibc
import SystemPackage

/// What a call on a non-blocking descriptor answered; would-block is an answer, not an error.
public enum IOResult: Equatable, Sendable {
    /// So many bytes, or messages, were moved.
    case done(Int)
    /// Nothing can be moved now: wait for readiness.
    case wouldBlock
}

/// The one funnel for system calls: `EINTR` is retried, and `errno` is read on the line after the call.
@inline(always)
func retryingOnInterrupt<Result: FixedWidthInteger & SignedInteger>(
    _ call: () -> Result
) throws(Errno) -> Result {
    while true {
        let result = call()
        if result != -1 { return result }
        let error = Errno(rawValue: errno)
        guard error == .interrupted else { throw error }
    }
}

/// The funnel for calls on non-blocking descriptors: `EAGAIN` becomes an answer.
@inline(always)
func nonBlocking<Result: FixedWidthInteger & SignedInteger>(
    _ call: () -> Result
) throws(Errno) -> IOResult {
    do {
        return .done(Int(try retryingOnInterrupt(call)))
    } catch {
        // `EAGAIN` and `EWOULDBLOCK` are one number on Linux.
        guard error == .wouldBlock else { throw error }
        return .wouldBlock
    }
}
