/// A flow as written.
struct FlowEntry {
    enum Kind: String, CaseIterable, Sendable {
        case ping, udp
    }

    enum Warmup: String, CaseIterable, Sendable {
        case arp, none
    }

    let name: Located<String>
    let kind: Kind
    var from: EndpointEntry?
    var to: EndpointEntry?
    var at: Int64?
    var after: Located<String>?
    var plus: Int64?
    var count: Int64?
    var duration: Located<Int64>?
    var pace: Pace?
    var warmup: Warmup?
    var size: Located<Int>?
    var timeToLive: UInt8?
    var dscp: UInt8?
    var destinationPort: UInt16?
    var sourcePort: UInt16?
}

extension EntryReader {
    private static let commonKeys = [
        "kind", "from", "to", "at", "after", "plus", "count", "for", "interval", "rate", "warmup",
    ]
    private static let udpKeys = ["size", "ttl", "dscp", "port", "sport"]
    private static let laterFlowKinds = ["frames", "replay", "exec"]
    private static let laterFlowKeys = ["family", "pairs", "frame", "hex", "pcap", "speed", "node", "command", "when"]
    /// The kinds and modifiers of expectation, which a flow's name must not hide.
    private static let reservedNames = expectationKinds + laterExpectationKinds + modifiers + laterModifiers

    func flows(_ node: SyntaxNode) -> [FlowEntry] {
        named(node, what: "flow").compactMap(flow)
    }

    private func flow(_ entry: SyntaxEntry) -> FlowEntry? {
        let name = entry.key
        if Self.reservedNames.contains(name.value) {
            sink.error("`\(name.value)` is a word of `expect` and cannot name a flow", at: name.span)
        }
        guard let mapping = entry.value.mapping else {
            sink.error("expected a flow as a mapping, found \(entry.value.shape)", at: entry.value.span)
            return nil
        }
        guard let kindEntry = mapping.first(where: { $0.key.value == "kind" }) else {
            sink.error(
                "flow `\(name.value)` has no kind", at: name.span, notes: [.init("write `kind: ping` or `kind: udp`")])
            return nil
        }
        guard let kind: FlowEntry.Kind = keyword(kindEntry, "kind of flow", later: Self.laterFlowKinds)?.value,
            let fields = flowFields(entry.value, kind)
        else { return nil }
        var flow = FlowEntry(name: name, kind: kind)
        flow.from = end("from", of: fields, name)
        flow.to = end("to", of: fields, name)
        flow.at = value(fields["at"], TimeValue.parse)?.value
        flow.after = text(fields["after"])
        flow.plus = value(fields["plus"], TimeValue.parse)?.value
        flow.count = integer(fields["count"], in: 1...1_000_000_000_000)?.value
        flow.duration = value(fields["for"], positiveTime)
        flow.pace =
            value(fields["rate"], RateValue.parse)?.value
            ?? value(fields["interval"], positiveTime).map { Pace(frames: 1, per: $0.value) }
        flow.warmup = keyword(fields["warmup"], "warmup")?.value
        flow.size = value(fields["size"], size)
        flow.timeToLive = integer(fields["ttl"], in: 1...255)?.value
        flow.dscp = integer(fields["dscp"], in: 0...63)?.value
        flow.destinationPort = integer(fields["port"], in: 1...65535)?.value
        flow.sourcePort = integer(fields["sport"], in: 1...65535)?.value
        exclude("at", "after", in: fields)
        exclude("count", "for", in: fields)
        exclude("interval", "rate", in: fields)
        if let plus = fields["plus"], fields["after"] == nil {
            sink.error(
                "`plus` needs `after`", at: plus.key.span, notes: [.init("a time from zero is written `at: 1s`")])
        }
        return flow
    }

    private func flowFields(_ node: SyntaxNode, _ kind: FlowEntry.Kind) -> Fields? {
        switch kind {
        case .ping:
            let foreign = Self.udpKeys.map { ($0, "belongs to udp flows; a ping is a frame of 98 bytes") }
            return fields(
                of: node, owner: "a ping flow", keys: Self.commonKeys, later: Self.laterFlowKeys,
                foreign: Dictionary(uniqueKeysWithValues: foreign))
        case .udp:
            return fields(
                of: node, owner: "a udp flow", keys: Self.commonKeys + Self.udpKeys, later: Self.laterFlowKeys)
        }
    }

    private func end(_ key: String, of fields: Fields, _ name: Located<String>) -> EndpointEntry? {
        guard let entry = fields[key] else {
            if !fields.empty.contains(key) {
                sink.error("flow `\(name.value)` has no `\(key)`", at: name.span)
            }
            return nil
        }
        guard let text = text(entry) else { return nil }
        if text.value.first?.isNumber == true || text.value.contains("::") {
            sink.error("an address in `\(key)` is not supported yet", at: text.span, notes: [.init("name a host")])
            return nil
        }
        return endpoint(text)
    }

    private func size(_ text: String) throws(ValueError) -> Int {
        if text == "imix" { throw ValueError("`imix` is not supported yet") }
        if text.contains("..") { throw ValueError("a range of sizes is not supported yet") }
        return Int(try IntegerValue.parse(text, in: 0...1_000_000))
    }
}
