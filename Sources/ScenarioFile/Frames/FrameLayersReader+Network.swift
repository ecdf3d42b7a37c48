import WireFormats

/// IP and what it carries.
extension FrameLayersReader {
    func ipv4(_ node: SyntaxNode) -> FrameLayersEntry.IPv4 {
        let keys = [
            "src", "dst", "ttl", "dscp", "ecn", "id", "df", "mf", "offset", "proto", "len", "checksum",
        ]
        let foreign = ["hop_limit": "belongs to `ip6`", "flow": "belongs to `ip6`", "next": "belongs to `ip6`"]
        guard let fields = reader.fields(of: node, owner: "`ip`", keys: keys, foreign: foreign) else { return .init() }
        return .init(
            source: ipv4Address(fields["src"]), destination: ipv4Address(fields["dst"]),
            timeToLive: number(fields["ttl"]), dscp: number(fields["dscp"], atMost: 63),
            ecn: number(fields["ecn"], atMost: 3), identification: number(fields["id"]),
            dontFragment: bit(fields["df"]), moreFragments: bit(fields["mf"]),
            fragmentOffset: number(fields["offset"], atMost: 0x1fff), protocolNumber: number(fields["proto"]),
            length: number(fields["len"]), checksum: number(fields["checksum"]))
    }

    func ipv6(_ node: SyntaxNode) -> FrameLayersEntry.IPv6 {
        let keys = ["src", "dst", "hop_limit", "dscp", "ecn", "flow", "next", "len"]
        let foreign = ["ttl": "belongs to `ip`; here it is `hop_limit`", "proto": "belongs to `ip`; here it is `next`"]
        guard let fields = reader.fields(of: node, owner: "`ip6`", keys: keys, foreign: foreign) else { return .init() }
        return .init(
            source: ipv6Address(fields["src"]), destination: ipv6Address(fields["dst"]),
            hopLimit: number(fields["hop_limit"]), dscp: number(fields["dscp"], atMost: 63),
            ecn: number(fields["ecn"], atMost: 3), flowLabel: number(fields["flow"], atMost: 0xf_ffff),
            nextHeader: number(fields["next"]), length: number(fields["len"]))
    }

    func icmp(_ node: SyntaxNode, _ owner: String) -> FrameLayersEntry.ICMP {
        let keys = ["type", "code", "id", "seq", "checksum"]
        guard let fields = reader.fields(of: node, owner: owner, keys: keys) else { return .init() }
        return .init(
            type: number(fields["type"]), code: number(fields["code"]), identifier: number(fields["id"]),
            sequence: number(fields["seq"]), checksum: number(fields["checksum"]))
    }

    func udp(_ node: SyntaxNode) -> FrameLayersEntry.UDP {
        let keys = ["sport", "dport", "len", "checksum"]
        guard let fields = reader.fields(of: node, owner: "`udp`", keys: keys) else { return .init() }
        return .init(
            sourcePort: number(fields["sport"]), destinationPort: number(fields["dport"]),
            length: number(fields["len"]), checksum: number(fields["checksum"]))
    }

    func tcp(_ node: SyntaxNode) -> FrameLayersEntry.TCP {
        let keys = ["sport", "dport", "seq", "ack", "flags", "window", "checksum"]
        guard let fields = reader.fields(of: node, owner: "`tcp`", keys: keys) else { return .init() }
        return .init(
            sourcePort: number(fields["sport"]), destinationPort: number(fields["dport"]),
            sequence: number(fields["seq"]), acknowledgment: number(fields["ack"]),
            flags: fields["flags"].flatMap { flags($0.value) }, window: number(fields["window"]),
            checksum: number(fields["checksum"]))
    }

    private func number<Integer: FixedWidthInteger & Sendable>(
        _ entry: SyntaxEntry?, atMost largest: Integer = .max
    ) -> Integer? {
        reader.integer(entry, in: 0...largest)?.value
    }

    // MARK: Flags of TCP

    /// RFC 9293 section 3.1, the lowest bit first.
    private static let flagNames = ["fin", "syn", "rst", "psh", "ack", "urg", "ece", "cwr"]

    /// A number, a name, or a list of names.
    private func flags(_ node: SyntaxNode) -> UInt16? {
        guard let items = node.sequence else {
            return reader.value(node) { (text) throws(ValueError) in
                guard text.utf8.first.map(IntegerValue.isDigit) == true else { return try Self.flag(text) }
                return UInt16(try IntegerValue.parse(text, in: 0...0xfff))
            }?.value
        }
        return items.reduce(0) { $0 | (reader.value($1, Self.flag)?.value ?? 0) }
    }

    private static func flag(_ text: String) throws(ValueError) -> UInt16 {
        guard let bit = flagNames.firstIndex(of: text) else {
            throw EntryReader.unknown(text, "flag of TCP", in: flagNames)
        }
        return 1 << UInt16(bit)
    }
}
