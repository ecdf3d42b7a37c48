import NetCore
import Results
import ScenarioFile

/// What happens to the network: links go down and up, tables are flushed.
///
/// Entries act in the order of the file, before the frames of their instant.
final class Timeline {
    private let plan: [Scenario.TimelineEntry]
    private let topology: Topology
    private let agenda: Agenda
    private let now: () -> Int64
    /// By link.
    private var holds: [LinkHolds]
    /// Links by node.
    private let linksOfNode: [[Int]]
    private var zero: Int64 = 0
    /// What happened, in order; the first ``eventLimit``.
    private(set) var events: [RunResult.Event] = []
    /// What happened beyond those.
    private(set) var unlisted = 0
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
        perform(entry, index, at: time)
        note(entry.text)
        guard let every = entry.every, every > 0, let until = entry.until else { return }
        let next = time.saturatingAdd(every)
        guard next < zero.saturatingAdd(until) else { return }
        agenda.add(at: next, .acting, index: index) { [unowned self] in act(index, at: next) }
    }

    private func perform(_ entry: Scenario.TimelineEntry, _ index: Int, at time: Int64) {
        let end = entry.duration.map { time.saturatingAdd($0) }
        switch entry.action {
        case .down(let direction):
            let held = links(of: entry.target).map { ($0, holds[$0].hold(direction, until: end)) }
            apply(held.map(\.0))
            putBack(entry, index, at: end) { timeline in
                for (link, hold) in held { timeline.holds[link].release(hold) }
                timeline.apply(held.map(\.0))
            }
        case .up(let direction):
            let before = links(of: entry.target).map { ($0, holds[$0].bringUp(direction)) }
            apply(before.map(\.0))
            putBack(entry, index, at: end) { timeline in
                let now = timeline.now()
                for (link, held) in before { timeline.holds[link].restore(held, now: now) }
                timeline.apply(before.map(\.0))
            }
        case .set, .ramp, .fault, .mtu: break
        case .flushStations:
            for node in nodes(of: entry.target) { topology.nodes[node].bridge?.flush() }
        case .flushNeighbors:
            for node in nodes(of: entry.target) { topology.nodes[node].host?.flushNeighbors() }
        }
    }

    private func putBack(
        _ entry: Scenario.TimelineEntry, _ index: Int, at end: Int64?, _ action: @escaping (Timeline) -> Void
    ) {
        guard let end else { return }
        agenda.add(at: end, .puttingBack, index: index) { [unowned self] in
            action(self)
            note("over: \(entry.text)")
        }
    }

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

    private func links(of target: Scenario.TimelineEntry.Target) -> [Int] {
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

    private func note(_ text: String) {
        guard events.count < Self.eventLimit else {
            unlisted += 1
            return
        }
        events.append(RunResult.Event(nanoseconds: now() - zero, text: text))
    }
}

extension Int64 {
    /// The end of time instead of an overflow: a file may plan for centuries.
    func saturatingAdd(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
