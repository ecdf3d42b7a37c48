/// How long a client waits before it tries again: twice as long each time, up to a bound, a quarter more or less.
///
/// The spread keeps clients that have lost one server from coming back to it all at once.
struct Backoff {
    private let first: Int64
    private let most: Int64
    private var next: Int64
    private var latest: Int64 = 0

    /// Thirty seconds; whoever asks for more gets that.
    private static let limit: Int64 = 30_000_000_000

    /// - Parameter milliseconds: The first wait.
    init(milliseconds: UInt32) {
        first = Int64(milliseconds) * 1_000_000
        most = max(first, min(16 * first, Self.limit))
        next = first
    }

    /// The next wait, in nanoseconds.
    mutating func wait(using generator: inout some RandomNumberGenerator) -> Int64 {
        latest = next - next / 4 + Int64.random(in: 0...next / 2, using: &generator)
        next = min(2 * next, most)
        return latest
    }

    /// The next wait, in nanoseconds, by the system's dice.
    mutating func wait() -> Int64 {
        var generator = SystemRandomNumberGenerator()
        return wait(using: &generator)
    }

    /// A connection is over that stood for so many nanoseconds: if that was longer than the wait for it, waits begin anew.
    ///
    /// One that ends at once, as where a server has its one client already, does not count.
    mutating func connectionStood(for time: Int64) {
        if time >= latest { next = first }
    }
}
