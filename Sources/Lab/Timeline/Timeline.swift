import NetCore
import Results
import ScenarioFile

/// What happens to the network: links go down and up and are impaired, tables are flushed.
///
/// Entries act in the order of the file, before the frames of their instant.
final class Timeline {
    /// Says what came of an event, when the run is over.
    typealias Effect = () -> RunResult.Event.Effect

    let plan: [Scenario.TimelineEntry]
    let topology: Topology
    let now: () -> Int64
    private let agenda: Agenda
    /// By link.
    private var holds: [LinkHolds]
    /// By link, forward and reverse.
    var lineChanges: [(forward: LineChanges, reverse: LineChanges)] = []
    /// By node and NIC; of each its MTU alone.
    var nicChanges: [[LineChanges]] = []
    /// Links by node.
    private let linksOfNode: [[Int]]
    private var zero: Int64 = 0
    /// What happened, in order; the first ``eventLimit``.
    private var recorded: [(event: RunResult.Event, effect: Effect?)] = []
    /// Of events that hold, or may do so again.
    private var tallies: [EventTally] = []
    /// Entries that have brought something up for a while.
    private var suspensions = 0
    /// What happened beyond those.
    private(set) var unlisted = 0
    /// Called each time before an entry acts, with the time that it was to act at.
    var entryActs: (Int, Int64) -> Void = { _, _ in }
    /// Called when an entry has acted for the first time.
    var entryActed: (Int) -> Void = { _ in }

    static let eventLimit = 1000

    init(_ scenario: Scenario, topology: Topology, agenda: Agenda, now: @escaping () -> Int64) {
        plan = scenario.timeline
        self.topology = topology
        self.agenda = agenda
        self.now = now
        holds = Array(repeating: LinkHolds(), count: scenario.links.count)
        var linksOfNode: [[Int]] = Array(repeating: [], count: scenario.nodes.count)
        if !scenario.timeline.isEmpty {
            for (index, link) in scenario.links.enumerated() {
                for node in Set(link.endpoints.map(\.node)) { linksOfNode[node].append(index) }
            }
        }
        self.linksOfNode = linksOfNode
        guard !scenario.timeline.isEmpty else { return }
        lineChanges = scenario.links.map { (LineChanges($0.forward), LineChanges($0.reverse)) }
        nicChanges = topology.nodes.map { node in
            node.nics.map { nic in
                var impairments = Impairments.none
                impairments.mtu = nic.mtu
                return LineChanges(impairments)
            }
        }
    }

    /// What happened, in order; the first ``eventLimit``.
    var events: [RunResult.Event] {
        recorded.map { event, effect in
            var event = event
            event.effect = effect?()
            return event
        }
    }

    /// Names the moment from which the report counts.
    func begin(zero: Int64) { self.zero = zero }

    /// Plans an entry.
    ///
    /// - Parameter time: When it acts first, in the loop's time.
    func start(_ index: Int, at time: Int64) {
        agenda.add(at: time, .acting, index: index) { [unowned self] in
            act(index, at: time)
            entryActed(index)
        }
    }

    private func act(_ index: Int, at time: Int64) {
        let entry = plan[index]
        entryActs(index, time)
        let effect = perform(entry, index, at: time)
        note(entry.text, effect)
        guard let every = entry.every, every > 0, let until = entry.until else { return }
        let next = time.saturatingAdd(every)
        guard next < zero.saturatingAdd(until) else { return }
        agenda.add(at: next, .acting, index: index) { [unowned self] in act(index, at: next) }
    }

