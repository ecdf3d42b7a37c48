import NetCore
import WireFormats

extension ExpectationResolver {
    /// What is expected of a node's tables; nil after reporting what is wrong.
    func state(_ line: ExpectationEntry.StateLine) -> StateExpectation? {
        guard let index = places.node(line.node) else { return nil }
        let node = nodes[index]
        if case .netdev = node.kind {
            sink.error("`\(node.name)` is the outside: it has no state to look at", at: line.node.span)
            return nil
        }
        var result = StateExpectation(node: index)
        if let first = line.stations.first {
            guard case .switch = node.kind else {
                sink.error("`\(node.name)` is no switch: it learns no stations", at: first.key.span)
                return nil
            }
            result.stations = line.stations.compactMap { station($0, of: index) }
        }
        if let first = line.neighbors.first {
            guard node.isHost else {
                sink.error("`\(node.name)` is no host: it knows no neighbours", at: first.key.span)
                return nil
            }
            result.neighbors = line.neighbors.compactMap(neighbor)
        }
        result.counters = line.counters.compactMap { counter($0, of: index) }
        if let macs = line.macs { result.macs = self.macs(macs, of: node) }
        return result
    }

    // MARK: Stations and neighbours

    private func station(_ entry: SyntaxEntry, of node: Int) -> StateExpectation.Station? {
        let book = addresses
        guard let macs = key(entry, { (text) throws(ValueError) in try book.macs(text) }),
            let port = reader.text(written(entry))
        else { return nil }
        if port.value == "none" { return .init(text: entry.key.value, macs: macs, port: nil) }
        guard let number = places.linkedPort(port, of: node) else { return nil }
        return .init(text: entry.key.value, macs: macs, port: number)
    }

    private func neighbor(_ entry: SyntaxEntry) -> StateExpectation.Neighbor? {
        let book = addresses
        let known = key(entry) { (text) throws(ValueError) in
            if MACAddress(text) != nil {
                throw ValueError("\(text) is a station", notes: ["`arp` is by node or address: { h2: \"\(text)\" }"])
            }
            return try book.addresses(text)
        }
        let macs = reader.value(written(entry)) { (text) throws(ValueError) -> [MACAddress]? in
            if text == "none" { return nil }
            guard !text.contains("[") else {
                throw ValueError("one station answers", notes: ["write a node, an interface, a MAC address or `none`"])
            }
            return try book.macs(text)
        }
        guard let known, let macs else { return nil }
        return .init(text: entry.key.value, addresses: known, macs: macs.value)
    }

    /// What a key stands for; nil after reporting that it is nothing.
    private func key<Value: Sendable>(
        _ entry: SyntaxEntry, _ parse: (String) throws(ValueError) -> Value
    ) -> Value? {
        do throws(ValueError) {
            return try parse(entry.key.value)
        } catch {
            sink.error(
                error.message, at: entry.key.span, suggestion: error.suggestion, notes: error.notes.map { .init($0) })
            return nil
        }
    }

    /// The entry, after reporting that it has no value.
    private func written(_ entry: SyntaxEntry) -> SyntaxEntry? {
        guard entry.value.isAbsent else { return entry }
        sink.error("`\(entry.key.value)` has no value", at: entry.key.span, notes: reader.commaRule(entry))
        return nil
    }

    // MARK: Counters and addresses

    private static let counters: [(name: String, what: StateExpectation.Counter.What)] = [
        ("rx_frames", .rxFrames), ("rx_bytes", .rxBytes), ("tx_frames", .txFrames), ("tx_bytes", .txBytes),
        ("dropped", .dropped(nil)),
    ]

    private func counter(_ entry: SyntaxEntry, of node: Int) -> StateExpectation.Counter? {
        let parts = entry.key.value.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            sink.error(
                "`\(entry.key.value)` is no counter of an interface", at: entry.key.span,
                notes: [.init("write `\(nodes[node].interface(at: 0)).rx_frames`")])
            return nil
        }
        let interface = Located(String(parts[0]), at: entry.key.span)
        let count = written(entry).flatMap { reader.value($0, ComparisonValue.count) }
        let what = key(entry) { (_) throws(ValueError) in try Self.what(String(parts[1])) }
        guard let port = places.linkedPort(interface, of: node), let what, let count else { return nil }
        return .init(text: entry.key.value, port: port, what: what, count: count.value)
    }

    private static func what(_ text: String) throws(ValueError) -> StateExpectation.Counter.What {
        if let counter = counters.first(where: { $0.name == text }) { return counter.what }
        if text.hasPrefix("dropped.") { return .dropped(try EntryReader.reason(String(text.dropFirst(8)))) }
        throw EntryReader.unknown(text, "counter", in: counters.map(\.name) + ["dropped.REASON"])
    }

    private func macs(_ written: SyntaxNode, of node: Scenario.Node) -> [StateExpectation.NICAddress] {
        guard let host = node.host else {
            sink.error("`\(node.name)` has no NIC", at: written.span)
            return []
        }
        guard let entries = written.mapping else {
            return reader.value(written, AddressValue.mac).map { [.init(port: 0, mac: $0.value)] } ?? []
        }
        return entries.compactMap { entry in
            guard let port = InterfaceAssignment.port(entry.key, on: node, sink: sink),
                let mac = reader.value(self.written(entry), AddressValue.mac)
            else { return nil }
            guard host.nics.indices.contains(port) else {
                sink.error("`\(node.name)` has no interface `\(entry.key.value)`", at: entry.key.span)
                return nil
            }
            return .init(port: port, mac: mac.value)
        }
    }
}
