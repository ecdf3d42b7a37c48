import NetdevOptions

/// A node as written.
struct NodeEntry {
    enum Kind: String, CaseIterable, Sendable {
        case host, router, hub, `switch`, netdev

        /// Whether it is a stack behind NICs: what is written of it is what is written of a host.
        var hasStack: Bool { self == .host || self == .router }
    }

    let name: Located<String>
    var kind = Kind.host
    /// What is written of a host or a router.
    var host = HostEntry()
    /// Whether it is known to be a host that says no address.
    var lacksAddress = false
    /// What is written of a switch.
    var aging: Int64?
    var vlans: [PortEntry]?
    /// What is written of a switch or a hub that plugs find.
    var listen: Located<VDESwitchOptions>?
    /// The netdevs of a netdev node, by interface.
    var netdevs: [Located<NetdevConfiguration>] = []
    /// Whether netdevs are missing in that because they could not be read.
    var lacksNetdevs = false
    /// Why it is left out; nil: it is not.
    var skipReason: String?
}

extension EntryReader {
    private static let laterKinds = ["namespace", "uml", "qemu"]
    private static let laterKeys = [
        "forward", "exec", "env", "ready", "boot", "kernel", "initrd", "memory", "image", "append", "role",
    ]
    private static let hostKeys = ["ip", "gateway", "routes", "mac", "model", "nics", "netdev", "mtu"]
    private static let owners: [String: String] = Dictionary(
        uniqueKeysWithValues: hostKeys.filter { $0 != "netdev" }.map { ($0, "belongs to hosts and routers") }
            + ["aging", "vlans"].map { ($0, "belongs to switches") }
            + [("listen", "belongs to hubs and switches"), ("netdev", "belongs to hosts, routers and netdev nodes")])

    func nodes(_ node: SyntaxNode, _ defaults: TopologyDefaults, _ conditions: Conditions) -> [NodeEntry] {
        var previous: SourceSpan?
        return named(node, what: "node").map { entry in
            defer { previous = entry.key.span }
            let read = { self.node(entry, defaults, conditions) }
            // Names of one range stand at one place, and have one body.
            return previous == entry.key.span ? sink.withoutEchoes(read) : read()
        }
    }

    private func node(
        _ entry: SyntaxEntry, _ defaults: TopologyDefaults, _ conditions: Conditions
    ) -> NodeEntry {
        var result = NodeEntry(name: entry.key)
        result.host.mtu = defaults.mtu
        if entry.value.scalar != nil {
            // The short form: h1: host.
            guard !entry.value.isAbsent else {
                needsKind(entry)
                return result
            }
            result.kind = keyword(entry, "kind of node", later: Self.laterKinds)?.value ?? .host
            result.lacksAddress = entry.value.scalar?.text == NodeEntry.Kind.host.rawValue
            if result.kind == .router { needsAddress(entry.key) }
            if result.kind == .netdev {
                needsNetdev(entry.key)
                result.lacksNetdevs = true
            }
            return result
        }
        guard let mapping = entry.value.mapping else {
            sink.error("expected a node as a mapping or its kind, found \(entry.value.shape)", at: entry.value.span)
            return result
        }
        guard let kindEntry = mapping.first(where: { $0.key.value == "kind" }) else {
            if let role = mapping.first(where: { $0.key.value == "role" }) {
                sink.error("`role` is not supported yet", at: role.key.span)
            } else {
                needsKind(entry)
            }
            return result
        }
        guard let kind: NodeEntry.Kind = keyword(kindEntry, "kind of node", later: Self.laterKinds)?.value else {
            return result
        }
        result.kind = kind
        guard let fields = nodeFields(entry, kind) else { return result }
        result.skipReason = conditions.skipReason(fields["when"])
        switch kind {
        case .host, .router:
            result.host = host(fields, mtu: defaults.mtu)
            let lacksAddress =
                result.host.interfaces.isEmpty && fields["ip"] == nil && !fields.empty.contains("ip")
            result.lacksAddress = lacksAddress && kind == .host
            if lacksAddress, kind == .router { needsAddress(entry.key) }
        case .hub: result.listen = fields["listen"].flatMap(listen)
        case .switch:
            result.listen = fields["listen"].flatMap(listen)
            result.aging = value(fields["aging"], positiveTime)?.value
            result.vlans = fields["vlans"].map(vlans)
        case .netdev:
            let netdevs = fields["netdev"].flatMap(netdevs)
            result.netdevs = netdevs ?? []
            result.lacksNetdevs = netdevs == nil
            if fields["netdev"] == nil, !fields.empty.contains("netdev") { needsNetdev(entry.key) }
        }
        return result
    }

    private func nodeFields(_ entry: SyntaxEntry, _ kind: NodeEntry.Kind) -> Fields? {
        let (owner, own) =
            switch kind {
            case .host: ("a host", Self.hostKeys)
            case .router: ("a router", Self.hostKeys)
            case .hub: ("a hub", ["listen"])
            case .switch: ("a switch", ["aging", "vlans", "listen"])
            case .netdev: ("a netdev node", ["netdev"])
            }
        return fields(
            of: entry.value, owner: owner, keys: ["kind"] + own + ["when"], later: Self.laterKeys,
            foreign: Self.owners.filter { !own.contains($0.key) })
    }

    private func needsKind(_ entry: SyntaxEntry) {
        sink.error(
            "node `\(entry.key.value)` has no kind", at: entry.key.span,
            notes: [.init("write `\(entry.key.value): host`; kinds are host, router, hub, switch and netdev")])
    }

    private func needsAddress(_ name: Located<String>) {
        sink.error(
            "router `\(name.value)` has no `ip`", at: name.span,
            notes: [.init("write `ip: { eth0: 10.0.1.1/24, eth1: 10.0.2.1/24 }`")])
    }

    private func needsNetdev(_ name: Located<String>) {
        let example =
            "{ kind: netdev, netdev: \"dgram,local.type=unix,local.path=/tmp/a,remote.type=unix,remote.path=/tmp/b\" }"
        sink.error("netdev node `\(name.value)` has no `netdev`", at: name.span, notes: [.init("write `\(example)`")])
    }
}
