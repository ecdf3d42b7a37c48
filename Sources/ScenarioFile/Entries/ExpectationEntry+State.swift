extension EntryReader {
    private static let stateTables = ["fdb", "arp", "counters", "mac"]

    /// Reads what is expected of a node's tables; their keys are looked at when the node is known.
    func state(_ node: SyntaxNode) -> ExpectationEntry.Kind? {
        guard
            let fields = fields(
                of: node, owner: "`state`", keys: ["node"] + Self.stateTables, foreign: modifierRule)
        else { return nil }
        guard let name = fields["node"] else {
            if fields.lacks("node") {
                sink.error("`state` needs `node`", at: node.span, notes: [.init("write `node: s1`")])
            }
            return nil
        }
        guard let name = text(name) else { return nil }
        if !(node.mapping ?? []).contains(where: { $0.key.value != "node" }) {
            sink.error(
                "nothing is expected of the state of `\(name.value)`", at: node.span,
                notes: [.init("`state` takes: \(Self.stateTables.joined(separator: ", "))")])
        }
        return .state(
            .init(
                node: name, stations: table(fields["fdb"], example: "h2: p2, h3: none"),
                neighbors: table(fields["arp"], example: "h2: h2, h3: none"),
                counters: table(fields["counters"], example: "eth0.rx_frames: 5"), macs: fields["mac"]?.value))
    }

    private func table(_ entry: SyntaxEntry?, example: String) -> [SyntaxEntry] {
        guard let entry else { return [] }
        guard let entries = entry.value.mapping else {
            sink.error(
                "expected `\(entry.key.value)` as a mapping, found \(entry.value.shape)", at: entry.value.span,
                notes: [.init("write `\(entry.key.value): { \(example) }`")])
            return []
        }
        if entries.isEmpty { sink.error("`\(entry.key.value)` says nothing", at: entry.value.span) }
        return entries
    }
}