    private func perform(_ entry: Scenario.TimelineEntry, _ index: Int, at time: Int64) -> Effect? {
        let end = entry.duration.map { time.saturatingAdd($0) }
        switch entry.action {
        case .down(let direction):
            let held = links(of: entry.target).map { (link: $0, hold: holds[$0].hold(direction, until: end)) }
            apply(held.map(\.link))
            putBack(entry, index, at: end) { timeline in
                for (link, hold) in held { timeline.holds[link].release(hold) }
                timeline.apply(held.map(\.link))
            }
            return effect(of: held, direction)
        case .up(let direction):
            let before = links(of: entry.target).map { ($0, holds[$0].bringUp(direction)) }
            apply(before.map(\.0))
            if end != nil { suspensions += 1 }
            putBack(entry, index, at: end) { timeline in
                let now = timeline.now()
                timeline.suspensions -= 1
                for (link, held) in before { timeline.holds[link].restore(held, now: now) }
                timeline.apply(before.map(\.0))
            }
            return nil
        case .set(let settings, let direction):
            return change(entry, index, at: end, ways(of: entry.target, direction), settings.map { .set($0) })
        case .ramp(let ramps, let duration, let direction):
            let steps = ramps.map { LineChanges.Step.ramp(RampUnderWay($0, begin: time, duration: duration)) }
            return change(entry, index, at: end, ways(of: entry.target, direction), steps)
        case .mtu(let mtu):
            if case .nic(let node, let port) = entry.target { return change(entry, index, at: end, node, port, mtu) }
            return change(entry, index, at: end, ways(of: entry.target, nil), [.set(.mtu(mtu))])
        case .fault(let fault, let frames, let direction):
            return strike(next: frames, with: fault, direction, links(of: entry.target), index)
        case .flushStations:
            let bridges = nodes(of: entry.target).compactMap { topology.nodes[$0].bridge }
            let count = bridges.reduce(0) { $0 + $1.stations.count }
            for bridge in bridges { bridge.flush() }
            return { .forgotten(UInt64(count)) }
        case .flushNeighbors:
            let hosts = nodes(of: entry.target).compactMap { topology.nodes[$0].host }
            let count = hosts.reduce(0) { $0 + $1.neighborEntries.count }
            for host in hosts { host.flushNeighbors() }
            return { .forgotten(UInt64(count)) }
        }
    }

    func putBack(
        _ entry: Scenario.TimelineEntry, _ index: Int, at end: Int64?, _ action: @escaping (Timeline) -> Void
    ) {
        guard let end else { return }
        agenda.add(at: end, .puttingBack, index: index) { [unowned self] in
            action(self)
            note("over: \(entry.text)")
        }
    }

    // MARK: Effects

    /// Counts what comes of an event while it holds.
    ///
    /// - Returns: nil for one that is not listed.
    func tally(while isHolding: @escaping () -> Bool, _ read: @escaping () -> EventTally.Reading) -> Effect? {
        guard recorded.count < Self.eventLimit else { return nil }
        let tally = EventTally(isHolding: isHolding, read: read)
        tallies.append(tally)
        return { .frames(tally.total.frames, dropped: tally.total.dropped) }
    }

    /// What has ended because links were down.
    private func effect(of held: [(link: Int, hold: Int)], _ direction: Scenario.Direction?) -> Effect? {
        let entries = held.flatMap { held in
            let link = topology.links[held.link]
            let ways = direction.map { [$0] } ?? Scenario.Direction.allCases
            return ways.flatMap { link.senders($0).map(\.port) }
        }
        return tally { [unowned self] in
            held.contains { held in holds[held.link].holds.contains { $0.id == held.hold } }
        } _: {
            var reading = EventTally.Reading()
            reading.frames = entries.reduce(0) { $0 + $1.counters.refused[.linkDown] }
            reading.add(reading.frames, .linkDown)
            return reading
        }
    }

    // MARK: Links

    private func apply(_ links: [Int]) {
        for index in links {
            let link = topology.links[index]
            switch holds[index].state {
            case .up:
                for side in link.sides { side.port.setBlock(.none) }
            case .announced:
                for side in link.sides { side.port.setBlock(.announced) }
            case .silent(let forward, let reverse):
                for (index, side) in link.sides.enumerated() {
                    side.port.setBlock((index == 0 ? forward : reverse) ? .silent : .none)
                }
            }
        }
    }

    func links(of target: Scenario.TimelineEntry.Target) -> [Int] {
        switch target {
        case .link(let index): return [index]
        case .node(let index): return linksOfNode[index]
        case .nic(let node, let port):
            return linksOfNode[node].filter { index in
                topology.links[index].plan.endpoints.contains { $0.node == node && $0.port == port }
            }
        }
    }

    private func nodes(of target: Scenario.TimelineEntry.Target) -> [Int] {
        switch target {
        case .node(let index), .nic(let index, _): [index]
        case .link(let index): topology.links[index].plan.endpoints.map(\.node)
        }
    }

    private func note(_ text: String, _ effect: Effect? = nil) {
        tallies.removeAll { !$0.update() && suspensions == 0 }
        guard recorded.count < Self.eventLimit else {
            unlisted += 1
            return
        }
        recorded.append((RunResult.Event(nanoseconds: now() - zero, text: text), effect))
    }
}

extension Int64 {
    /// The end of time instead of an overflow: a file may plan for centuries.
    func saturatingAdd(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
