import NetCore
import ScenarioFile

/// What a run asks of a link beyond carrying frames; where it asks nothing, encoder and socket are one.
struct LinkForm {
    /// Somebody wants to see the datagrams of the tunnel.
    var isShown = false
    /// The ways on which something may happen to frames.
    var impaired: Set<Scenario.Direction> = []
    /// The ways on which the timeline strikes messages with faults.
    var faulted: Set<Scenario.Direction> = []
    /// Those on which some of them come from a stranger.
    var forged: Set<Scenario.Direction> = []

    /// Whether what encodes and what sends are apart.
    var isStaged: Bool { isShown || !impaired.isEmpty }
}

extension Scenario {
    /// The form of each link, in the order of the file.
    ///
    /// - Parameter showsTunnels: Whether somebody wants to see the datagrams of all tunnels.
    func linkForms(showsTunnels: Bool) -> [LinkForm] {
        var forms = links.map { link in
            var form = LinkForm(isShown: showsTunnels)
            if link.forward != .none { form.impaired.insert(.forward) }
            if link.reverse != .none { form.impaired.insert(.reverse) }
            return form
        }
        for expectation in expectations {
            guard case .bytes(let bytes) = expectation.kind, bytes.layer == .wire else { continue }
            for index in links(of: bytes.place.node, bytes.place.port) { forms[index].isShown = true }
        }
        for entry in timeline {
            let ways = entry.impairedWays
            for index in links(of: entry.target) {
                forms[index].impaired.formUnion(ways)
                guard case .fault(let fault, _, let direction) = entry.action else { continue }
                forms[index].faulted.insert(direction)
                if fault == .spoofedSource { forms[index].forged.insert(direction) }
            }
        }
        return forms
    }

    /// Links of an interface, or of a node.
    private func links(of node: Int, _ port: Int?) -> [Int] {
        links.indices.filter { index in
            links[index].endpoints.contains { end in
                end.node == node && (port == nil || port == end.port)
            }
        }
    }

    /// Links that an entry of the timeline acts on.
    func links(of target: TimelineEntry.Target) -> [Int] {
        switch target {
        case .link(let index): [index]
        case .node(let node): links(of: node, nil)
        case .nic(let node, let port): links(of: node, port)
        }
    }
}

extension Scenario.TimelineEntry {
    /// The ways of its links on which it impairs frames.
    fileprivate var impairedWays: [Scenario.Direction] {
        switch action {
        case .set(_, let direction), .ramp(_, _, let direction):
            direction.map { [$0] } ?? Scenario.Direction.allCases
        case .fault(_, _, let direction): [direction]
        // Of a NIC it is the NIC's own.
        case .mtu: if case .nic = target { [] } else { Scenario.Direction.allCases }
        case .down, .up, .flushStations, .flushNeighbors: []
        }
    }
}
