/// A flow as written.
struct FlowEntry {
    enum Kind: String, CaseIterable, Sendable {
        case ping, udp, frames, replay

        /// Whether the file gives the frames, which may go to any node.
        var isWritten: Bool { self == .frames || self == .replay }
    }

    enum Warmup: String, CaseIterable, Sendable {
        case arp, none
    }

    /// Which senders speak to which receivers.
    enum Pairs: String, CaseIterable, Sendable {
        case each, next, all
    }

    enum Family: String, CaseIterable, Sendable {
        case v4 = "4"
        case v6 = "6"

        var version: Int { self == .v4 ? 4 : 6 }
    }

    let name: FlowName
    let kind: Kind
    /// Nil: it could not be read, which is reported.
    var from: FlowEndEntry?
    /// Nil: as for `from`, or it is a ring.
    var to: FlowEndEntry?
    var pairs: Located<Pairs>?
    var family: Located<Family>?
    var start = StartEntry()
    var count: Located<Int64>?
    var duration: Located<Int64>?
    var rate: Located<RateValue>?
    var interval: Int64?
    var warmup: Warmup?
    var size: Located<Scenario.UDPPlan.Size>?
    var timeToLive: UInt8?
    var dscp: UInt8?
    var destinationPort: UInt16?
    var sourcePort: UInt16?
    var frames: [FrameEntry] = []
    /// The capture that is replayed, and how many times faster, in millionths.
    var pcap: Located<String>?
    var speed: Located<Int64>?
    var when: SyntaxEntry?

    /// Whether it stands for several flows, NAME[1], NAME[2] and so on.
    var isGroup: Bool { from?.isPattern == true || to?.isPattern == true || pairs.map { $0.value != .each } == true }
}

extension EntryReader {
    private static let commonKeys =
        ["kind", "from", "to", "pairs"] + startKeys + ["count", "for", "interval", "rate", "when"]
    private static let addressedKeys = ["family", "warmup"]
    private static let udpKeys = ["size", "ttl", "dscp", "port", "sport"]
    private static let frameKeys = ["frame", "hex"]
    private static let replayKeys = ["pcap", "speed"]
    private static let laterFlowKinds = ["exec"]
    private static let laterFlowKeys = ["node", "command"]

    /// Reads the flows in file order.
    func flows(_ node: SyntaxNode) -> [FlowEntry] {
        guard let entries = node.mapping else {
            sink.error("expected flows by name, found \(node.shape)", at: node.span)
            return []
        }
        var last: FlowName?
        return entries.compactMap { entry in
            guard let name = flowName(entry.key, after: &last) else { return nil }
            return flow(entry, name)
        }
    }

    private func flow(_ entry: SyntaxEntry, _ name: FlowName) -> FlowEntry? {
        guard let mapping = entry.value.mapping else {
            sink.error("expected a flow as a mapping, found \(entry.value.shape)", at: entry.value.span)
            return nil
        }
        guard let kindEntry = mapping.first(where: { $0.key.value == "kind" }) else {
            sink.error(
                "flow `\(name.text)` has no kind", at: name.span,
                notes: [.init("write `kind: ping`, `kind: udp`, `kind: frames` or `kind: replay`")])
            return nil
        }
        guard let kind: FlowEntry.Kind = keyword(kindEntry, "kind of flow", later: Self.laterFlowKinds)?.value,
            let fields = flowFields(entry.value, kind)
        else { return nil }
        var flow = FlowEntry(name: name, kind: kind)
        flow.when = fields["when"]
        flow.pairs = keyword(fields["pairs"], "way of pairing")
        readEnds(of: &flow, fields)
        flow.start = start(fields)
        readPace(of: &flow, fields)
        flow.family = keyword(fields["family"], "family")
        flow.warmup = keyword(fields["warmup"], "warmup")?.value
        flow.size = value(fields["size"], SizeValue.parse)
        flow.timeToLive = integer(fields["ttl"], in: 1...255)?.value
        flow.dscp = integer(fields["dscp"], in: 0...63)?.value
        flow.destinationPort = integer(fields["port"], in: 1...65535)?.value
        flow.sourcePort = integer(fields["sport"], in: 1...65535)?.value
        if kind == .frames { flow.frames = frames(fields, of: name) }
        if kind == .replay { readReplay(of: &flow, fields) }
        return flow
    }

