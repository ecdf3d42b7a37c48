import NetCore
import ScenarioFile

// What the timeline makes of impairments, and of the MTU of NICs.

extension Timeline {
    /// One way of a link.
    struct Way {
        let link: Int
        let isForward: Bool
    }

    /// The ways of a target's links; without a direction both of each.
    func ways(of target: Scenario.TimelineEntry.Target, _ direction: Scenario.Direction?) -> [Way] {
        links(of: target).flatMap { link in
            [true, false].filter { direction == nil || (direction == .forward) == $0 }.map {
                Way(link: link, isForward: $0)
            }
        }
    }

    /// Changes impairments on ways of links.
    ///
    /// - Parameter end: When that is taken back; nil: never.
    /// - Returns: What came of frames meanwhile.
    func change(
        _ entry: Scenario.TimelineEntry, _ index: Int, at end: Int64?, _ ways: [Way], _ steps: [LineChanges.Step]
    ) -> Effect? {
        let changed = ways.map { way in (way: way, id: self[way].add(steps, isLasting: end == nil)) }
        ways.forEach(apply)
        putBack(entry, index, at: end) { timeline in
            for (way, id) in changed {
                timeline[way].remove(id)
                timeline.apply(way)
            }
        }
        let stages = ways.flatMap { topology.links[$0.link].stages($0.isForward ? .forward : .reverse) }
        return tally { [unowned self] in
            changed.contains { self[$0.way].holds($0.id) }
        } _: {
            var reading = EventTally.Reading()
            for stage in stages {
                reading.frames += UInt64(stage.line.entered)
                let counters = stage.near.counters
                // What could not be handed to the node was on the other way.
                for reason in DropReason.allCases {
                    reading.add(counters.drops[reason] - counters.refused[reason], reason)
                }
            }
            return reading
        }
    }

    private func apply(_ way: Way) {
        let (impairments, ramps) = self[way].state(at: now())
        for line in topology.links[way.link].lines(way.isForward ? .forward : .reverse) {
            line.change(to: impairments, ramps: ramps)
        }
    }

    private subscript(way: Way) -> LineChanges {
        get { way.isForward ? lineChanges[way.link].forward : lineChanges[way.link].reverse }
        set {
            if way.isForward {
                lineChanges[way.link].forward = newValue
            } else {
                lineChanges[way.link].reverse = newValue
            }
        }
    }

    // MARK: NICs

    /// Changes the MTU of a NIC: what it sends that is longer ends as `oversize`.
    func change(
        _ entry: Scenario.TimelineEntry, _ index: Int, at end: Int64?, _ node: Int, _ nic: Int, _ mtu: Int
    ) -> Effect? {
        guard nicChanges[node].indices.contains(nic) else { return nil }
        let id = nicChanges[node][nic].add([.set(.mtu(mtu))], isLasting: end == nil)
        apply(node, nic)
        putBack(entry, index, at: end) { timeline in
            timeline.nicChanges[node][nic].remove(id)
            timeline.apply(node, nic)
        }
        let port = topology.nodes[node].nics[nic].port
        return tally { [unowned self] in
            nicChanges[node][nic].holds(id)
        } _: {
            var reading = EventTally.Reading()
            reading.frames = port.counters.madeFrames
            reading.add(port.counters.drops[.oversize], .oversize)
            return reading
        }
    }

    private func apply(_ node: Int, _ nic: Int) {
        guard let mtu = nicChanges[node][nic].state(at: now()).impairments.mtu else { return }
        topology.nodes[node].nics[nic].setMTU(mtu)
    }
}
