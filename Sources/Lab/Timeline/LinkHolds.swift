import ScenarioFile

/// What keeps a link down: several things may at once, and it is up when all of them are over.
struct LinkHolds {
    /// One thing that keeps it down.
    struct Hold {
        let id: Int
        /// When it ends by itself, in the loop's time; nil: when somebody brings the link up.
        let end: Int64?
        var forward: Bool
        var reverse: Bool
        /// Both ends lose carrier.
        let isAnnounced: Bool

        /// What is left of it when a direction is up again; nil for nothing.
        func without(_ direction: Direction?) -> Hold? {
            var rest = self
            if direction != .reverse { rest.forward = false }
            if direction != .forward { rest.reverse = false }
            return rest.forward || rest.reverse ? rest : nil
        }
    }

    typealias Direction = Scenario.Direction

    /// What is to become of the ends of a link.
    enum State: Equatable {
        case up
        /// Frames of these directions end; nobody is told.
        case silent(forward: Bool, reverse: Bool)
        /// Both ends have lost carrier.
        case announced
    }

    private(set) var holds: [Hold] = []
    private var ids = 0

    var state: State {
        if holds.isEmpty { return .up }
        if holds.contains(where: { $0.isAnnounced && $0.forward && $0.reverse }) { return .announced }
        return .silent(forward: holds.contains(where: \.forward), reverse: holds.contains(where: \.reverse))
    }

    /// Keeps the link down.
    ///
    /// - Parameters:
    ///   - direction: nil for both, which the ends notice.
    ///   - end: When that ends by itself; nil: when somebody brings it up.
    /// - Returns: What ``release(_:)`` takes.
    mutating func hold(_ direction: Direction?, until end: Int64?) -> Int {
        ids += 1
        // Down for good twice is down once.
        if end == nil {
            holds.removeAll { $0.end == nil && $0.without(direction) == nil && $0.isAnnounced == (direction == nil) }
        }
        holds.append(
            Hold(
                id: ids, end: end, forward: direction != .reverse, reverse: direction != .forward,
                isAnnounced: direction == nil))
        return ids
    }

    /// One thing that kept it down is over.
    mutating func release(_ id: Int) { holds.removeAll { $0.id == id } }

    /// Brings the link up, whatever kept it down.
    ///
    /// - Returns: What that was, for ``restore(_:now:)``.
    mutating func bringUp(_ direction: Direction?) -> [Hold] {
        let before = holds
        holds = holds.compactMap { $0.without(direction) }
        return before
    }

    /// Puts back what kept the link down before it was brought up, as far as it would still do so.
    mutating func restore(_ before: [Hold], now: Int64) {
        for hold in before where hold.end.map({ $0 > now }) ?? true {
            holds.removeAll { $0.id == hold.id }
            holds.append(hold)
        }
    }
}
