import WireFormats

/// Layers below IP.
extension FrameLayersReader {
    private static let mostTags = 8

    func ethernet(_ node: SyntaxNode) -> FrameLayersEntry.Ethernet {
        guard let fields = reader.fields(of: node, owner: "`eth`", keys: ["dst", "src", "type"]) else {
            return .init()
        }
        return .init(
            destination: mac(fields["dst"]), source: mac(fields["src"]),
            type: reader.integer(fields["type"], in: 0...UInt16.max)?.value)
    }

    /// A number, a map, or a list of them from the outermost.
    func tags(_ node: SyntaxNode) -> [FrameLayersEntry.Tag] {
        guard let items = node.sequence else { return tag(node).map { [$0] } ?? [] }
        guard (1...Self.mostTags).contains(items.count) else {
            sink.error("a frame has 1 to \(Self.mostTags) tags, found \(items.count)", at: node.span)
            return []
        }
        return items.compactMap(tag)
    }

    private func tag(_ node: SyntaxNode) -> FrameLayersEntry.Tag? {
        guard node.mapping != nil else {
            return reader.value(node, Self.identifier).map { .init(identifier: $0.value) }
        }
        guard let fields = reader.fields(of: node, owner: "a tag", keys: ["id", "pcp", "dei", "tpid"]) else {
            return nil
        }
        return .init(
            identifier: reader.value(fields["id"], Self.identifier)?.value ?? 0,
            priority: reader.integer(fields["pcp"], in: 0...7)?.value ?? 0,
            dropEligible: bit(fields["dei"]) ?? false,
            type: reader.integer(fields["tpid"], in: 0...UInt16.max)?.value)
    }

    /// All that fit in the header, the reserved ones too.
    private static func identifier(_ text: String) throws(ValueError) -> UInt16 {
        UInt16(try IntegerValue.parse(text, in: 0...4095))
    }

    func arp(_ node: SyntaxNode) -> FrameLayersEntry.ARP {
        let keys = ["op", "sender_mac", "sender_ip", "target_mac", "target_ip"]
        guard let fields = reader.fields(of: node, owner: "`arp`", keys: keys) else { return .init() }
        return .init(
            operation: reader.value(fields["op"], Self.operation)?.value ?? 1,
            senderMAC: mac(fields["sender_mac"]), senderIP: ipv4Address(fields["sender_ip"]),
            targetMAC: mac(fields["target_mac"]), targetIP: ipv4Address(fields["target_ip"]))
    }

    private static func operation(_ text: String) throws(ValueError) -> UInt16 {
        switch text {
        case "request": return 1
        case "reply": return 2
        case _ where text.utf8.first.map(IntegerValue.isDigit) == true:
            return UInt16(try IntegerValue.parse(text, in: 0...UInt64(UInt16.max)))
        default:
            throw ValueError(
                "unknown operation `\(text)` of ARP", suggestion: nearest(to: text, in: ["request", "reply"]),
                notes: ["write request, reply, or a number"])
        }
    }

    // MARK: Values

    func mac(_ entry: SyntaxEntry?) -> FrameLayersEntry.Named<MACAddress>? {
        named(entry, "a MAC address", MACAddress.init)
    }

    func ipv4Address(_ entry: SyntaxEntry?) -> FrameLayersEntry.Named<IPv4Address>? {
        named(entry, "an IPv4 address", IPv4Address.init)
    }

    func ipv6Address(_ entry: SyntaxEntry?) -> FrameLayersEntry.Named<IPv6Address>? {
        named(entry, "an IPv6 address", IPv6Address.init)
    }

    private func named<Address: Sendable>(
        _ entry: SyntaxEntry?, _ what: String, _ address: (String) -> Address?
    ) -> FrameLayersEntry.Named<Address>? {
        let value = reader.value(entry) { (text) throws(ValueError) -> Address? in
            if let address = address(text) { return address }
            // A name is looked up when the nodes are known.
            guard MACAddress(text) == nil, IPAddress(text) == nil,
                let name = text.split(separator: ":", omittingEmptySubsequences: false).first,
                Name.isValid(String(name))
            else {
                throw ValueError(
                    "`\(text)` is not \(what)",
                    notes: ["write \(what), or the name of a node or interface that has one"])
            }
            return nil
        }
        guard let value else { return nil }
        guard let address = value.value else {
            return .name(Located(entry?.value.scalar?.text ?? "", at: value.span))
        }
        return .address(address)
    }

    func bit(_ entry: SyntaxEntry?) -> Bool? {
        reader.value(entry) { (text) throws(ValueError) in
            switch text {
            case "on", "1", "true": return true
            case "off", "0", "false": return false
            default: throw ValueError("`\(text)` is neither on nor off")
            }
        }?.value
    }
}
