import NetCore
import ScenarioFile
import WireFormats

/// Holds what a node knows against what it should know.
struct StateReader {
    let topology: Topology
    /// Counters at time zero.
    let baseline: Counts

    /// What is not as it should be now, each in a sentence; empty if all is.
    func faults(_ expected: StateExpectation) -> [String] {
        let node = topology.nodes[expected.node]
        return stationFaults(expected.stations, node) + neighborFaults(expected.neighbors, node)
            + expected.counters.compactMap { fault($0, node, expected.node) }
            + expected.macs.compactMap { fault($0, node) }
    }

    private func stationFaults(_ expected: [StateExpectation.Station], _ node: Topology.Node) -> [String] {
        guard !expected.isEmpty else { return [] }
        let stations = node.bridge?.stations ?? []
        return expected.compactMap { wanted in
            let known = stations.filter { wanted.macs.contains($0.address) }
            let places = known.map { node.plan.interface(at: $0.port) }
            switch wanted.port {
            case nil:
                return known.isEmpty ? nil : "\(wanted.text) is known at \(Self.list(places)), not expected anywhere"
            case let port?:
                if known.contains(where: { $0.port == port }) { return nil }
                let place = node.plan.interface(at: port)
                return known.isEmpty
                    ? "\(wanted.text) is not known, expected at \(place)"
                    : "\(wanted.text) is known at \(Self.list(places)), expected at \(place)"
            }
        }
    }

    private func neighborFaults(_ expected: [StateExpectation.Neighbor], _ node: Topology.Node) -> [String] {
        guard !expected.isEmpty else { return [] }
        let entries = node.host?.neighborEntries ?? []
        return expected.compactMap { wanted in
            let known = entries.filter { wanted.addresses.contains($0.address) }
            let stations = Self.list(known.map { "\($0.station)" })
            guard let macs = wanted.macs else {
                return known.isEmpty ? nil : "\(wanted.text) is known as \(stations), not expected"
            }
            if known.contains(where: { macs.contains($0.station) }) { return nil }
            let places = macs.map { "\($0)" }.joined(separator: " or ")
            return known.isEmpty
                ? "\(wanted.text) is not known, expected as \(places)"
                : "\(wanted.text) is known as \(stations), expected as \(places)"
        }
    }

    private func fault(_ counter: StateExpectation.Counter, _ node: Topology.Node, _ number: Int) -> String? {
        guard node.ports.indices.contains(counter.port) else { return "\(counter.text): no such interface" }
        let value = Int64(clamping: value(counter, node, number))
        if counter.count.holds(for: value) { return nil }
        return "\(counter.text) is \(value), expected \(counter.count.text { "\($0)" })"
    }

    /// What a NIC received is what its host took; what another port did is what arrived there.
    private func value(_ counter: StateExpectation.Counter, _ node: Topology.Node, _ number: Int) -> UInt64 {
        let port = node.ports[counter.port]
        let (now, before) = (port.counters, baseline.ports[port.number])
        let nic = node.nics.indices.contains(counter.port) ? node.nics[counter.port].statistics : nil
        let nicBefore = nic.map { _ in baseline.nics[number][counter.port] }
        switch counter.what {
        case .rxFrames: return (nic?.rxFrames ?? now.rxFrames) - (nicBefore?.rxFrames ?? before.rxFrames)
        case .rxBytes: return (nic?.rxBytes ?? now.rxBytes) - (nicBefore?.rxBytes ?? before.rxBytes)
        case .txFrames: return now.txFrames - before.txFrames
        case .txBytes: return now.txBytes - before.txBytes
        case .dropped(let reason?): return now.drops[reason] - before.drops[reason]
        case .dropped(nil): return now.drops.total - before.drops.total
        }
    }

    private func fault(_ expected: StateExpectation.NICAddress, _ node: Topology.Node) -> String? {
        guard node.nics.indices.contains(expected.port) else { return "\(node.plan.name) has no such NIC" }
        let mac = node.nics[expected.port].macAddress
        if mac == expected.mac { return nil }
        return "the address of \(node.plan.interface(at: expected.port)) is \(mac), expected \(expected.mac)"
    }

    private static func list(_ words: [String]) -> String { words.joined(separator: ", ") }
}
