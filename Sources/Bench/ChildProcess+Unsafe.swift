import CBench
import Glibc
import LinuxNet
import SystemPackage

/// A process that a benchmark started: ended, by its id, when this object goes; and by the kernel when this program does.
final class ChildProcess {
    let identifier: pid_t
    private var hasEnded = false

    /// - Parameters:
    ///   - name: For the error.
    ///   - started: What a function that starts a process returned: its id, or a negative errno.
    init(_ name: String, started: Int32) throws(BenchError) {
        guard started > 0 else { throw BenchError("could not start \(name): \(Errno(rawValue: -started))") }
        identifier = started
    }

    deinit { end(SIGKILL) }

    /// CPU time of all its threads so far.
    var cpuNanoseconds: Int64 { hasEnded ? 0 : max(0, cbench_cpu_time(identifier)) }

    var isRunning: Bool {
        if !hasEnded { hasEnded = cbench_has_ended(identifier) != 0 }
        return !hasEnded
    }

    /// Waits for its end.
    ///
    /// - Returns: Whether it came in time.
    func wait(nanoseconds: Int64) -> Bool {
        let end = SystemClock.monotonic.now + nanoseconds
        while isRunning {
            guard SystemClock.monotonic.now < end else { return false }
            usleep(1000)
        }
        return true
    }

    /// Sends a signal and waits for the end; what does not heed it is killed.
    func end(_ signal: Int32) {
        guard isRunning else { return }
        kill(identifier, signal)
        if !wait(nanoseconds: 5_000_000_000) {
            kill(identifier, SIGKILL)
            _ = wait(nanoseconds: 5_000_000_000)
        }
    }
}

/// Starts a program, found as a shell finds it.
func startProgram(_ arguments: [String], diagnostics: UnnamedFile) throws(BenchError) -> ChildProcess {
    var pointers = unsafe arguments.map { unsafe UnsafePointer(strdup($0)) } + [nil]
    defer {
        for index in arguments.indices { unsafe free(UnsafeMutableRawPointer(mutating: pointers[index])) }
    }
    // SAFETY: the strings live until the call returns; the child has its own copies of everything.
    return try ChildProcess(
        arguments.first ?? "a program", started: unsafe cbench_start_program(&pointers, diagnostics.descriptor))
}
