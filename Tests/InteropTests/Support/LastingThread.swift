import Foundation

/// A thread that lives until it is let go: what it has started is not killed when a test's own thread ends.
final class LastingThread: Sendable {
    private let released = DispatchSemaphore(value: 0)

    /// Runs something on a new thread, and keeps the thread.
    ///
    /// - Parameter body: What has to begin on it.
    /// - Returns: The thread, and what the body gave.
    static func run<Value>(_ body: @escaping @Sendable () throws -> Value) throws -> (LastingThread, Value) {
        let thread = LastingThread()
        let outcome = Outcome<Value>()
        let done = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            outcome.result = Result { try body() }
            done.signal()
            thread.released.wait()
        }
        done.wait()
        do {
            guard let value = try outcome.result?.get() else { throw Failure("a thread said nothing") }
            return (thread, value)
        } catch {
            thread.release()
            throw error
        }
    }

    /// Lets it end, and with it what it started and what still runs.
    func release() { released.signal() }

    /// Written by one thread before the semaphore, read by the other behind it.
    private final class Outcome<Value>: @unchecked Sendable {
        var result: Result<Value, any Error>?
    }
}
