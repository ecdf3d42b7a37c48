import Testing

@testable import WireFormats

@Suite("IPv6 address")
struct IPv6AddressTests {
    @Test(
        "any form of RFC 4291 section 2.2 is read; the form of RFC 5952 is written",
        arguments: [
            ("2001:DB8:0:0:8:800:200C:417A", "2001:db8::8:800:200c:417a"),
            ("FF01:0:0:0:0:0:0:101", "ff01::101"),
            ("0:0:0:0:0:0:0:1", "::1"),
            ("0:0:0:0:0:0:0:0", "::"),
            ("::", "::"),
            ("1::", "1::"),
            ("::1:2", "::1:2"),
            ("0:0:0:0:0:FFFF:129.144.52.38", "::ffff:129.144.52.38"),
            ("::ffff:129.144.52.38", "::ffff:129.144.52.38"),
            ("::13.1.68.3", "::d01:4403"),
            ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
            // RFC 5952 sections 4.1, 4.2.2, 4.2.3 and 2.2.
            ("2001:0db8::0001", "2001:db8::1"),
            ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
            ("2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
            ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
            ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
            ("2001:db8:aaaa:bbbb:cccc:dddd:eeee:AAAA", "2001:db8:aaaa:bbbb:cccc:dddd:eeee:aaaa"),
            ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
            ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
            ("1:0:0:2:3:0:0:0", "1:0:0:2:3::"),
        ])
    func text(_ text: String, _ canonical: String) throws {
        let address = try #require(IPv6Address(text))
        #expect(address.description == canonical)
        #expect(IPv6Address(canonical) == address)
    }

    @Test(
        "other text is refused",
        arguments: [
            "", ":", ":::", "1", "1:", ":1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::",
            "::1:2:3:4:5:6:7:8", "1::2::3", "1:::2", ":1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:", "12345::", "g::", "::1 ",
            "fe80::1%eth0", "1.2.3.4", "::1.2.3", "::1.2.3.4:5", "1:2:3:4:5:6:7:1.2.3.4", "1.2.3.4::", "::256.1.1.1",
        ])
    func refused(_ text: String) {
        #expect(IPv6Address(text) == nil)
    }

    @Test("halves, bytes and order")
    func halves() throws {
        let address = try #require(IPv6Address("2001:db8:1:2:3:4:5:6"))
        #expect(address.high == 0x2001_0db8_0001_0002)
        #expect(address.low == 0x0003_0004_0005_0006)
        #expect(IPv6Address.loopback < .allNodes)
        #expect(IPv6Address(high: 1, low: 2) < IPv6Address(high: 1, low: 3))
        #expect(IPv6Address(high: 1, low: 9) < IPv6Address(high: 2, low: 3))
    }

    @Test("made of a MAC address (RFC 4291 appendix A)")
    func linkLocal() throws {
        let address = try #require(MACAddress("34:56:78:9a:bc:de"))
        #expect(IPv6Address(linkLocalFor: address).description == "fe80::3656:78ff:fe9a:bcde")
        #expect(Station.left6.description == "fe80::5054:ff:fe12:3456")
    }

    @Test("solicited-node address (the example of RFC 4291 section 2.7.1)")
    func solicitedNode() {
        #expect(IPv6Address("4037::01:800:200e:8c6c")?.solicitedNode == IPv6Address("ff02::1:ff0e:8c6c"))
    }

    @Test("kinds")
    func kinds() {
        #expect(IPv6Address.unspecified.isUnspecified && !IPv6Address.loopback.isUnspecified)
        #expect(IPv6Address.loopback.isLoopback && !IPv6Address.allNodes.isLoopback)
        #expect(IPv6Address.allNodes.isMulticast && !Station.left6.isMulticast)
        #expect(IPv6Address("febf::1")?.isLinkLocal == true)
        #expect(IPv6Address("fec0::1")?.isLinkLocal == false)
    }
}
