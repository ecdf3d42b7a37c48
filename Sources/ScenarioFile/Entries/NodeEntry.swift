import WireFormats

/// A node as written.
struct NodeEntry {
    enum Kind: String, CaseIterable, Sendable {
        case host, hub, `switch`
    }

    enum Addresses {
        /// Nothing written: the next free one.
        case automatic
        /// `ip: none`, or a list.
        case written([Located<IPv4Prefix>])
    }

    let name: Located<String>
    var kind = Kind.host
    var addresses = Addresses.automatic
    var mac: Located<MACAddress>?
    var mtu: Int?
    var aging: Int64?
}

extension EntryReader {
    private static let laterKinds = ["router", "netdev", "namespace", "uml", "qemu"]
    private static let laterKeys = [
        "gateway", "routes", "model", "nics", "vlans", "listen", "netdev", "forward", "exec", "env", "ready", "boot",
        "kernel", "initrd", "memory", "image", "append", "role", "when",
    ]

    func nodes(_ node: SyntaxNode) -> [NodeEntry] {
        named(node, what: "node").map(self.node)
    }

    private func node(_ entry: SyntaxEntry) -> NodeEntry {
        var result = NodeEntry(name: entry.key)
        if entry.value.scalar != nil {
            // The short form: h1: host.
            guard !entry.value.isAbsent else {
                needsKind(entry)
                return result
            }
            result.kind = keyword(entry, "kind of node", later: Self.laterKinds)?.value ?? .host
            return result
        }
        guard let mapping = entry.value.mapping else {
            sink.error("expected a node as a mapping or its kind, found \(entry.value.shape)", at: entry.value.span)
            return result
        }
        guard let kindEntry = mapping.first(where: { $0.key.value == "kind" }) else {
            needsKind(entry)
            return result
        }
        guard let kind: NodeEntry.Kind = keyword(kindEntry, "kind of node", later: Self.laterKinds)?.value else {
            return result
        }
        result.kind = kind
        switch kind {
        case .host:
            guard let fields = nodeFields(entry, "a host", ["kind", "ip", "mac", "mtu"]) else { break }
            result.addresses = addresses(fields["ip"])
            result.mac = value(fields["mac"], AddressValue.mac)
            result.mtu = integer(fields["mtu"], in: 68...65535)?.value
        case .hub:
            _ = nodeFields(entry, "a hub", ["kind"])
        case .switch:
            result.aging = value(nodeFields(entry, "a switch", ["kind", "aging"])?["aging"], positiveTime)?.value
        }
        return result
    }

    private func nodeFields(_ entry: SyntaxEntry, _ owner: String, _ keys: [String]) -> Fields? {
        let foreign = ["ip", "mac", "mtu"].map { ($0, "belongs to hosts") } + [("aging", "belongs to switches")]
        return fields(
            of: entry.value, owner: owner, keys: keys, later: Self.laterKeys,
            foreign: Dictionary(uniqueKeysWithValues: foreign))
    }

    private func needsKind(_ entry: SyntaxEntry) {
        sink.error(
            "node `\(entry.key.value)` has no kind", at: entry.key.span,
            notes: [.init("write `\(entry.key.value): host`; kinds are host, hub and switch")])
    }

    private func addresses(_ entry: SyntaxEntry?) -> NodeEntry.Addresses {
        guard let entry else { return .automatic }
        if entry.value.mapping != nil {
            sink.error("`ip` by interface is not supported yet", at: entry.value.span)
            return .automatic
        }
        if entry.value.scalar?.text == "none" { return .written([]) }
        let nodes = entry.value.sequence ?? [entry.value]
        if nodes.isEmpty {
            sink.error("`ip` is an empty list", at: entry.value.span, notes: [.init("write `ip: none` for no address")])
        }
        return .written(nodes.compactMap { value($0, AddressValue.hostPrefix) })
    }
}
