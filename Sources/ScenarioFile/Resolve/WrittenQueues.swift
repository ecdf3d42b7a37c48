import NetCore

/// Where lengths of queues are written, each with the directions of links that it counts for.
///
/// What waits waits for a rate: a queue in a direction that never has one is probably a rate that was forgotten. What is
/// written once may count for many links, of which one with a rate is enough.
struct WrittenQueues {
    /// A direction of a link, by its index.
    private struct Way: Hashable {
        let link: Int
        let direction: Scenario.Direction
    }

    private var places: [(span: SourceSpan, ways: [Way])] = []

    /// Those of a link.
    mutating func add(_ entry: ImpairmentsEntry, of link: Int) {
        for (direction, settings) in [(Scenario.Direction.forward, entry.forward), (.reverse, entry.reverse)] {
            guard let span = settings.place(of: .queue) else { continue }
            places.append((span, [Way(link: link, direction: direction)]))
        }
    }

    /// Those that the timeline sets.
    mutating func add(_ timeline: [Scenario.TimelineEntry], links: LinkIndex) {
        for entry in timeline {
            guard case .set(let settings, let direction) = entry.action,
                settings.contains(where: { $0.key == .queue })
            else { continue }
            places.append((entry.source, Self.ways(entry.target, direction, links)))
        }
    }

    /// Warns of those that count in no direction that ever has a rate.
    func warnWithoutRate(_ links: [Scenario.Link], _ timeline: [Scenario.TimelineEntry], _ index: LinkIndex) {
        guard !places.isEmpty, !index.sink.hasErrors else { return }
        var rated: Set<Way> = []
        for (number, link) in links.enumerated() {
            if link.forward.rate != nil { rated.insert(Way(link: number, direction: .forward)) }
            if link.reverse.rate != nil { rated.insert(Way(link: number, direction: .reverse)) }
        }
        for entry in timeline {
            guard let direction = entry.action.directionWithRate else { continue }
            rated.formUnion(Self.ways(entry.target, direction, index))
        }
        let used = Set(places.filter { $0.ways.contains(where: rated.contains) }.map(\.span))
        for (span, _) in places where !used.contains(span) {
            index.sink.warning(
                "`queue` without a `rate`: frames wait for nothing", at: span,
                notes: [.init("write `rate: 10Mbit` beside it")])
        }
    }

    private static func ways(
        _ target: Scenario.TimelineEntry.Target, _ direction: Scenario.Direction?, _ links: LinkIndex
    ) -> [Way] {
        links.indices(of: target).flatMap { link in
            (direction.map { [$0] } ?? Scenario.Direction.allCases).map { Way(link: link, direction: $0) }
        }
    }
}

extension Scenario.TimelineEntry.Action {
    /// The directions in which it makes a rate (nil within: both); nil: it makes none.
    fileprivate var directionWithRate: Scenario.Direction?? {
        switch self {
        case .set(let settings, let direction):
            let isRated = settings.contains { if case .rate(.some) = $0 { true } else { false } }
            return isRated ? .some(direction) : nil
        case .ramp(let ramps, _, let direction):
            let isRated = ramps.contains { ramp in
                switch ramp {
                case .bitRate, .frameRate: true
                default: false
                }
            }
            return isRated ? .some(direction) : nil
        default: return nil
        }
    }
}
