import NetCore
import NetdevOptions

/// Makes entries of the timeline: finds what they happen to, and checks that the action fits it.
struct TimelineResolver {
    let places: PlaceFinder

    /// An entry that acts again and again acts no more often than this.
    private static let mostActs: Int64 = 1_000_000

    private var sink: DiagnosticSink { places.sink }
    private var links: LinkIndex { places.links }
    private var nodes: [Scenario.Node] { places.index.nodes }

    /// The entry as meant; nil after reporting what is wrong with it.
    ///
    /// - Parameters:
    ///   - entry: The entry as written.
    ///   - start: When it begins.
    ///   - flows: All flows, for the name of the one that it waits for.
    ///   - others: All entries, likewise.
    func entry(
        _ entry: TimelineEntry, start: Scenario.Start, flows: [Scenario.Flow], others: [TimelineEntry]
    ) -> Scenario.TimelineEntry? {
        guard let target = target(entry.target), let action = action(entry, on: target), isRepetition(entry, start)
        else { return nil }
        let words = TimelineText(nodes: nodes, links: links.links)
        let after: String? =
            switch start {
            case .at: nil
            case .afterFlow(let index, _): flows.indices.contains(index) ? flows[index].name : nil
            case .afterEntry(let index, _): others[index].id?.value
            }
        func made(_ text: String) -> Scenario.TimelineEntry {
            .init(
                name: entry.id?.value, start: start, every: entry.every?.value, until: entry.until?.value,
                target: target, action: action, duration: entry.duration?.value, source: entry.span, text: text)
        }
        return made(words.text(made(""), after: after))
    }

    private func target(_ target: TimelineEntry.Target) -> Scenario.TimelineEntry.Target? {
        switch target {
        case .link(let id): return links.find(id).map { .link($0) }
        case .node(let name): return places.node(name).map { .node($0) }
        case .nic(let end):
            guard let node = places.node(end.node), let interface = end.interface else { return nil }
            return places.linkedPort(interface, of: node).map { .nic(node: node, port: $0) }
        }
    }

    private func action(
        _ entry: TimelineEntry, on target: Scenario.TimelineEntry.Target
    ) -> Scenario.TimelineEntry.Action? {
        if let direction = entry.direction {
            guard case .link = target else {
                sink.error(
                    "only a link has directions", at: direction.span,
                    notes: [.init("`forward` is from its first endpoint to the second")])
                return nil
            }
        }
        switch entry.action {
        case .down: return .down(entry.direction?.value)
        case .up: return .up(entry.direction?.value)
        case .set(let settings):
            let fit = ImpairmentFit(sink: sink)
            fit.check(settings, on: links.indices(of: target).map { links.links[$0].kind })
            // What the file sets elsewhere may come before or after this.
            if settings.place(of: .delay) != nil { fit.warnOfJitter(settings) }
            return .set(settings.map(\.value), entry.direction?.value)
        case .ramp(let ramp):
            return lasts(ramp, entry) ? .ramp(ramp.ramps, over: ramp.over.value, entry.direction?.value) : nil
        case .fault(let fault, let frames): return self.fault(fault, frames, entry, target)
        case .mtu(let mtu): return self.mtu(mtu, entry, target)
        case .flush(let table): return flush(table, entry, target)
        }
    }

    /// Whether a ramp comes to its end before something else happens to it; reported if not.
    private func lasts(_ ramp: RampEntry, _ entry: TimelineEntry) -> Bool {
        let over = TimeValue.text(ramp.over.value)
        if let duration = entry.duration, duration.value < ramp.over.value {
            sink.error("`for` ends before the ramp does, which takes \(over)", at: duration.span)
            return false
        }
        if let every = entry.every, every.value < ramp.over.value {
            sink.error("the ramp begins again before it ends: it takes \(over)", at: every.span)
            return false
        }
        return true
    }

    private func fault(
        _ fault: Located<L2TPv3Fault>, _ frames: Int64, _ entry: TimelineEntry, _ target: Scenario.TimelineEntry.Target
    ) -> Scenario.TimelineEntry.Action? {
        if let duration = entry.duration {
            sink.error(
                "a fault is over with the frames that it strikes: it takes no `for`", at: duration.span,
                notes: [.init("write `frames: 5`; `every` and `until` strike again")])
            return nil
        }
        guard case .link(let index) = target else {
            sink.error("a fault strikes a link", at: fault.span, notes: [.init("write `link: tunnel`")])
            return nil
        }
        let direction = entry.direction?.value ?? .forward
        guard FaultFit(sink: sink).check(fault, direction, on: links.links[index]) else { return nil }
        return .fault(fault.value, frames: frames, direction)
    }

    private func mtu(
        _ mtu: Located<Int>, _ entry: TimelineEntry, _ target: Scenario.TimelineEntry.Target
    ) -> Scenario.TimelineEntry.Action? {
        switch target {
        case .link:
            guard let direction = entry.direction else { return .mtu(mtu.value) }
            sink.error(
                "`mtu` goes both ways", at: direction.span,
                notes: [.init("for one direction write `set: { mtu: \(mtu.value) }`")])
        case .node(let index):
            let node = nodes[index]
            sink.error(
                "each NIC has an MTU of its own", at: mtu.span,
                notes: [.init("write `nic: \(node.name):\(node.interface(at: 0))`, or `link:`")])
        case .nic(let index, _):
            if nodes[index].isHost { return .mtu(mtu.value) }
            sink.error(
                "`\(nodes[index].name)` is no host: its interfaces have no MTU", at: mtu.span,
                notes: [.init("write `link:`, or the `nic:` of the host at the other end")])
        }
        return nil
    }

    private func flush(
        _ table: Located<TimelineEntry.Table>, _ entry: TimelineEntry, _ target: Scenario.TimelineEntry.Target
    ) -> Scenario.TimelineEntry.Action? {
        guard case .node(let index) = target else {
            sink.error("a node forgets, and nothing else", at: table.span, notes: [.init("write `node: s1`")])
            return nil
        }
        if let duration = entry.duration {
            sink.error("what was forgotten is not put back: `flush` takes no `for`", at: duration.span)
            return nil
        }
        let node = nodes[index]
        switch (table.value, node.kind) {
        case (.fdb, .switch): return .flushStations
        case (.arp, .host), (.arp, .router): return .flushNeighbors
        case (.fdb, _):
            sink.error("`\(node.name)` is no switch: it learns no stations", at: table.span)
        case (.arp, _):
            sink.error("`\(node.name)` is no host: it knows no neighbours", at: table.span)
        }
        return nil
    }

    /// Whether `every` and `until` make sense together; reported if not.
    private func isRepetition(_ entry: TimelineEntry, _ start: Scenario.Start) -> Bool {
        guard let every = entry.every, let until = entry.until, case .at(let first) = start else { return true }
        guard first < until.value else {
            sink.error(
                "the entry never acts: it begins at \(TimeValue.text(first)), and acts before `until`", at: until.span)
            return false
        }
        if let duration = entry.duration, duration.value >= every.value {
            sink.error(
                "`for` lasts until the entry acts again", at: duration.span,
                notes: [.init("`every` is \(TimeValue.text(every.value))")])
            return false
        }
        // Both are positive and at most 366 days.
        guard (until.value - first - 1) / every.value < Self.mostActs else {
            sink.error("the entry would act more than \(Self.mostActs) times", at: every.span)
            return false
        }
        return true
    }
}
