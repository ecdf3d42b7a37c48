@testable import ScenarioFile
import TestSupport
import Testing
import WireFormats

extension Tag {
    /// Starts a program that others have made.
    @Tag static var peer: Self
}

/// The frames that a text means, between h1 and another node, and what is said about it.
private func compose(_ yaml: String, to: String? = "h2", hex: Bool = false) throws -> (frames: [[UInt8]], said: String)
{
    let sink = DiagnosticSink(source: SourceText(file: "f", text: yaml))
    let node = try #require(YAMLReader.read(into: sink))
    let reader = FrameLayersReader(reader: EntryReader(sink: sink))
    let from = try #require(LabNodes.node("h1").flatMap { FrameEnd($0, port: nil) })
    let end = to.flatMap(LabNodes.node).flatMap { FrameEnd($0, port: nil) }
    let composer = FrameComposer(from: from, to: end, book: LabNodes.book, sink: sink)
    let entries = hex ? reader.hexFrames(node) : reader.frames(node)
    let frames = entries.compactMap { composer.bytes(of: $0) }
    return (frames, sink.diagnostics.map { "\($0.line):\($0.column): \($0.message)" }.joined(separator: "\n"))
}

private func one(_ yaml: String, to: String? = "h2") throws -> [UInt8] {
    let (frames, said) = try compose(yaml, to: to)
    #expect(said.isEmpty)
    return try #require(frames.first)
}

@Suite("Frames in layers")
struct FrameLayersTests {
    @Test(
        "what is not written is filled in, what is written wins",
        arguments: [
            ("{ udp: {} }", "eth.dst == h2 and eth.src == h1 and eth.type == 0x800 and ip.src == h1"),
            ("{ udp: {} }", "ip.dst == 10.0.0.2 and ip.len == 28 and ip.ttl == 64 and ip.proto == 17"),
            ("{ udp: {} }", "ip.flags.df == 1 and ip.flags.mf == 0 and ip.id == 0 and udp.length == 8"),
            ("{ udp: { sport: 7, dport: 9 }, payload: hello }", "udp.srcport == 7 and udp.dstport == 9"),
            ("{ udp: {}, payload: hello }", "udp.payload == 68:65:6c:6c:6f and udp.length == 13 and ip.len == 33"),
            ("{ udp: {}, payload: { hex: dead beef } }", "udp.payload == \"dead beef\""),
            ("{ udp: {}, payload: { zeros: 3 } }", "udp.payload == 000000 and frame.len == 45"),
            ("{ udp: { len: 200, checksum: 0x1234 } }", "udp.length == 200 and udp.checksum == 0x1234"),
            (
                "{ eth: { dst: r1:eth1, src: h2, type: 0x1234 } }",
                "eth.dst == r1:eth1 and eth.src == h2 and eth.type == 0x1234"
            ),
            ("{ payload: x }", "eth.type == 0x88b5 and data.data == 78"),
            ("{ vlan: 7, udp: {} }", "eth.type == 0x8100 and vlan.id == 7 and vlan.etype == 0x800 and udp"),
            ("{ vlan: { id: 5, pcp: 6, dei: on } }", "vlan.id == 5 and vlan.priority == 6 and vlan.dei == 1"),
            ("{ vlan: [5, { id: 7, tpid: 0x9100 }], udp: {} }", "eth.type == 0x88a8 and vlan.etype == 0x9100 and udp"),
            ("{ arp: {} }", "eth.dst == ff:ff:ff:ff:ff:ff and arp.opcode == 1 and arp.src.hw_mac == h1"),
            (
                "{ arp: {} }",
                "arp.src.proto_ipv4 == h1 and arp.dst.hw_mac == 00:00:00:00:00:00 and arp.dst.proto_ipv4 == 10.0.0.2"
            ),
            ("{ arp: { op: reply } }", "eth.dst == h2 and arp.opcode == 2 and arp.dst.hw_mac == h2"),
            (
                "{ arp: { op: 9, sender_ip: 10.0.0.7, target_mac: r1:eth1 } }",
                "arp.opcode == 9 and arp.src.proto_ipv4 == 10.0.0.7 and arp.dst.hw_mac == r1:eth1"
            ),
            ("{ ip: { dst: c1 }, udp: {} }", "eth.dst == c1 and ip.dst == c1 and ip.src == h1"),
            ("{ ip: { dst: 224.0.0.5 } }", "eth.dst == 01:00:5e:00:00:05 and ip.proto == 253"),
            ("{ ip: { dst: 10.0.0.255 } }", "eth.dst == ff:ff:ff:ff:ff:ff"),
            ("{ ip: { dst: 9.9.9.9 } }", "eth.dst == h2 and ip.dst == 9.9.9.9"),
            (
                "{ ip: { ttl: 1, dscp: 46, ecn: 1, id: 7 } }",
                "ip.ttl == 1 and ip.dsfield.dscp == 46 and ip.dsfield.ecn == 1 and ip.id == 7"
            ),
            ("{ ip: { mf: on, offset: 3 } }", "ip.flags.df == 0 and ip.flags.mf == 1 and ip.frag_offset == 3"),
            (
                "{ ip: { df: off, proto: 99, len: 7, checksum: 5 } }",
                "ip.flags.df == 0 and ip.proto == 99 and ip.len == 7 and ip.checksum == 5"
            ),
            (
                "{ icmp: {} }",
                "icmp.type == 8 and icmp.code == 0 and icmp.ident == 1 and icmp.seq == 1 and ip.proto == 1"
            ),
            ("{ icmp: { type: 3, code: 4, checksum: 1 } }", "icmp.type == 3 and icmp.code == 4 and icmp.checksum == 1"),
            (
                "{ tcp: { dport: 80, seq: 1, ack: 2, flags: [syn, ack], window: 9 } }",
                "tcp.dstport == 80 and tcp.seq == 1 and tcp.ack == 2 and tcp.flags == 0x12 and tcp.window_size_value == 9"
            ),
            ("{ tcp: {} }", "tcp.flags == 2 and ip.proto == 6 and ip.len == 40"),
            ("{ tcp: { flags: 0xfff, checksum: 3 } }", "tcp.flags == 0xfff"),
        ])
    func fields(yaml: String, match: String) throws {
        let frame = try one(yaml)
        let misses = try MatchCompiler(addresses: LabNodes.book).compile(match).misses(frame.span.bytes)
        #expect(misses.isEmpty, "\(misses)")
    }

