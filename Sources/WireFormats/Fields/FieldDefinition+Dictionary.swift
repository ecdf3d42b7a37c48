/// The dictionary: every field that there is, by layer.
///
/// Names, and what they count, are Wireshark's; `Tests/WireFormatsTests` compares them with the real one.
extension FieldDefinition {
    static let all: [FieldDefinition] = link + arp + ipv4 + ipv6 + icmp + icmpv6 + udp + tcp + payload

    private static let link: [FieldDefinition] = [
        .layer("frame", .frame, "any frame"),
        FieldDefinition(
            name: "frame.len", meaning: "bytes of the frame, without FCS",
            shape: FieldShape(layer: .frame, kind: .number)),
        .layer("eth", .ethernet, "an Ethernet header (IEEE 802.3 3.1.1)"),
        .address("eth.dst", .mac, .ethernet, at: 0, "destination address (IEEE 802.3 3.2.3)"),
        .address("eth.src", .mac, .ethernet, at: 6, "source address (IEEE 802.3 3.2.3)"),
        .address("eth.addr", .mac, .ethernet, at: 0, and: 6, "either of the two addresses"),
        FieldDefinition(
            name: "eth.type", meaning: "EtherType (IEEE 802.3 3.2.6); of a tagged frame that of its first tag",
            shape: FieldShape(
                layer: .ethernet, kind: .number, offset: 12, byteCount: 2, bits: 16, isType: true),
            isHexadecimal: true),
        .layer("vlan", .vlan, "a tag (IEEE 802.1Q 9.3); of each tag of a frame, service tags included:"),
        .tag("vlan.priority", at: 0, shift: 13, bits: 3, "priority code point"),
        .tag("vlan.dei", at: 0, shift: 12, bits: 1, "drop eligible"),
        .tag("vlan.id", at: 0, bits: 12, "VLAN identifier"),
        .tag("vlan.etype", at: 2, bits: 16, hex: true, "EtherType behind the tag"),
    ]

    private static let arp: [FieldDefinition] = [
        .layer("arp", .arp, "an ARP packet (RFC 826), or RARP (RFC 903)"),
        .number("arp.opcode", .arp, at: 6, bytes: 2, "1 request, 2 reply"),
        .address("arp.src.hw_mac", .mac, .arpAddresses, at: 8, "sender's station address"),
        .address("arp.src.proto_ipv4", .ipv4, .arpAddresses, at: 14, "sender's IPv4 address"),
        .address("arp.dst.hw_mac", .mac, .arpAddresses, at: 18, "target's station address"),
        .address("arp.dst.proto_ipv4", .ipv4, .arpAddresses, at: 24, "target's IPv4 address"),
    ]

    private static let ipv4: [FieldDefinition] = [
        .layer("ip", .ipv4, "an IPv4 header (RFC 791 3.1)"),
        .bits("ip.version", .internet, at: 0, bytes: 1, shift: 4, bits: 4, "4; of an IPv6 header 6"),
        .bits("ip.hdr_len", .ipv4Header, at: 0, bytes: 1, shift: 0, bits: 4, unit: 4, "bytes of the header"),
        .bits("ip.dsfield.dscp", .ipv4Header, at: 1, bytes: 1, shift: 2, bits: 6, "DSCP (RFC 2474 3)"),
        .bits("ip.dsfield.ecn", .ipv4Header, at: 1, bytes: 1, shift: 0, bits: 2, "ECN (RFC 3168 5)"),
        .number("ip.len", .ipv4Header, at: 2, bytes: 2, "bytes of the packet"),
        .number("ip.id", .ipv4Header, at: 4, bytes: 2, hex: true, "identification of a packet's fragments"),
        .flag("ip.flags.df", .ipv4Header, at: 6, bit: 6, "don't fragment"),
        .flag("ip.flags.mf", .ipv4Header, at: 6, bit: 5, "more fragments"),
        .bits("ip.frag_offset", .ipv4Header, at: 6, bytes: 2, shift: 0, bits: 13, "place of the fragment, in 8 bytes"),
        .number("ip.ttl", .ipv4Header, at: 8, bytes: 1, "time to live"),
        .number("ip.proto", .ipv4Header, at: 9, bytes: 1, "protocol: 1 ICMP, 6 TCP, 17 UDP"),
        .number("ip.checksum", .ipv4Header, at: 10, bytes: 2, hex: true, "header checksum"),
        .address("ip.src", .ipv4, .ipv4Header, at: 12, "source address"),
        .address("ip.dst", .ipv4, .ipv4Header, at: 16, "destination address"),
        .address("ip.addr", .ipv4, .ipv4Header, at: 12, and: 16, "either of the two addresses"),
    ]

