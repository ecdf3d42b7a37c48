import Testing

@testable import WireFormats

@Suite("Fields of frames")
struct FieldTests {
    /// What stands in a field, as text; several values with a comma between them.
    private func text(_ field: String, of frame: [UInt8]) throws -> String {
        let field = try #require(FrameField.named(field))
        return field.values(in: frame).map { field.text(of: $0) }.joined(separator: ",")
    }

    @Test(
        "values",
        arguments: [
            ("udp", "frame.len", "46"), ("udp", "eth.dst", "02:00:00:00:00:02"),
            ("udp", "eth.addr", "02:00:00:00:00:02,02:00:00:00:00:01"), ("udp", "eth.type", "0x0800"),
            ("tagged", "eth.type", "0x8100"), ("tagged", "vlan.etype", "0x0800"), ("tagged", "vlan.id", "7"),
            ("tagged", "vlan.priority", "7"), ("tagged", "vlan.dei", "1"), ("two tags", "vlan.id", "5,7"),
            ("two tags", "vlan.dei", "0,1"), ("tagged", "udp.dstport", "9000"),
            ("udp", "ip.hdr_len", "20"), ("ip options", "ip.hdr_len", "24"), ("ip options", "udp.srcport", "49152"),
            ("udp", "ip.dsfield.dscp", "46"), ("udp", "ip.dsfield.ecn", "1"), ("udp", "ip.len", "32"),
            ("udp", "ip.id", "0x1234"), ("udp", "ip.flags.df", "1"), ("udp", "ip.flags.mf", "0"),
            ("later fragment", "ip.flags.mf", "1"), ("later fragment", "ip.frag_offset", "3"),
            ("later fragment", "udp.srcport", ""), ("later fragment", "data.data", "00:11:22:33:44:55:66:77"),
            ("udp", "ip.ttl", "64"), ("udp", "ip.proto", "17"), ("udp", "ip.checksum", "0xbeef"),
            ("udp", "ip.addr", "10.0.0.1,10.0.0.2"), ("udp", "udp.port", "49152,9000"), ("udp", "udp.length", "12"),
            ("udp", "udp.payload", "de:ad:be:ef"), ("padded", "udp.payload", "de:ad:be:ef"),
            ("padded", "frame.len", "60"), ("datagram shorter than its header", "udp.payload", ""),
            ("datagram longer than its packet", "udp.payload", "de:ad:be:ef"),
            ("ipv6 udp", "ipv6.tclass.dscp", "46"), ("ipv6 udp", "ipv6.tclass.ecn", "1"),
            ("ipv6 udp", "ipv6.flow", "0x80123"), ("ipv6 udp", "ipv6.plen", "12"), ("ipv6 udp", "ipv6.hlim", "64"),
            ("ipv6 udp", "ipv6.addr", "fd00::1,fd00::2"), ("ipv6 udp", "ip.src", ""),
            ("ipv6 hop by hop", "ipv6.nxt", "0"), ("ipv6 hop by hop", "udp.dstport", "9000"),
            ("ipv6 later fragment", "udp.dstport", ""), ("ipv6 later fragment", "data.data", "00:11:22:33"),
            ("echo", "icmp.type", "8"), ("echo", "icmp.ident", "1"), ("echo", "icmp.seq", "2"),
            ("echo", "data.data", "61:62:63:64:65:66:67:68"), ("time exceeded", "icmp.type", "11"),
            ("time exceeded", "icmp.ident", ""), ("ipv6 echo", "icmpv6.echo.identifier", "0x0102"),
            ("solicitation", "icmpv6.nd.ns.target_address", "fd00::2"),
            ("solicitation", "icmpv6.nd.na.target_address", ""),
            ("advertisement", "icmpv6.nd.na.target_address", "fd00::2"), ("tcp", "tcp.seq", "1"),
            ("tcp", "tcp.ack", "2147483650"), ("tcp", "tcp.flags", "0x012"), ("tcp", "tcp.flags.syn", "1"),
            ("tcp", "tcp.flags.fin", "0"), ("tcp", "tcp.window_size_value", "65534"), ("tcp", "tcp.payload", "68:69"),
            ("tcp, options", "tcp.payload", ""), ("arp request", "arp.opcode", "1"),
            ("arp request", "arp.src.hw_mac", "02:00:00:00:00:01"), ("arp request", "arp.dst.proto_ipv4", "10.0.0.2"),
            ("arp, other hardware", "arp.opcode", "1"), ("arp, other hardware", "arp.src.hw_mac", ""),
            ("802.3 length", "eth.type", ""), ("802.3 length", "data.data", "42:42:03"),
            ("another version", "ip.version", "5"), ("ipv6 udp", "ip.version", "6"), ("another version", "ip.src", ""),
            ("tag cut off", "vlan.id", "7"), ("tag cut off", "vlan.etype", ""), ("two bytes of IP", "ip.hdr_len", "20"),
            ("two bytes of IP", "ip.len", ""), ("IPv6 cut off", "ipv6.src", "fd00::1"),
            ("IPv6 cut off", "ipv6.dst", ""), ("eight bytes", "eth.dst", "02:00:00:00:00:02"),
            ("eight bytes", "eth.src", ""), ("no bytes", "frame.len", "0"),
        ])
    func values(frame: String, field: String, expected: String) throws {
        #expect(try text(field, of: FieldFrames.named(frame)) == expected)
    }