    @Test(
        "IPv6",
        arguments: [
            (
                "{ ip6: {}, udp: {} }",
                "eth.type == 0x86dd and ipv6.src == h1 and ipv6.dst == fd00::254 and eth.dst == r1:eth0"
            ),
            (
                "{ ip6: { hop_limit: 1, dscp: 46, flow: 0xabcde } }",
                "ipv6.hlim == 1 and ipv6.tclass.dscp == 46 and ipv6.flow == 0xabcde and ipv6.nxt == 253"
            ),
            ("{ ip6: { next: 17, len: 9 }, payload: x }", "ipv6.nxt == 17 and ipv6.plen == 9"),
            (
                "{ icmp6: {}, payload: x }",
                "icmpv6.type == 128 and ipv6.nxt == 58 and ipv6.plen == 9 and ipv6.hlim == 64"
            ),
            ("{ icmp6: { type: 135 } }", "ipv6.hlim == 255 and icmpv6.type == 135"),
            ("{ ip6: { dst: \"ff02::1\" } }", "eth.dst == 33:33:00:00:00:01"),
        ])
    func ipv6(yaml: String, match: String) throws {
        let frame = try one(yaml, to: "r1")
        let misses = try MatchCompiler(addresses: LabNodes.book).compile(match).misses(frame.span.bytes)
        #expect(misses.isEmpty, "\(misses)")
    }

