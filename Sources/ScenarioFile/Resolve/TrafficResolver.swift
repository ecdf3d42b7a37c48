/// Flows and timeline as meant.
struct Traffic {
    var flows: [Scenario.Flow] = []
    /// The flows that a name stands for, by the name without a number.
    var groups: [String: Range<Int>] = [:]
    /// The names in the order of the file.
    var names: [String] = []
    var timeline: [Scenario.TimelineEntry] = []
    /// Why none of the flows of a name is there, if `when` took them out.
    var skipped: [String: String] = [:]
}

/// Makes flows and timeline from entries: first who speaks to whom, then what waits for what, then the rest.
struct TrafficResolver {
    let places: PlaceFinder
    let addresses: AddressBook
    let conditions: Conditions
    let skips: Skips
    let budget: FrameBudget
    let folder: ScenarioFolder

    private var sink: DiagnosticSink { places.sink }

    func traffic(_ flowEntries: [FlowEntry], _ timelineEntries: [TimelineEntry], names: inout NameTable) -> Traffic {
        var last: String?
        for flow in flowEntries {
            // Numbered flows of one name stand together: the name is theirs.
            if flow.name.base.value != last { names.enter(flow.name.base, as: "flow") }
            last = flow.name.base.value
        }
        for id in timelineEntries.compactMap(\.id) { names.enter(id, as: "timeline entry") }

        let schedule = ScheduleResolver(sink: sink, conditions: conditions, skips: skips)
        let kept = schedule.kept(flowEntries.map(item) + timelineEntries.map(item))
        var result = Traffic()
        for flow in zip(flowEntries, kept).filter({ !$0.1 }).map(\.0) {
            result.skipped[flow.name.base.value] = skips.reason(of: flow.name.text)
        }
        let flowEntries = zip(flowEntries, kept).filter(\.1).map(\.0)
        let timelineEntries = zip(timelineEntries, kept.suffix(timelineEntries.count)).filter(\.1).map(\.0)

        let ends = pairs(flowEntries)
        let items = flowEntries.map(item) + timelineEntries.map(item)
        let before = schedule.predecessors(items)
        /// The number of the first flow of each entry.
        var firsts = [0]
        for pairs in ends { firsts.append((firsts.last ?? 0) + (pairs?.count ?? 0)) }

        func start(_ entry: StartEntry, _ number: Int) -> Scenario.Start {
            guard let other = before[number], let after = entry.after else { return .at(entry.at ?? 0) }
            let plus = entry.plus ?? 0
            guard other < flowEntries.count else { return .afterEntry(other - flowEntries.count, plus: plus) }
            let position = position(after, in: flowEntries[other], of: ends[other]?.count, schedule)
            return .afterFlow(firsts[other] + position, plus: plus)
        }

        /// How long each entry lasts; the flows of one entry last equally long.
        var lengths =
            Array(repeating: Int64(0), count: flowEntries.count) + timelineEntries.map(\.length)
        let flows = FlowResolver(places: places, addresses: addresses, budget: budget, folder: folder)
        for (number, entry) in flowEntries.enumerated() {
            let begin = start(entry.start, number)
            guard let pairs = ends[number] else { continue }
            let name = entry.name.base.value
            let first = result.flows.count
            result.flows += flows.flows(entry, pairs, first: first, start: begin)
            if let flow = result.flows[first...].first { lengths[number] = flow.offset(ofFrame: flow.count) }
            if let group = result.groups[name] {
                result.groups[name] = group.lowerBound..<result.flows.count
            } else {
                result.groups[name] = first..<result.flows.count
                result.names.append(name)
            }
        }
        schedule.checkTimes(items, before, lengths: lengths)
        let timeline = TimelineResolver(places: places)
        result.timeline = timelineEntries.enumerated().compactMap { number, entry in
            timeline.entry(
                entry, start: start(entry.start, flowEntries.count + number), flows: result.flows,
                others: timelineEntries)
        }
        return result
    }

    private func item(_ flow: FlowEntry) -> ScheduleResolver.Item {
        .init(
            what: "flow", name: flow.name.text, span: flow.name.span, start: flow.start, when: flow.when,
            names: [flow.from, flow.to].compactMap { end in
                if case .place(let place) = end { places.nameToSkipBy(place, skips) } else { nil }
            })
    }

    private func item(_ entry: TimelineEntry) -> ScheduleResolver.Item {
        .init(
            what: "timeline entry", name: entry.id?.value, span: entry.span, start: entry.start, when: entry.when,
            names: [OneName(entry.target.name).single].compactMap(\.self))
    }

    /// Who speaks to whom in each entry; all flows of a file together have a bound.
    private func pairs(_ entries: [FlowEntry]) -> [[(from: FlowEnd, to: FlowEnd)]?] {
        let finder = FlowEnds(places: places)
        var free = FlowName.most
        return entries.map { entry in
            if entry.isGroup, entry.name.number != nil {
                sink.error(
                    "`\(entry.name.text)` is one flow, and a pattern makes several", at: entry.name.span,
                    notes: [.init("flows of a pattern number themselves: write `\(entry.name.base.value)`")])
                return nil
            }
            let pairs = finder.pairs(entry, atMost: free)
            free -= pairs?.count ?? 0
            return pairs
        }
    }

    /// Which of the flows of an entry is meant: `hello` is the only one, `hello[3]` the third.
    private func position(
        _ after: Located<String>, in entry: FlowEntry, of count: Int?, _ schedule: ScheduleResolver
    ) -> Int {
        let name = entry.name.text
        guard let count, after.value != name || entry.isGroup else { return 0 }
        guard entry.isGroup else {
            sink.error("`\(name)` is one flow", at: after.span, suggestion: name)
            return 0
        }
        guard let inner = FlowName.split(after.value).inner else {
            schedule.reportGroup(name, at: after.span)
            return 0
        }
        guard let number = FlowName.number(inner), number <= count else {
            sink.error(
                "`\(after.value)` is no flow", at: after.span,
                notes: [.init("`\(name)` is \(name)[1] to \(name)[\(count)]")])
            return 0
        }
        return number - 1
    }
}