    private static let ipv6: [FieldDefinition] = [
        .layer("ipv6", .ipv6, "an IPv6 header (RFC 8200 3)"),
        .bits("ipv6.version", .ipv6, at: 0, bytes: 1, shift: 4, bits: 4, "6"),
        .bits("ipv6.tclass.dscp", .ipv6Header, at: 0, bytes: 2, shift: 6, bits: 6, "DSCP (RFC 2474 3)"),
        .bits("ipv6.tclass.ecn", .ipv6Header, at: 0, bytes: 2, shift: 4, bits: 2, "ECN (RFC 3168 5)"),
        .bits("ipv6.flow", .ipv6Header, at: 0, bytes: 4, shift: 0, bits: 20, hex: true, "flow label (RFC 6437)"),
        .number("ipv6.plen", .ipv6Header, at: 4, bytes: 2, "bytes behind the header"),
        .number("ipv6.nxt", .ipv6Header, at: 6, bytes: 1, "next header: 17 UDP, 58 ICMPv6"),
        .number("ipv6.hlim", .ipv6Header, at: 7, bytes: 1, "hop limit"),
        .address("ipv6.src", .ipv6, .ipv6Header, at: 8, "source address"),
        .address("ipv6.dst", .ipv6, .ipv6Header, at: 24, "destination address"),
        .address("ipv6.addr", .ipv6, .ipv6Header, at: 8, and: 24, "either of the two addresses"),
    ]

    private static let icmp: [FieldDefinition] = [
        .layer("icmp", .icmp, "an ICMP message (RFC 792)"),
        .number("icmp.type", .icmp, at: 0, bytes: 1, "0 echo reply, 3 unreachable, 8 echo request, 11 time exceeded"),
        .number("icmp.code", .icmp, at: 1, bytes: 1, "which case of it"),
        .number("icmp.checksum", .icmp, at: 2, bytes: 2, hex: true, "checksum"),
        .number("icmp.ident", .icmpEcho, at: 4, bytes: 2, "identifier of an echo"),
        .number("icmp.seq", .icmpEcho, at: 6, bytes: 2, "number of an echo"),
    ]

    private static let icmpv6: [FieldDefinition] = [
        .layer("icmpv6", .icmpv6, "an ICMPv6 message (RFC 4443)"),
        .number("icmpv6.type", .icmpv6, at: 0, bytes: 1, "128 echo request, 129 echo reply, 135 and 136 neighbours"),
        .number("icmpv6.code", .icmpv6, at: 1, bytes: 1, "which case of it"),
        .number("icmpv6.checksum", .icmpv6, at: 2, bytes: 2, hex: true, "checksum"),
        .number("icmpv6.echo.identifier", .icmpv6Echo, at: 4, bytes: 2, hex: true, "identifier of an echo"),
        .number("icmpv6.echo.sequence_number", .icmpv6Echo, at: 6, bytes: 2, "number of an echo"),
        .address(
            "icmpv6.nd.ns.target_address", .ipv6, .neighborSolicitation, at: 8, "the address asked for (RFC 4861 4.3)"),
        .address(
            "icmpv6.nd.na.target_address", .ipv6, .neighborAdvertisement, at: 8, "the address told (RFC 4861 4.4)"),
    ]

    private static let udp: [FieldDefinition] = [
        .layer("udp", .udp, "a UDP header (RFC 768)"),
        .number("udp.srcport", .udp, at: 0, bytes: 2, "source port"),
        .number("udp.dstport", .udp, at: 2, bytes: 2, "destination port"),
        .ports("udp.port", .udp, "either of the two ports"),
        .number("udp.length", .udp, at: 4, bytes: 2, "bytes of the datagram, header included"),
        .number("udp.checksum", .udp, at: 6, bytes: 2, hex: true, "checksum; 0: none"),
    ]

    private static let tcp: [FieldDefinition] = [
        .layer("tcp", .tcp, "a TCP header (RFC 9293 3.1)"),
        .number("tcp.srcport", .tcp, at: 0, bytes: 2, "source port"),
        .number("tcp.dstport", .tcp, at: 2, bytes: 2, "destination port"),
        .ports("tcp.port", .tcp, "either of the two ports"),
        .number("tcp.seq", .tcp, at: 4, bytes: 4, "sequence number, as it stands there"),
        .number("tcp.ack", .tcp, at: 8, bytes: 4, "acknowledgment number, as it stands there"),
        .bits(
            "tcp.flags", .tcp, at: 12, bytes: 2, shift: 0, bits: 12, hex: true, "all flags: 0x002 SYN, 0x012 SYN ACK"),
        .flag("tcp.flags.urg", .tcp, at: 13, bit: 5, "urgent pointer is meant"),
        .flag("tcp.flags.ack", .tcp, at: 13, bit: 4, "acknowledgment number is meant"),
        .flag("tcp.flags.push", .tcp, at: 13, bit: 3, "push"),
        .flag("tcp.flags.reset", .tcp, at: 13, bit: 2, "reset"),
        .flag("tcp.flags.syn", .tcp, at: 13, bit: 1, "synchronize"),
        .flag("tcp.flags.fin", .tcp, at: 13, bit: 0, "no more from the sender"),
        .number("tcp.window_size_value", .tcp, at: 14, bytes: 2, "window, not scaled"),
    ]

    private static let payload: [FieldDefinition] = [
        .bytes("udp.payload", .udpPayload, "bytes behind the UDP header"),
        .bytes("tcp.payload", .tcpPayload, "bytes behind the TCP header"),
        .bytes("data.data", .data, "bytes behind the last header that has fields here; of an echo its data"),
    ]
}