    @Test("a frame, byte by byte")
    func bytes() throws {
        #expect(
            try one("{ ip: { id: 1 }, icmp: { id: 2, seq: 3 }, payload: abc }")
                == TestSupport.bytes(
                    """
                    525400000002 525400000001 0800
                    4500 001f 0001 4000 4001 26db 0a000001 0a000002
                    0800 3398 0002 0003 616263
                    """))
        #expect(try one("{ arp: { op: reply } }").count == 42)
    }

    @Test("checksums are right, whatever the payload", arguments: [0, 1, 2, 3, 100, 1471])
    func checksums(count: Int) throws {
        let payload = "payload: { zeros: \(count) }"
        for yaml in ["{ udp: { sport: 1 }, \(payload) }", "{ tcp: {}, \(payload) }", "{ icmp: {}, \(payload) }"] {
            let frame = try one(yaml)
            let span = frame.span.bytes
            let header = try IPv4Header(parsing: span.extracting(droppingFirst: 14))
            let packet = span.extracting(droppingFirst: 14)
            let isRight = IPv4Header.checksumIsValid(in: packet)
            #expect(isRight)
            let segment = header.payload(of: packet)
            var sum =
                header.protocol == .icmp
                ? InternetChecksum() : header.pseudoHeader.checksum(header.protocol, byteCount: segment.byteCount)
            sum.add(segment)
            #expect(sum.isValid, "\(yaml)")
        }
    }

    @Test("a list is several frames, some of them in hex")
    func lists() throws {
        let (frames, said) = try compose(
            "[{ arp: {} }, { hex: \"00:11 22\" }, { hex: [33, \"44 55\"] }, { payload: x }]")
        #expect(frames.map(\.count) == [42, 3, 1, 2, 15])
        #expect(frames[1] == [0, 0x11, 0x22])
        // Each of the short ones is warned of.
        #expect(said.split(separator: "\n").count == 3)
        #expect(said.contains("1:22: a frame of 3 bytes is shorter than its Ethernet header of 14"))
        #expect(try compose("[dead beef, \"00\"]", hex: true).frames == [[0xde, 0xad, 0xbe, 0xef], [0]])
        #expect(try compose("dead beef", hex: true).frames == [[0xde, 0xad, 0xbe, 0xef]])
    }

    @Test("no frame is longer than a frame may be")
    func longest() throws {
        let largest = EthernetHeader.frameByteLimit
        #expect(try one("{ payload: { zeros: \(largest - 14) } }").count == largest)
        #expect(
            try compose("{ payload: { zeros: \(largest - 13) } }").said
                == "1:1: a frame of 65554 bytes: the largest is 65553")
        #expect(try one("{ udp: {}, payload: { zeros: 65507 } }").count == 65549)
        #expect(
            try compose("{ udp: {}, payload: { zeros: 65508 } }").said
                == "1:1: a packet of 65536 bytes: IPv4 has at most 65535")
        // Who writes the length knows that it is wrong.
        #expect(try one("{ ip: { len: 20 }, udp: {}, payload: { zeros: 65508 } }").count == 65550)
        let hex = String(repeating: "00", count: largest + 1)
        #expect(try compose("\"\(hex)\"", hex: true).said == "1:1: a frame of 65554 bytes: the largest is 65553")
    }

    @Test(
        "mistakes",
        arguments: [
            ("5", "1:1: expected a frame as a mapping of its layers, found a single value"),
            ("[]", "1:1: a list of no frames"), ("{}", "1:1: the frame has no layers"),
            ("{ upd: {} }", "1:3: unknown key `upd` in a frame"),
            ("{ udp: { port: 5 } }", "1:10: unknown key `port` in `udp`"),
            (
                "{ hex: \"00\", udp: {} }",
                "1:8: a frame of 1 bytes is shorter than its Ethernet header of 14\n1:14: `udp` excludes `hex`, which is the whole frame"
            ),
            ("{ hex: \"0?\" }", "1:10: a free half byte has no place here"),
            ("{ udp: {}, tcp: {} }", "1:12: `udp` and `tcp` exclude each other"),
            ("{ ip: {}, arp: {} }", "1:11: `arp` and `ip` exclude each other"),
            ("{ ip: {}, icmp6: {} }", "1:11: `ip` and `icmp6` exclude each other"),
            ("{ vlan: 4096 }", "1:9: 4096 is out of range: from 0 to 4095"),
            ("{ vlan: [] }", "1:9: a frame has 1 to 8 tags, found 0"),
            ("{ vlan: { id: 1, pcp: 8 } }", "1:23: 8 is out of range: from 0 to 7"),
            ("{ vlan: { id: 1, dei: maybe } }", "1:23: `maybe` is neither on nor off"),
            ("{ ip: { ttl: 256 } }", "1:14: 256 is out of range: from 0 to 255"),
            ("{ ip: { hop_limit: 1 } }", "1:9: `hop_limit` belongs to `ip6`"),
            ("{ ip6: { ttl: 1 } }", "1:10: `ttl` belongs to `ip`; here it is `hop_limit`"),
            ("{ ip: { src: 5 } }", "1:14: `5` is not an IPv4 address"),
            ("{ ip: { src: \"fd00::1\" } }", "1:14: `fd00::1` is not an IPv4 address"),
            ("{ eth: { dst: 10.0.0.1 } }", "1:15: `10.0.0.1` is not a MAC address"),
            ("{ eth: { dst: h9 } }", "1:15: no node is named `h9`"),
            ("{ eth: { dst: \"h2:eth7\" } }", "1:19: `h2` has no interface `eth7` with an address"),
            ("{ eth: { dst: r1 } }", "1:15: `r1` has 2 NICs"),
            ("{ ip: { dst: r1 } }", "1:14: `r1` has 2 NICs"),
            (
                "{ ip: { src: bare, dst: s1 } }",
                "1:14: `bare` has no IPv4 address\n1:25: `s1` has no NIC and no address"
            ),
            ("{ ip6: {}, udp: {} }", "1:1: `ip6` needs `dst`: `h2` has no IPv6 address"),
            ("{ arp: { op: requets } }", "1:14: unknown operation `requets` of ARP"),
            ("{ tcp: { flags: [syn, ak] } }", "1:23: unknown flag of TCP `ak`"),
            ("{ payload: {} }", "1:12: the payload is empty"),
            ("{ payload: { hex: \"0\" } }", "1:20: half a byte: hex digits come in pairs"),
            ("{ udp: , payload: x }", "1:3: `udp` has no value"),
        ])
    func mistakes(yaml: String, said: String) throws {
        #expect(try compose(yaml).said == said)
    }

    @Test("a flow that is for no host of the file has to say where its frames go")
    func withoutReceiver() throws {
        #expect(try compose("{ payload: x }", to: nil).said == "1:1: nothing says which station the frame is for")
        #expect(
            try compose("{ udp: {} }", to: nil).said
                == "1:1: `ip` needs `dst`: the flow is for no host of the file")
        #expect(try one("{ ip: { dst: h2 } }", to: nil).count == 34)
        #expect(try compose("{ udp: {} }", to: "bare").said == "1:1: `ip` needs `dst`: `bare` has no IPv4 address")
    }
}

