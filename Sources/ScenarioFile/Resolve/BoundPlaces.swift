import NetdevOptions

/// What one netdev has bound, no other can bind.
struct BoundPlaces {
    let sink: DiagnosticSink

    func check(_ entries: [NodeEntry]) {
        var owners: [BoundAddress.Identity: (name: String, span: SourceSpan)] = [:]
        for entry in entries {
            for (number, netdev) in entry.netdevs.enumerated() {
                guard let bound = netdev.value.boundAddress else { continue }
                let name = "\(entry.name.value):eth\(number)"
                guard let owner = owners[bound.identity] else {
                    owners[bound.identity] = (name, netdev.span)
                    continue
                }
                sink.error(
                    "\(bound) is already bound by `\(owner.name)`", at: netdev.span,
                    notes: [sink.note("it is bound here", at: owner.span)])
            }
        }
    }
}
