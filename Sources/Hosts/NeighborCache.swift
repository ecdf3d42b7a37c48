import NetCore
import WireFormats

/// Which station has which address on a link (RFC 826, RFC 4861), and who is being asked for.
///
/// Entries live until they are flushed: a lab's frames must not depend on a stack's idea of freshness.
struct NeighborCache {
    /// Requests that go out for one address, ``interval`` apart, before it counts as absent.
    static let tries = 3
    /// Nanoseconds between requests, and from the last one to giving up.
    static let interval: Int64 = 1_000_000_000

    /// An address on an interface.
    struct Key: Hashable, BitwiseCopyable {
        let interface: Int
        let address: IPAddress

        func hash(into hasher: inout Hasher) {
            switch address {
            case .v4(let address):
                hasher.combine(UInt64(truncatingIfNeeded: interface) << 32 | UInt64(address.rawValue))
            case .v6(let address):
                hasher.combine(address.high ^ UInt64(truncatingIfNeeded: interface))
                hasher.combine(address.low)
            }
        }
    }

    /// Somebody who waits for an answer; false: there was none.
    typealias Waiter = (Bool) -> Void

    /// A station that is being asked for.
    struct Question {
        /// Names it; each question has a number of its own.
        let number: Int
        let hop: NextHop
        fileprivate(set) var triesLeft = NeighborCache.tries
        fileprivate(set) var due: Int64
        fileprivate(set) var waiters: [Waiter] = []
    }

    /// What a host has to do about its questions.
    enum Action {
        case ask(NextHop)
        /// Nobody answered.
        case giveUp(Question)
    }

    private var entries: [Key: MACAddress] = [:]
    /// In the order in which they were asked.
    private var questions: [Question] = []
    private var asked = 0

    /// What was looked up last: most frames go where the one before went.
    private var recent: (key: Key, station: MACAddress)?

    subscript(key: Key) -> MACAddress? {
        mutating get {
            if let recent, recent.key == key { return recent.station }
            guard let station = entries[key] else { return nil }
            recent = (key, station)
            return station
        }
    }

    /// All entries, by address, then by interface.
    var sorted: [(address: IPAddress, station: MACAddress)] {
        entries.sorted { left, right in
            left.key.address == right.key.address
                ? left.key.interface < right.key.interface : left.key.address.precedes(right.key.address)
        }.map { ($0.key.address, $0.value) }
    }

    /// When ``nextAction(now:)`` has something to do.
    var deadline: Int64? { questions.lazy.map(\.due).min() }

    /// Whether an address is being asked for.
    func isAsked(_ key: Key) -> Bool { questions.contains { $0.hop.key == key } }

    /// Notes an answer.
    ///
    /// - Returns: The question that it answers, if there is one.
    mutating func learn(_ key: Key, _ station: MACAddress) -> Question? {
        entries[key] = station
        recent = nil
        guard let index = questions.firstIndex(where: { $0.hop.key == key }) else { return nil }
        return questions.remove(at: index)
    }

    mutating func flush() {
        entries.removeAll()
        recent = nil
    }

    /// Asks for a station, or joins those who do; a question that is new is due at once.
    ///
    /// - Returns: The number of the question.
    @discardableResult
    mutating func ask(for hop: NextHop, now: Int64, _ waiter: Waiter? = nil) -> Int {
        let key = hop.key
        var index = questions.firstIndex { $0.hop.key == key }
        if index == nil {
            index = questions.count
            questions.append(Question(number: asked, hop: hop, due: now))
            asked += 1
        }
        guard let index else { return asked }
        if let waiter { questions[index].waiters.append(waiter) }
        return questions[index].number
    }

    /// The next thing that is due, or nil.
    mutating func nextAction(now: Int64) -> Action? {
        guard let index = questions.firstIndex(where: { $0.due <= now }) else { return nil }
        if questions[index].triesLeft == 0 { return .giveUp(questions.remove(at: index)) }
        questions[index].triesLeft -= 1
        questions[index].due = now + Self.interval
        return .ask(questions[index].hop)
    }
}

extension IPAddress {
    /// The order of versions, then of the bytes on the wire.
    func precedes(_ other: IPAddress) -> Bool {
        switch (self, other) {
        case (.v4(let left), .v4(let right)): left < right
        case (.v6(let left), .v6(let right)): left < right
        default: version < other.version
        }
    }
}