@Suite(
    "Frames in layers as Wireshark reads them", .tags(.peer), .enabled(if: TShark.path != nil, "needs tshark"),
    .timeLimit(.minutes(2)))
struct FrameLayersTSharkTests {
    @Test("every checksum that was filled in is good, and no packet is malformed")
    func checksums() throws {
        let written = [
            "{ udp: {}, payload: hello }", "{ tcp: {}, payload: odd }", "{ icmp: {}, payload: hello }",
            "{ vlan: [5, 7], udp: {}, payload: { zeros: 1400 } }", "{ ip6: {}, udp: {}, payload: hello }",
            "{ icmp6: {}, payload: hello }", "{ ip6: {}, tcp: {} }",
        ]
        let frames = try written.map { try one($0, to: $0.contains("6: {}") ? "r1" : "h2") }
        let directory = try TemporaryDirectory()
        let interface = PcapNGInterface(name: "n1", snapLength: 262_144)
        let file = [UInt8](atMost: 65536) { output in
            PcapNGSection().write(into: &output)
            interface.write(into: &output)
            for frame in frames {
                PcapNGPacket.write(
                    into: &output, interface: 0, time: 0, direction: .inbound, originalByteCount: frame.count,
                    bytes: frame.span.bytes)
            }
        }
        try directory.write(file, to: "frames.pcapng")
        let rows = try TShark.fields(
            [
                "ip.checksum.status", "udp.checksum.status", "tcp.checksum.status", "icmp.checksum.status",
                "icmpv6.checksum.status", "_ws.malformed",
            ], of: directory["frames.pcapng"],
            options: ["ip", "udp", "tcp"].flatMap { ["-o", "\($0).check_checksum:TRUE"] })
        // 1 is good.
        #expect(
            rows == [
                ["1", "1", "", "", "", ""], ["1", "", "1", "", "", ""], ["1", "", "", "1", "", ""],
                ["1", "1", "", "", "", ""], ["", "1", "", "", "", ""], ["", "", "", "", "1", ""],
                ["", "", "1", "", "", ""],
            ])
    }
}