    private func flowFields(_ node: SyntaxNode, _ kind: FlowEntry.Kind) -> Fields? {
        let (owner, keys, foreign): (String, [String], [([String], String)]) =
            switch kind {
            case .ping:
                (
                    "a ping flow", Self.addressedKeys,
                    [
                        (Self.udpKeys, "belongs to udp flows; a ping is a frame of 98 bytes"),
                        (Self.frameKeys, "belongs to flows of frames"), (Self.replayKeys, Self.replayRule),
                    ]
                )
            case .udp:
                (
                    "a udp flow", Self.addressedKeys + Self.udpKeys,
                    [(Self.frameKeys, "belongs to flows of frames"), (Self.replayKeys, Self.replayRule)]
                )
            case .frames:
                (
                    "a flow of frames", Self.frameKeys,
                    [
                        (Self.udpKeys, "belongs to udp flows; frames are sent as written"),
                        (Self.addressedKeys, "belongs to ping and udp flows; frames say themselves where they go"),
                        (Self.replayKeys, Self.replayRule),
                    ]
                )
            case .replay:
                (
                    "a replay", Self.replayKeys,
                    [
                        (Self.udpKeys, "belongs to udp flows; a replay sends what was captured"),
                        (Self.frameKeys, "belongs to flows of frames; a replay sends what was captured"),
                        (Self.addressedKeys, "belongs to ping and udp flows; frames say themselves where they go"),
                    ]
                )
            }
        var reasons: [String: String] = [:]
        for (keys, reason) in foreign {
            for key in keys { reasons[key] = reason }
        }
        return fields(
            of: node, owner: owner, keys: Self.commonKeys + keys, later: Self.laterFlowKeys, foreign: reasons)
    }

    private func readEnds(of flow: inout FlowEntry, _ fields: Fields) {
        flow.from = end("from", of: fields, flow.name, isNeeded: true)
        let isRing = flow.pairs?.value == .next
        if isRing, let to = fields["to"] {
            sink.error(
                "a ring has no `to`", at: to.key.span,
                notes: [.init("with `pairs: next` each node of `from` sends to the next one, the last to the first")])
            return
        }
        flow.to = end("to", of: fields, flow.name, isNeeded: fields["pairs"] == nil || flow.pairs?.value == .each)
    }

    private func end(_ key: String, of fields: Fields, _ name: FlowName, isNeeded: Bool) -> FlowEndEntry? {
        guard let entry = fields[key] else {
            if isNeeded, fields.lacks(key) {
                sink.error("flow `\(name.text)` has no `\(key)`", at: name.span)
            }
            return nil
        }
        return text(entry).flatMap(flowEnd)
    }

    /// The frames of a flow: `frame`, of layers, or `hex`; each one or a list.
    private func frames(_ fields: Fields, of name: FlowName) -> [FrameEntry] {
        exclude("frame", "hex", in: fields)
        let frames = FrameLayersReader(reader: self)
        if let layers = fields["frame"] { return frames.frames(layers.value) }
        if let hex = fields["hex"] { return frames.hexFrames(hex.value) }
        if fields.lacks("frame"), fields.lacks("hex") {
            sink.error(
                "flow `\(name.text)` has no `frame`", at: name.span,
                notes: [.init("write `frame: { eth: { dst: h2 }, payload: \"text\" }` or `hex: \"...\"`")])
        }
        return []
    }

    private static let replayRule = "belongs to flows of kind replay"

    private func readReplay(of flow: inout FlowEntry, _ fields: Fields) {
        if fields.lacks("pcap") {
            sink.error(
                "flow `\(flow.name.text)` has no `pcap`", at: flow.name.span,
                notes: [.init("write `pcap: captures/x.pcapng`, from the folder of this file")])
        }
        flow.pcap = text(fields["pcap"])
        flow.speed = value(fields["speed"], Self.speed)
        for key in ["interval", "rate"] { exclude("speed", key, in: fields) }
    }

    /// How many times faster, in millionths.
    private static func speed(_ text: String) throws(ValueError) -> Int64 {
        let measure = try Measure(text)
        guard measure.unit.isEmpty else {
            throw ValueError(
                "`speed` is a factor", suggestion: measure.unit == "x" ? measure.number : nil,
                notes: ["`speed: 2` sends twice as fast as captured, `speed: 0.5` half as fast"])
        }
        guard let speed = measure.scaled(by: 1_000_000), speed > 0, speed <= 1_000_000_000_000 else {
            throw ValueError("`\(text)` is no factor from 0.000001 to 1000000")
        }
        return speed
    }

    private func readPace(of flow: inout FlowEntry, _ fields: Fields) {
        flow.count = integer(fields["count"], in: 1...1_000_000_000_000)
        flow.duration = value(fields["for"], positiveTime)
        flow.rate = value(fields["rate"], RateValue.parse)
        flow.interval = value(fields["interval"], positiveTime)?.value
        exclude("count", "for", in: fields)
        exclude("interval", "rate", in: fields)
    }
}
