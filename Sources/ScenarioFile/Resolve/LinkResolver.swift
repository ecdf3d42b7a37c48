/// Makes links from entries: endpoints, ids, and the options of tunnels.
struct LinkResolver {
    let sink: DiagnosticSink

    /// The links; the nodes are told how many ports they have.
    func links(_ entries: [LinkEntry], nodes: inout [Scenario.Node], names: inout NameTable) -> [Scenario.Link] {
        var assignment = InterfaceAssignment(index: NodeIndex(nodes, sink: sink), sink: sink)
        let endpoints = assignment.assign(entries.flatMap(\.endpoints))
        var joined: [[Int]: SourceSpan] = [:]
        var tunnels: UInt32 = 0
        var links: [Scenario.Link] = []
        for (number, entry) in entries.enumerated() {
            if entry.kind == .l2tpv3 { tunnels += 1 }
            // A tunnel's options are looked at even if its endpoints are wrong.
            let kind: Scenario.Link.Kind? =
                switch entry.kind {
                case .wire: .wire
                case .l2tpv3: TunnelResolver(entry, number: tunnels, sink: sink).kind()
                }
            guard let a = endpoints[2 * number], let b = endpoints[2 * number + 1] else {
                if let id = entry.id { names.enter(id, as: "link") }
                continue
            }
            let id = entry.id ?? Located("\(nodes[a.node].name)-\(nodes[b.node].name)", at: entry.span)
            let pair = [a.node, b.node].sorted()
            if entry.id == nil, let earlier = joined[pair] {
                sink.error(
                    "a second link between `\(nodes[a.node].name)` and `\(nodes[b.node].name)` needs an id",
                    at: entry.span, notes: [sink.note("the first link is here", at: earlier)])
                continue
            }
            joined[pair] = joined[pair] ?? entry.span
            names.enter(id, as: "link")
            guard let kind else { continue }
            links.append(Scenario.Link(id: id.value, kind: kind, a: a, b: b, source: entry.id?.span ?? entry.span))
        }
        let linked = Set(endpoints.compactMap { $0?.node })
        let areComplete = endpoints.allSatisfy { $0 != nil }
        for index in nodes.indices {
            nodes[index].portCount = assignment.portCount(of: index)
            // With errors about, the link is probably among what could not be read.
            if areComplete, !sink.hasErrors, !linked.contains(index) {
                sink.warning("`\(nodes[index].name)` has no link", at: nodes[index].source)
            }
        }
        return links
    }
}
