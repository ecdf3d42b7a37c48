/// How long to wait before the next attempt: twice as long each time, up to a bound.
struct Backoff {
    private var next = Self.shortest
    private static let shortest: Int64 = 100_000_000
    private static let longest: Int64 = 5_000_000_000

    /// Nanoseconds to wait after an attempt that failed.
    mutating func failed() -> Int64 {
        defer { next = min(next * 2, Self.longest) }
        return next
    }

    /// An attempt succeeded: the next failure waits no longer than the first did.
    mutating func succeeded() { next = Self.shortest }
}
