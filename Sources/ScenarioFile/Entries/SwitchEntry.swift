import NetCore

/// The VLANs of a port as written; the port is `p1`, or the name of a neighbour.
struct PortEntry {
    let port: Located<String>
    let vlans: PortVLANs
}

extension EntryReader {
    private static let rule = "a number is an access port, a list a trunk, { native: 1, tagged: [10] } both"

    func vlans(_ entry: SyntaxEntry) -> [PortEntry] {
        guard let entries = entry.value.mapping else {
            sink.error(
                "expected VLANs by port, found \(entry.value.shape)", at: entry.value.span,
                notes: [.init("write `vlans: { p1: 10, p2: [10, 20] }`"), .init(Self.rule)])
            return []
        }
        return entries.compactMap { entry in
            guard Name.isValid(entry.key.value) else {
                sink.error(
                    "`\(entry.key.value)` is neither a port nor a neighbour", at: entry.key.span,
                    notes: [.init("ports are p1, p2, ...; the name of a node stands for the port that it is linked to")]
                )
                return nil
            }
            guard !entry.value.isAbsent else {
                sink.error("`\(entry.key.value)` has no VLANs", at: entry.key.span, notes: [.init(Self.rule)])
                return nil
            }
            return vlans(of: entry).map { PortEntry(port: entry.key, vlans: $0) }
        }
    }

    private func vlans(of entry: SyntaxEntry) -> PortVLANs? {
        switch entry.value.content {
        case .scalar:
            return integer(entry, in: 1...4094).map { PortVLANs(untagged: $0.value) }
        case .sequence:
            return PortVLANs(untagged: nil, tagged: tagged(entry))
        case .mapping:
            guard
                let fields = fields(
                    of: entry.value, owner: "a port of a switch", keys: ["native", "tagged"],
                    foreign: [
                        "untagged": "is `native` here", "access": "is `native` here", "trunk": "is `tagged` here",
                    ])
            else { return nil }
            let native: Located<UInt16>? = integer(fields["native"], in: 1...4094)
            let tagged = fields["tagged"].map(self.tagged) ?? []
            if entry.value.mapping?.isEmpty == true {
                sink.error("`\(entry.key.value)` has no VLANs", at: entry.key.span, notes: [.init(Self.rule)])
            }
            if let native, tagged.contains(native.value) {
                sink.error(
                    "VLAN \(native.value) leaves `\(entry.key.value)` both with its tag and without", at: native.span,
                    notes: [.init("the native VLAN does not stand in `tagged`")])
            }
            return PortVLANs(untagged: native?.value, tagged: tagged)
        }
    }

    /// The VLANs of a list, ascending.
    private func tagged(_ entry: SyntaxEntry) -> [UInt16] {
        let nodes = entry.value.sequence ?? [entry.value]
        if nodes.isEmpty {
            sink.error(
                "`\(entry.key.value)` is an empty list", at: entry.value.span, notes: [.init(Self.rule)])
        }
        var seen: Set<UInt16> = []
        for node in nodes {
            let entry = SyntaxEntry(key: entry.key, value: node)
            guard let vlan: Located<UInt16> = integer(entry, in: 1...4094) else { continue }
            if !seen.insert(vlan.value).inserted {
                sink.error("VLAN \(vlan.value) stands twice", at: vlan.span)
            }
        }
        return seen.sorted()
    }
}
