import Testing

@testable import WireFormats

@Suite("frame summary")
struct FrameSummaryTests {
    private static let ends = "525400123457 525400123456 "
    private static let reply = bytes("0001 0800 06 04 0002 525400123457 0a000002 525400123456 0a000001")
    private static let announcement = bytes("0001 0800 06 04 0003 525400123456 00000000 525400123456 00000000")

    private static let cases: [(frame: [UInt8], line: String)] = [
        (bytes(ends + "0806") + Literal.arpRequest, "ARP who-has 10.0.0.2 tell 10.0.0.1"),
        (bytes(ends + "0806") + reply, "ARP 10.0.0.2 is-at 52:54:00:12:34:57"),
        (bytes(ends + "8035") + announcement, "RARP who-is 52:54:00:12:34:56"),
        (Literal.tagged + Literal.arpRequest, "vlan 7 ARP who-has 10.0.0.2 tell 10.0.0.1"),
        (
            Literal.serviceTagged + bytes("0007 0806") + Literal.arpRequest,
            "vlan 100 vlan 7 ARP who-has 10.0.0.2 tell 10.0.0.1"
        ),
        (Literal.untagged + Literal.ipv4, "IPv4 10.0.0.1 > 10.0.0.2 ICMP echo request id 1 seq 3"),
        (Literal.udpFrame, "IPv4 10.0.0.3 > 10.0.0.2 UDP 1024 > 1024 length 20"),
        (Literal.untagged + Literal.ipv4Options, "IPv4 10.0.0.1 > 10.0.0.2 UDP fragment at 24, 4 bytes"),
        (
            Literal.untagged + Literal.ipv4.replacing(at: 6, with: [0x20, 0]),
            "IPv4 10.0.0.1 > 10.0.0.2 ICMP first fragment, 24 bytes"
        ),
        (
            Literal.untagged + Literal.ipv4.replacing(at: 9, with: [89]),
            "IPv4 10.0.0.1 > 10.0.0.2 protocol 89, 24 bytes"
        ),
        (
            bytes(ends + "86dd") + Literal.ipv6,
            "IPv6 fe80::5054:ff:fe12:3457 > fe80::5054:ff:fe12:3456 ICMPv6 neighbor advertisement "
                + "fe80::5054:ff:fe12:3457 is-at 52:54:00:12:34:57"
        ),
        (
            bytes(ends + "88cc 0207"),
            "52:54:00:12:34:56 > 52:54:00:12:34:57 ethertype 0x88cc, 2 bytes"
        ),
        (bytes(ends + "0026 4242"), "52:54:00:12:34:56 > 52:54:00:12:34:57 802.3 length 38, 2 bytes"),
        (bytes("0102"), "frame of 2 bytes, truncated: 14 bytes needed, 2 available"),
        (bytes(ends + "0800 45"), "IPv4, truncated: 20 bytes needed, 1 available"),
        (
            Literal.untagged + Literal.ipv4.replacing(at: 2, with: [0, 24]),
            "IPv4 10.0.0.1 > 10.0.0.2 ICMP, truncated: 8 bytes needed, 4 available"
        ),
        (Literal.serviceTagged + bytes("00"), "vlan 100 second VLAN tag cut off"),
    ]

    @Test("one line a frame", arguments: cases)
    func lines(_ frame: [UInt8], _ line: String) {
        #expect(FrameSummary(of: frame).description == line)
    }

    @Test("any prefix of any frame has one", arguments: cases)
    func prefixes(_ frame: [UInt8], _: String) {
        for length in 0..<frame.count {
            #expect(!FrameSummary(of: Array(frame.prefix(length))).description.isEmpty)
        }
    }

    @Test("a stack of tags is not unwrapped without end")
    func tags() {
        let frame = Literal.serviceTagged + (0..<1000).flatMap { _ in bytes("0007 8100") }
        #expect(FrameSummary(of: frame).description.hasPrefix("vlan 100 vlan 7 52:54:00:12:34:56 >"))
    }
}
