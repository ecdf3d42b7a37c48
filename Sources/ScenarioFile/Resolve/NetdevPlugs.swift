import NetdevOptions

/// Netdevs of a scenario that hubports plug into their hubs, whatever nodes they belong to: no link can have them.
struct NetdevPlugs {
    /// For each node, its interfaces that are plugged already.
    private let plugged: [Set<Int>]

    /// Reports hubports that name what is not to be had, and hubs with one port.
    init(_ entries: [NodeEntry], sink: DiagnosticSink) {
        let places = entries.indices.flatMap { node in
            entries[node].netdevs.indices.map { (node: node, interface: $0) }
        }
        let netdevs = places.map { entries[$0.node].netdevs[$0.interface] }
        let configurations = netdevs.map(\.value)
        let hubports = HubportPlugs(configurations)
        // A netdev that could not be read may be the one that is missing.
        if !sink.hasErrors {
            for refusal in hubports.refusals {
                sink.error(
                    refusal.message, at: netdevs[refusal.hubport].span, suggestion: refusal.suggestion,
                    notes: refusal.notes.map { .init($0) })
            }
            let warnings = HubportPlugs.warnings(configurations) { place in
                "\(entries[places[place].node].name.value):eth\(places[place].interface)"
            }
            for warning in warnings { sink.warning(warning.text, at: netdevs[warning.netdev].span) }
        }
        var plugged: [Set<Int>] = Array(repeating: [], count: entries.count)
        for place in hubports.plugs.flatMap({ [$0.hubport, $0.netdev] }).map({ places[$0] }) {
            plugged[place.node].insert(place.interface)
        }
        self.plugged = plugged
    }

    /// Whether an interface of a node is plugged into a hub.
    func has(_ interface: Int, of node: Int) -> Bool { plugged[node].contains(interface) }

    /// Whether any interface of a node is.
    func has(_ node: Int) -> Bool { !plugged[node].isEmpty }
}
