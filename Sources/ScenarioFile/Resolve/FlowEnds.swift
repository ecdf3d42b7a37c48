import WireFormats

/// An end of one flow: a node, and what the file says of it.
struct FlowEnd: Equatable {
    /// The node; nil for an address that no node of the file has.
    let node: Int?
    /// The interface, where the file names one: a NIC, or a VLAN on it.
    var port: Int?
    var vlan: UInt16?
    /// The address, where the file names one.
    var address: IPAddress?
    let span: SourceSpan

    /// As the plan has it; an address names no interface.
    var planned: Scenario.Flow.End? { node.map { .init(node: $0, port: port) } }
}

/// Finds the ends of flows, and pairs off those of patterns.
struct FlowEnds {
    let places: PlaceFinder
    private let owners: [IPAddress: Int]

    private var index: NodeIndex { places.index }
    private var sink: DiagnosticSink { places.sink }

    init(places: PlaceFinder) {
        self.places = places
        var owners: [IPAddress: Int] = [:]
        for (number, node) in places.index.nodes.enumerated() {
            for prefix in node.host?.addresses ?? [] where owners[prefix.address] == nil {
                owners[prefix.address] = number
            }
        }
        self.owners = owners
    }

    /// The pairs of ends that an entry stands for, in order; nil after reporting what is wrong.
    ///
    /// - Parameters:
    ///   - entry: The flow as written.
    ///   - most: How many pairs there may be.
    func pairs(_ entry: FlowEntry, atMost most: Int) -> [(from: FlowEnd, to: FlowEnd)]? {
        let way = entry.pairs?.value ?? .each
        let from = entry.from.flatMap { senders($0) }
        let to = entry.to.flatMap { receivers($0, of: entry.kind) }
        guard let from, !from.isEmpty, entry.to == nil || to != nil else { return nil }
        let made: Int
        switch way {
        case .next: made = from.count
        case .each: made = max(from.count, to?.count ?? 0)
        case .all: made = from.count * (to ?? from).count
        }
        guard made <= most else {
            sink.error(
                "`\(entry.name.text)` makes the file more than \(FlowName.most) flows", at: entry.name.span)
            return nil
        }
        switch way {
        case .next:
            guard from.count > 1 else {
                sink.error(
                    "a ring needs two nodes at least", at: entry.pairs?.span ?? entry.name.span,
                    notes: [.init("`from` is a pattern: `from: c[*]`")])
                return nil
            }
            return from.indices.map { (from[$0], from[($0 + 1) % from.count]) }
        case .all:
            let to = to ?? from
            let pairs = from.flatMap { sender in to.filter { $0.node != sender.node }.map { (sender, $0) } }
            if pairs.isEmpty {
                sink.error("there are no two nodes to pair", at: entry.from?.span ?? entry.name.span)
            }
            return pairs
        case .each:
            guard let to, !to.isEmpty else { return nil }
            guard from.count == to.count || from.count == 1 || to.count == 1 else {
                sink.error(
                    "\(from.count) senders and \(to.count) receivers cannot be paired off one by one",
                    at: entry.to?.span ?? entry.name.span,
                    notes: [.init("`pairs: all` sends from each to all; a single one goes with all")])
                return nil
            }
            return (0..<made).map { (from[from.count == 1 ? 0 : $0], to[to.count == 1 ? 0 : $0]) }
        }
    }

    // MARK: One end

    private func senders(_ entry: FlowEndEntry) -> [FlowEnd]? {
        switch entry {
        case .address(let address):
            guard let node = owners[address.value] else {
                sink.error(
                    "no host has the address \(address.value), so nothing sends from it", at: address.span)
                return nil
            }
            return [FlowEnd(node: node, address: address.value, span: address.span)]
        case .place(let place): return ends(place, mustBeHosts: true)
        }
    }

    private func receivers(_ entry: FlowEndEntry, of kind: FlowEntry.Kind) -> [FlowEnd]? {
        switch entry {
        case .address(let address):
            let node = owners[address.value]
            guard node != nil || isIndividual(address.value) else {
                Self.reportGroup(address.value, at: address.span, to: sink)
                return nil
            }
            guard !kind.isWritten || node != nil else {
                sink.error(
                    "no node has the address \(address.value), and frames are seen at a node", at: address.span,
                    notes: [.init("name the node or the interface where the frames have to arrive")])
                return nil
            }
            return [FlowEnd(node: node, address: address.value, span: address.span)]
        case .place(let place): return ends(place, mustBeHosts: !kind.isWritten)
        }
    }

    private func ends(_ place: PlaceEntry, mustBeHosts: Bool) -> [FlowEnd]? {
        guard let nodes = places.nodes(place) else { return nil }
        var result: [FlowEnd] = []
        for node in nodes {
            if mustBeHosts, !index.nodes[node].isHost {
                sink.error(
                    "`\(index.nodes[node].name)` is not a host; only hosts and routers send and receive",
                    at: place.node.span)
                return nil
            }
            var end = FlowEnd(node: node, span: place.node.span)
            if let interface = place.interface {
                guard let (port, vlan) = self.interface(interface, of: node) else { return nil }
                (end.port, end.vlan) = (port, vlan)
            }
            result.append(end)
        }
        return result
    }

    /// The number and the VLAN of `eth1.30`; nil after reporting that the node has no such interface.
    private func interface(_ written: Located<String>, of node: Int) -> (port: Int, vlan: UInt16?)? {
        guard let host = index.nodes[node].host, written.value.contains(".") else {
            return places.linkedPort(written, of: node).map { ($0, nil) }
        }
        guard let (nic, vlan) = InterfaceName.ofHost(written, sink: sink) else { return nil }
        guard host.interfaces.contains(where: { $0.nic == nic && $0.vlan == vlan }) else {
            sink.error("`\(index.nodes[node].name)` has no interface `\(written.value)`", at: written.span)
            return nil
        }
        let name = Located("eth\(nic)", at: written.span)
        return places.linkedPort(name, of: node).map { ($0, vlan) }
    }

    /// Says that an address is not one that a flow goes to.
    static func reportGroup(_ address: IPAddress, at span: SourceSpan, to sink: DiagnosticSink) {
        sink.error(
            "\(address) is no address of one host", at: span,
            notes: [.init("frames to groups and to all are sent by `kind: frames`")])
    }

    private func isIndividual(_ address: IPAddress) -> Bool {
        switch address {
        case .v4(let address):
            !address.isUnspecified && !address.isMulticast && !address.isLoopback && address != .broadcast
        case .v6(let address): !address.isUnspecified && !address.isMulticast && !address.isLoopback
        }
    }
}
