/// Makes links from entries: endpoints, ids, and the options of both ends.
struct LinkResolver {
    private let index: NodeIndex
    private let skips: Skips
    private let sink: DiagnosticSink
    private var assignment: InterfaceAssignment
    /// What a node may lack a link for: it is in a link that is skipped, or that could not be resolved.
    private var isComplete = true
    private var linked: Set<Int> = []

    private let plugs: NetdevPlugs
    private(set) var queues = WrittenQueues()

    init(index: NodeIndex, plugs: NetdevPlugs, skips: Skips, sink: DiagnosticSink) {
        self.index = index
        self.plugs = plugs
        self.skips = skips
        self.sink = sink
        assignment = InterfaceAssignment(index: index, plugs: plugs, sink: sink)
    }

    /// The number of interfaces of a node, once links are made.
    func portCount(of node: Int) -> Int { assignment.portCount(of: node) }

    /// The links, in file order.
    mutating func links(_ entries: [LinkEntry], names: inout NameTable) -> [Scenario.Link] {
        var expansion = LinkExpansion(index: index, sink: sink)
        let joins = entries.enumerated().flatMap { expansion.joins($1, number: $0) }
        let kinds = kinds(entries, of: joins)
        let impairments = entries.map { ($0.impairments.forward.meant, $0.impairments.reverse.meant) }
        let kept = joins.map { join in !skip(join, of: entries[join.entry]) }
        let endpoints = endpoints(joins, kept)
        var joined: [[Int]: SourceSpan] = [:]
        var links: [Scenario.Link] = []
        for (position, join) in joins.enumerated() where kept[position] {
            let entry = entries[join.entry]
            guard let ends = endpoints[position] else {
                isComplete = false
                if let id = entry.id { names.enter(id, as: "link") }
                continue
            }
            linked.formUnion(ends.map(\.node))
            let members = ends.map(\.node).sorted()
            if entry.id == nil, let earlier = joined[members] {
                let names = ends.map { "`\(index.nodes[$0.node].name)`" }.joined(separator: " and ")
                sink.error(
                    "a second link between \(names) needs an id", at: entry.span,
                    notes: [sink.note("the first link is here", at: earlier)])
                continue
            }
            joined[members] = joined[members] ?? entry.span
            let id = Located(self.id(join, of: entry), at: entry.id?.span ?? entry.span)
            names.enter(id, as: "link")
            guard let kind = kinds[position] else { continue }
            ImpairmentFit(sink: sink).check(entry.impairments, of: kind)
            queues.add(entry.impairments, of: links.count)
            let (forward, reverse) = impairments[join.entry]
            links.append(
                Scenario.Link(
                    id: id.value, kind: kind, a: ends[0], b: ends[1], others: Array(ends.dropFirst(2)),
                    forward: forward, reverse: reverse, source: id.span))
        }
        return links
    }

    /// Warns of nodes, and of NICs with addresses, that nothing is linked to.
    func warnAboutUnlinked(_ nodes: [Scenario.Node], _ entries: [NodeEntry]) {
        // With errors about, the link is probably among what could not be read.
        guard isComplete, !sink.hasErrors else { return }
        for (number, node) in nodes.enumerated() {
            guard linked.contains(number) || plugs.has(number) else {
                sink.warning("`\(node.name)` has no link", at: node.source)
                continue
            }
            guard node.isHost else { continue }
            for interface in entries[number].host.interfaces
            where !assignment.isTaken(interface.nic, of: number) && !interface.addresses.isEmpty {
                sink.warning("nothing is linked to `\(node.name):eth\(interface.nic)`", at: interface.span)
            }
        }
    }

    /// What each link is made of; nil where the options are wrong, which are looked at even if endpoints are wrong.
    private func kinds(_ entries: [LinkEntry], of joins: [Join]) -> [Scenario.Link.Kind?] {
        let tunnels = entries.map { $0.kind == .l2tpv3 ? TunnelResolver($0, sink: sink) : nil }
        // Of all others every link of an entry is made alike.
        let counts = Dictionary(joins.map { ($0.entry, $0.ends.count) }) { first, _ in first }
        let alike = entries.enumerated().map { number, entry -> Scenario.Link.Kind? in
            switch entry.kind {
            case .wire: .wire
            case .l2tpv3: nil
            case .dgram: DgramResolver(entry, sink: sink).kind()
            case .stream: StreamResolver(entry, sink: sink).kind()
            case .socket: SocketResolver(entry, sink: sink).kind()
            case .tap: TapResolver(entry, sink: sink).kind()
            case .mcast: GroupResolver(entry, sink: sink).kind(counts[number] ?? 2)
            case .vde: VDEResolver(entry, sink: sink).kind(counts[number] ?? 2)
            }
        }
        var number: UInt32 = 0
        return joins.map { join in
            guard entries[join.entry].kind == .l2tpv3 else { return alike[join.entry] }
            number += 1
            return tunnels[join.entry]?.kind(number: number)
        }
    }

    /// Takes out a link that `when` does not want, or that names a node which is taken out.
    private mutating func skip(_ join: Join, of entry: LinkEntry) -> Bool {
        let names = join.ends.compactMap { end in
            if case .skipped(let name) = end.node { name } else { nil }
        }
        guard let reason = entry.skipReason ?? names.first.map({ skips.reason(of: $0) ?? "node \($0) is skipped" })
        else { return false }
        skips.skip("link", id(join, of: entry), because: reason)
        // The node at its other end is not without a link because somebody forgot it.
        for case .node(let node) in join.ends.compactMap(\.node) { linked.insert(node) }
        return true
    }

    private mutating func endpoints(
        _ joins: [Join], _ kept: [Bool]
    ) -> [[Scenario.Link.Endpoint]?] {
        var ends: [FoundEnd] = []
        var places: [[Int?]] = []
        func add(_ end: Join.End) -> Int? {
            guard case .node(let node) = end.node else { return nil }
            ends.append(FoundEnd(node: node, interface: end.interface, span: end.span))
            return ends.count - 1
        }
        for (join, isKept) in zip(joins, kept) {
            places.append(isKept ? join.ends.map { add($0) } : [nil])
        }
        let found = assignment.assign(ends)
        return places.map { place in
            let ends = place.compactMap { $0.flatMap { found[$0] } }
            return ends.count == place.count ? ends : nil
        }
    }

    private func id(_ join: Join, of entry: LinkEntry) -> String {
        guard let id = entry.id else { return join.ends.map(name).joined(separator: "-") }
        return id.value + (join.number.map { String($0) } ?? "")
    }

    private func name(_ end: Join.End) -> String {
        switch end.node {
        case .node(let node): index.nodes[node].name
        case .skipped(let name): name
        case nil: ""
        }
    }
}
