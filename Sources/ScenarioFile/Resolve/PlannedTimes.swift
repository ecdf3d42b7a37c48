/// When things happen, as far as the file alone says it: not what waits for the end of a flow.
struct PlannedTimes {
    let flows: [Scenario.Flow]
    let timeline: [Scenario.TimelineEntry]

    /// Nanoseconds from time zero; nil for what waits for the end of a flow.
    func begin(_ start: Scenario.Start) -> Int64? {
        var (start, sum) = (start, Int64(0))
        // A circle is reported elsewhere; here it must end.
        for _ in 0...timeline.count {
            switch start {
            case .at(let time): return Self.sum(sum, time)
            case .afterFlow: return nil
            case .afterEntry(let index, let plus):
                guard timeline.indices.contains(index) else { return nil }
                sum = Self.sum(sum, plus)
                start = timeline[index].start
            }
        }
        return nil
    }

    /// The first instant behind a time at which an entry acts; nil: none is known.
    func nextAction(behind time: Int64) -> Int64? {
        timeline.compactMap { entry -> Int64? in
            guard let first = begin(entry.start) else { return nil }
            if first > time { return first }
            guard let every = entry.every, every > 0, let until = entry.until else { return nil }
            let next = Self.sum(first, Self.sum((time - first) / every * every, every))
            return next < until ? next : nil
        }.min()
    }

    /// Of times, the end of time instead of an overflow: what is too late is reported elsewhere.
    private static func sum(_ first: Int64, _ second: Int64) -> Int64 {
        Int64(clamping: Int128(first) + Int128(second))
    }

    /// How many frames of a flow are due from one time until before another, if its next hop answers at once; all that
    /// could be if the file alone does not say when it begins.
    func frames(of flow: Scenario.Flow, from: Int64, until: Int64?) -> Int64 {
        guard let begin = begin(flow.start) else {
            let within = until.map { flow.frames(within: $0 - from) } ?? flow.count
            return min(within, flow.count)
        }
        func due(before time: Int64) -> Int64 { min(flow.count, flow.frames(within: time - begin)) }
        return (until.map(due) ?? flow.count) - due(before: from)
    }
}