    @Test(
        "protocols are there or not",
        arguments: [
            ("udp", "frame eth ip udp"), ("two tags", "frame eth vlan ip udp"), ("echo", "frame eth ip icmp"),
            ("ipv6 echo", "frame eth ipv6 icmpv6"), ("tcp", "frame eth ip tcp"), ("arp request", "frame eth arp"),
            ("rarp", "frame eth arp"), ("later fragment", "frame eth ip"), ("no bytes", "frame"),
        ])
    func protocols(frame: String, expected: String) {
        let layers = FrameField.all.filter { $0.kind == .layer }
        let found = layers.filter { $0.isPresent(in: FieldFrames.named(frame)) }.map(\.name)
        #expect(found.joined(separator: " ") == expected)
    }

    @Test("more tags than anybody has are not followed for ever")
    func manyTags() throws {
        let tags = (1...500).flatMap { bytes("8100") + [UInt8($0 >> 8), UInt8($0 & 0xff)] }
        let frame = bytes("020000000002 020000000001") + tags + bytes("0800 4500")
        #expect(try text("vlan.id", of: frame) == "1,2,3,4,5,6,7,8")
        #expect(try text("ip.version", of: frame).isEmpty)
    }

    @Test("names are unique, and each finds its field")
    func names() {
        #expect(Set(FrameField.all.map(\.name)).count == FrameField.all.count)
        for field in FrameField.all { #expect(FrameField.named(field.name) == field) }
        #expect(FrameField.named("ip.dest") == nil)
    }

    @Test(
        "the largest number is what its bits hold",
        arguments: [
            ("ip.ttl", 255), ("vlan.id", 4095), ("ip.flags.df", 1), ("ip.hdr_len", 60), ("tcp.seq", 0xffff_ffff),
            ("tcp.flags", 0xfff), ("eth.dst", 0),
        ] as [(String, UInt64)])
    func largest(field: String, number: UInt64) {
        #expect(FrameField.named(field)?.largest == number)
    }

    @Test("F8: a frame that ends anywhere, in a TCP header, behind IPv6 or in a tag too, has no field that it has not")
    func prefixes() {
        for (_, frame) in FieldFrames.all {
            for count in 0...frame.count {
                let bytes = Array(frame.prefix(count))
                for field in FrameField.all where field.kind != .bytes && field.name != "frame.len" {
                    let whole = field.values(in: frame)
                    // The lengths in the headers stay, so what is there is what was there.
                    #expect(whole.starts(with: field.values(in: bytes)), "\(field.name)")
                }
            }
        }
    }
}
