/// Nodes and links as meant.
struct Topology {
    let nodes: [Scenario.Node]
    let links: [Scenario.Link]
    /// The nodes by name, with those that `when` took out.
    let index: NodeIndex
    /// Where queues are written.
    let queues: WrittenQueues
}

/// Makes nodes and links from entries.
///
/// How many NICs a host has depends on its links, and which port of a switch a VLAN is on too; so nodes are drafted,
/// links are given their interfaces, and then the nodes are finished.
struct TopologyResolver {
    let sink: DiagnosticSink
    let skips: Skips

    /// All hosts together have no more NICs than this.
    private static let mostNICs = 1_000_000

    func topology(_ entry: TopologyEntry, clock: Scenario.Clock, names: inout NameTable) -> Topology {
        let (kept, skipped) = withoutSkipped(entry.nodes)
        let implied = ImpliedNetdevs(kept)
        let entries = kept + implied.nodes
        for node in entries { names.enter(node.name, as: "node") }
        let drafts = entries.map(draft)
        let plugs = NetdevPlugs(entries, sink: sink)
        var resolver = LinkResolver(
            index: NodeIndex(drafts, skipped: skipped, sink: sink), plugs: plugs, skips: skips, sink: sink)
        let links = resolver.links(entry.links + implied.links, names: &names)
        func topology(_ nodes: [Scenario.Node]) -> Topology {
            Topology(
                nodes: nodes, links: links, index: NodeIndex(nodes, skipped: skipped, sink: sink),
                queues: resolver.queues)
        }
        var nodes = zip(drafts, drafts.indices).map { draft, index in
            Scenario.Node(
                name: draft.name, kind: draft.kind, portCount: resolver.portCount(of: index), source: draft.source,
                listen: draft.listen)
        }
        guard nodes.filter(\.isHost).reduce(0, { $0 + $1.portCount }) <= Self.mostNICs else {
            let span = nodes.max { $0.portCount < $1.portCount }?.source ?? .none
            sink.error("the hosts have more than \(Self.mostNICs) NICs together", at: span)
            return topology(nodes)
        }
        nodes = NodeResolver(sink: sink).finished(nodes, of: entries, links: links, skipped: Set(skipped))
        BoundPlaces(sink: sink).check(entries)
        ClockRules(sink: sink).check(nodes, links, clock: clock)
        resolver.warnAboutUnlinked(nodes, entries)
        return topology(nodes)
    }

    private func withoutSkipped(_ entries: [NodeEntry]) -> (kept: [NodeEntry], skipped: [String]) {
        let skipped = entries.filter { $0.skipReason != nil }
        for entry in skipped {
            skips.skip("node", entry.name.value, because: entry.skipReason ?? "")
        }
        return (entries.filter { $0.skipReason == nil }, skipped.map(\.name.value))
    }

    /// A node with the interfaces that it has by itself.
    private func draft(_ entry: NodeEntry) -> Scenario.Node {
        let (kind, portCount): (Scenario.Node.Kind, Int) =
            switch entry.kind {
            case .hub: (.hub, 0)
            case .switch: (.switch(.init(aging: entry.aging ?? NodeResolver.defaultAging, vlans: nil)), 0)
            case .netdev:
                // Of one that could not be read nobody knows how many interfaces it has.
                (
                    .netdev(entry.netdevs.map(\.value)),
                    entry.lacksNetdevs ? InterfaceName.mostPorts : entry.netdevs.count
                )
            case .host: (.host(.init(nics: [], interfaces: [], routes: [])), entry.host.nicCount)
            case .router: (.router(.init(nics: [], interfaces: [], routes: [])), entry.host.nicCount)
            }
        return Scenario.Node(
            name: entry.name.value, kind: kind, portCount: portCount, source: entry.name.span,
            listen: entry.listen?.value)
    }
}

/// What `netdev:` of a NIC means: a netdev node `h1-eth0`, and a wire to it.
private struct ImpliedNetdevs {
    private(set) var nodes: [NodeEntry] = []
    private(set) var links: [LinkEntry] = []

    init(_ entries: [NodeEntry]) {
        for entry in entries where entry.kind.hasStack {
            for (number, nic) in entry.host.nics.enumerated() {
                guard let netdev = nic.netdev else { continue }
                let name = Located("\(entry.name.value)-eth\(number)", at: netdev.span)
                nodes.append(NodeEntry(name: name, kind: .netdev, netdevs: [netdev]))
                links.append(
                    LinkEntry(
                        span: netdev.span,
                        shape: .pair(
                            end(entry.name.value, "eth\(number)", at: netdev.span),
                            end(name.value, "eth0", at: netdev.span))))
            }
        }
    }

    private func end(_ node: String, _ interface: String, at span: SourceSpan) -> EndpointPattern {
        EndpointPattern(node: Located(NamePattern(name: node), at: span), interface: Located(interface, at: span))
    }
}
