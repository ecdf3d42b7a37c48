import WireFormats

/// Reads `frame:` and `hex:` of flows of frames.
struct FrameLayersReader {
    let reader: EntryReader

    static let layers = ["eth", "vlan", "arp", "ip", "ip6", "icmp", "icmp6", "udp", "tcp", "payload"]

    init(reader: EntryReader) {
        self.reader = reader
    }

    var sink: DiagnosticSink { reader.sink }

    /// The frames of `frame:`: a map of layers, or a list of them sent in turn; a map may be `{ hex: "..." }` instead.
    ///
    /// - Parameter node: The value of `frame`.
    /// - Returns: What could be read, at least one frame unless something was reported.
    func frames(_ node: SyntaxNode) -> [FrameEntry] {
        guard let items = node.sequence else { return frame(node) }
        if items.isEmpty { sink.error("a list of no frames", at: node.span) }
        return items.flatMap(frame)
    }

    /// The frames of `hex:`: a text of hex digits, or a list of them sent in turn.
    ///
    /// - Parameter node: The value of `hex`.
    /// - Returns: What could be read, at least one frame unless something was reported.
    func hexFrames(_ node: SyntaxNode) -> [FrameEntry] {
        guard let items = node.sequence else { return hexFrame(node).map { [$0] } ?? [] }
        if items.isEmpty { sink.error("a list of no frames", at: node.span) }
        return items.compactMap(hexFrame)
    }

    private func hexFrame(_ node: SyntaxNode) -> FrameEntry? {
        guard let bytes = reader.value(node, HexValue.bytes) else { return nil }
        let count = bytes.value.count
        guard count <= EthernetHeader.frameByteLimit else {
            sink.error("a frame of \(count) bytes: the largest is \(EthernetHeader.frameByteLimit)", at: bytes.span)
            return nil
        }
        if count < EthernetHeader.untaggedByteCount {
            sink.warning(
                "a frame of \(count) bytes is shorter than its Ethernet header of \(EthernetHeader.untaggedByteCount)",
                at: bytes.span)
        }
        return FrameEntry(span: bytes.span, content: .bytes(bytes.value))
    }

    private func frame(_ node: SyntaxNode) -> [FrameEntry] {
        guard let entries = node.mapping else {
            sink.error(
                "expected a frame as a mapping of its layers, found \(node.shape)", at: node.span,
                notes: [
                    .init("write `{ ip: { ttl: 1 }, udp: { dport: 53 }, payload: \"text\" }`, or `{ hex: \"...\" }`")
                ])
            return []
        }
        if entries.contains(where: { $0.key.value == "hex" }) {
            let foreign = Dictionary(
                uniqueKeysWithValues: Self.layers.map { ($0, "excludes `hex`, which is the whole frame") })
            let fields = reader.fields(of: node, owner: "a frame in hex", keys: ["hex"], foreign: foreign)
            return fields?["hex"].map { hexFrames($0.value) } ?? []
        }
        let said = sink.diagnostics.count
        guard let fields = reader.fields(of: node, owner: "a frame", keys: Self.layers + ["hex"]) else { return [] }
        if fields.entries.isEmpty, fields.empty.isEmpty, sink.diagnostics.count == said {
            sink.error(
                "the frame has no layers", at: node.span,
                notes: [.init("layers: " + Self.layers.joined(separator: ", "))])
        }
        let layers = layers(fields)
        // Of a frame with mistakes nothing is filled in, which would only echo them.
        return sink.diagnostics.count == said ? [FrameEntry(span: node.span, content: .layers(layers))] : []
    }

    private func layers(_ fields: Fields) -> FrameLayersEntry {
        var entry = FrameLayersEntry()
        if let layer = fields["eth"] { entry.ethernet = ethernet(layer.value) }
        if let layer = fields["vlan"] { entry.tags = tags(layer.value) }
        // All are read, so that mistakes in each are reported; which go together is looked at apart.
        entry.network =
            fields["arp"].map { .arp(arp($0.value)) } ?? fields["ip"].map { .ipv4(ipv4($0.value)) }
            ?? fields["ip6"].map { .ipv6(ipv6($0.value)) }
        entry.transport =
            fields["icmp"].map { .icmp(icmp($0.value, "`icmp`")) }
            ?? fields["icmp6"].map { .icmpv6(icmp($0.value, "`icmp6`")) }
            ?? fields["udp"].map { .udp(udp($0.value)) } ?? fields["tcp"].map { .tcp(tcp($0.value)) }
        if let layer = fields["payload"] { entry.payload = payload(layer.value) }
        for pair in [
            ("arp", "ip"), ("arp", "ip6"), ("ip", "ip6"), ("arp", "icmp"), ("arp", "icmp6"), ("arp", "udp"),
            ("arp", "tcp"), ("icmp", "icmp6"), ("icmp", "udp"), ("icmp", "tcp"), ("icmp6", "udp"), ("icmp6", "tcp"),
            ("udp", "tcp"), ("ip", "icmp6"), ("ip6", "icmp"),
        ] {
            reader.exclude(pair.0, pair.1, in: fields)
        }
        return entry
    }

    // MARK: Payload

    /// What all payloads of zeros are parts of, so that many of them take no more than one.
    private static let zeros: [UInt8] = Array(repeating: 0, count: EthernetHeader.frameByteLimit)

    private func payload(_ node: SyntaxNode) -> ArraySlice<UInt8> {
        guard node.mapping != nil else {
            return reader.value(node) { (text) throws(ValueError) in Array(text.utf8)[...] }?.value ?? []
        }
        guard let fields = reader.fields(of: node, owner: "a payload", keys: ["hex", "zeros"]) else { return [] }
        reader.exclude("hex", "zeros", in: fields)
        let zeros = reader.integer(fields["zeros"], in: 0...UInt32(EthernetHeader.frameByteLimit))
        let bytes = reader.value(fields["hex"], HexValue.bytes)
        if fields.entries.isEmpty, fields.empty.isEmpty {
            sink.error(
                "the payload is empty", at: node.span,
                notes: [.init("write `payload: \"text\"`, `{ hex: \"dead beef\" }` or `{ zeros: 100 }`")])
        }
        return bytes?.value[...] ?? Self.zeros.prefix(Int(zeros?.value ?? 0))
    }
}
