import WireFormats

/// Which station has which IPv4 address on a link (RFC 826), and who is being asked for.
///
/// Entries live until they are flushed: a lab's frames must not depend on a stack's idea of freshness.
struct NeighborCache {
    /// Requests that go out for one address, ``interval`` apart, before it counts as absent.
    static let tries = 3
    /// Nanoseconds between requests, and from the last one to giving up.
    static let interval: Int64 = 1_000_000_000

    /// Somebody who waits for an answer.
    typealias Waiter = (MACAddress?) -> Void

    private struct Question {
        let address: IPv4Address
        var triesLeft: Int
        var due: Int64
        var waiters: [Waiter]
    }

    /// What a host has to do about its questions.
    enum Action {
        case ask(IPv4Address)
        /// The waiters are to be told that nobody answered.
        case giveUp([Waiter])
    }

    private var entries: [IPv4Address: MACAddress] = [:]
    /// In the order in which they were asked.
    private var questions: [Question] = []

    subscript(address: IPv4Address) -> MACAddress? { entries[address] }

    /// All entries, by address.
    var sorted: [(address: IPv4Address, station: MACAddress)] {
        entries.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// When ``nextAction(now:)`` has something to do.
    var deadline: Int64? { questions.map(\.due).min() }

    /// Notes an answer.
    ///
    /// - Returns: Those who waited for it; they are to be called.
    mutating func learn(_ address: IPv4Address, _ station: MACAddress) -> [Waiter] {
        entries[address] = station
        guard let index = questions.firstIndex(where: { $0.address == address }) else { return [] }
        return questions.remove(at: index).waiters
    }

    mutating func flush() { entries.removeAll() }

    /// Adds a waiter; a question that is new is due at once.
    mutating func wait(for address: IPv4Address, now: Int64, _ waiter: @escaping Waiter) {
        if let index = questions.firstIndex(where: { $0.address == address }) {
            questions[index].waiters.append(waiter)
        } else {
            questions.append(Question(address: address, triesLeft: Self.tries, due: now, waiters: [waiter]))
        }
    }

    /// The next thing that is due, or nil.
    mutating func nextAction(now: Int64) -> Action? {
        guard let index = questions.firstIndex(where: { $0.due <= now }) else { return nil }
        if questions[index].triesLeft == 0 { return .giveUp(questions.remove(at: index).waiters) }
        questions[index].triesLeft -= 1
        questions[index].due = now + Self.interval
        return .ask(questions[index].address)
    }
}
