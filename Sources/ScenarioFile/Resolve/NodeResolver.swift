import NetCore
import WireFormats

/// Finishes nodes whose interfaces are known: fills in addresses and VLANs.
struct NodeResolver {
    let sink: DiagnosticSink

    static let defaultMTU = 1500
    static let defaultAging: Int64 = 300 * 1_000_000_000

    /// The nodes with what their kinds need.
    ///
    /// - Parameters:
    ///   - drafts: The nodes, which know how many interfaces they have.
    ///   - entries: As they are written, in the same order.
    ///   - links: The links, whose endpoints say who is whose neighbour.
    ///   - skipped: The names of nodes that `when` took out.
    func finished(
        _ drafts: [Scenario.Node], of entries: [NodeEntry], links: [Scenario.Link], skipped: Set<String>
    ) -> [Scenario.Node] {
        warnAboutTwins(entries)
        var hosts = HostResolver(entries, sink: sink)
        var vlans = VLANResolver(nodes: drafts, links: links, skipped: skipped, sink: sink)
        return zip(drafts, entries).enumerated().map { index, pair in
            let (draft, entry) = pair
            let kind: Scenario.Node.Kind =
                switch draft.kind {
                case .host: .host(hosts.plan(entry, nicCount: draft.portCount))
                case .router: .router(hosts.plan(entry, nicCount: draft.portCount))
                case .switch(let plan):
                    .switch(.init(aging: plan.aging, vlans: entry.vlans.map { vlans.ports($0, of: index) }))
                case .hub, .netdev: draft.kind
                }
            return Scenario.Node(
                name: draft.name, kind: kind, portCount: draft.portCount, source: draft.source, listen: draft.listen)
        }
    }

    /// The same address twice may be the lesson of the file, so it is a warning.
    private func warnAboutTwins(_ entries: [NodeEntry]) {
        var addresses: [IPAddress: SourceSpan] = [:]
        var macs: [MACAddress: SourceSpan] = [:]
        for entry in entries {
            for address in entry.host.interfaces.flatMap(\.addresses) where !isLinkLocal(address.value.address) {
                let key = address.value.address
                if let earlier = addresses[key] {
                    sink.warning(
                        "two nodes have the address \(key)", at: address.span,
                        notes: [sink.note("it stands here already", at: earlier)])
                }
                addresses[key] = addresses[key] ?? address.span
            }
            for mac in entry.host.nics.compactMap(\.mac) {
                if let earlier = macs[mac.value] {
                    sink.warning(
                        "two NICs have the MAC address \(mac.value)", at: mac.span,
                        notes: [sink.note("it stands here already", at: earlier)])
                }
                macs[mac.value] = macs[mac.value] ?? mac.span
            }
        }
    }

    /// Such an address is one on its link alone (RFC 4291 2.5.6): others may have it elsewhere.
    private func isLinkLocal(_ address: IPAddress) -> Bool {
        if case .v6(let address) = address { address.isLinkLocal } else { false }
    }
}
