import NetdevOptions

/// What one netdev has bound, no other can bind.
struct BoundPlaces {
    let sink: DiagnosticSink

    func check(_ entries: [NodeEntry]) {
        var owners: [BoundAddress.Identity: (name: String, span: SourceSpan)] = [:]
        for entry in entries {
            for (bound, name, span) in bound(by: entry) {
                guard let owner = owners[bound.identity] else {
                    owners[bound.identity] = (name, span)
                    continue
                }
                sink.error(
                    "\(bound) is already bound by `\(owner.name)`", at: span,
                    notes: [sink.note("it is bound here", at: owner.span)])
            }
        }
    }

    /// What a node binds, with the name of whatever does so.
    private func bound(by entry: NodeEntry) -> [(BoundAddress, String, SourceSpan)] {
        var netdevs = entry.netdevs.enumerated().map { ("\(entry.name.value):eth\($0)", $1) }
        if let listen = entry.listen {
            let configuration = NetdevConfiguration(backend: .vdeSwitch(listen.value))
            netdevs.append((entry.name.value, Located(configuration, at: listen.span)))
        }
        return netdevs.compactMap { name, netdev in
            netdev.value.boundAddress.map { ($0, name, netdev.span) }
        }
    }
}
