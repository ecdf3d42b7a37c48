/// When it pays to let datagrams gather before the next look at the sockets: what `ethtool --coalesce` calls adaptive-rx.
///
/// A wake costs as much as several datagrams, for the reader and for the sender that causes it. Under a steady stream a fast
/// reader is woken for each handful, and most of its time is waking. A pause after each look makes the handfuls larger.
///
/// It pauses only if most looks brought several datagrams, and the latest no full batch: not for a ping-pong, where the next datagram
/// comes after the answer to this one, and not where enough has gathered anyway.
struct Coalescing {
    /// Nanoseconds that a datagram is to wait for others; the kernel adds its timer slack, as much again
    /// (``EventPoll/pause(for:)``).
    static let pause: Int64 = 50_000
    /// A look that brought fewer messages than this speaks against it.
    static let few = 3
    /// A look that brought this many needs no help.
    static let many = 48

    /// Looks that speak for it, less twice those against.
    private var score = 0
    private var latest = 0

    private static let highest = 16
    private static let enough = 8

    /// Takes note of a look at the sockets.
    ///
    /// - Parameter messages: What all of them had.
    mutating func note(_ messages: Int) {
        latest = messages
        score = messages < Self.few ? max(score - 2, 0) : min(score + 1, Self.highest)
    }

    /// Whether to pause before the next look.
    var isWorthwhile: Bool { score >= Self.enough && (1..<Self.many).contains(latest) }
}
