import Testing

@testable import WireFormats

@Suite("MAC address")
struct MACAddressTests {
    @Test("text is six pairs of digits with one kind of separator")
    func text() throws {
        let address = try #require(MACAddress("52:54:00:12:34:56"))
        #expect(address == Station.leftMAC)
        #expect(address.description == "52:54:00:12:34:56")
        #expect(MACAddress("52-54-00-12-34-56") == address)
        #expect(MACAddress("AB:cd:EF:00:00:01")?.description == "ab:cd:ef:00:00:01")
    }

    @Test(
        "other text is refused",
        arguments: [
            "", "52:54:00:12:34:5", "52:54:00:12:34:567", "52:54:00-12:34:56", "525400123456", "5:254:00:12:34:56",
            "52:54:00:12:34:5g", "52.54.00.12.34.56", " 52:54:00:12:34:5", "::::::::::::::::5", "52:54:00:12:34:é",
        ])
    func refused(_ text: String) {
        #expect(MACAddress(text) == nil)
    }

    @Test("48 bits, no more")
    func rawValue() {
        #expect(MACAddress(rawValue: 0xffff_ffff_ffff) == .broadcast)
        #expect(MACAddress(rawValue: 0x1_0000_0000_0000) == nil)
        #expect(MACAddress(truncating: 0xabcd_5254_0012_3456) == Station.leftMAC)
        #expect(Station.leftMAC < Station.rightMAC)
    }

    @Test("the two bits of the first byte, and broadcast")
    func bits() {
        #expect(MACAddress.broadcast.isBroadcast && MACAddress.broadcast.isGroup)
        #expect(MACAddress("01:00:5e:00:00:01")?.isGroup == true)
        #expect(MACAddress("01:00:5e:00:00:01")?.isBroadcast == false)
        #expect(!Station.leftMAC.isGroup && Station.leftMAC.isLocallyAdministered)
        #expect(MACAddress("00:0a:e6:f0:05:a3")?.isLocallyAdministered == false)
        #expect(!MACAddress.zero.isGroup)
    }

    @Test("parsing at an offset")
    func offset() {
        let header = Literal.untagged
        let source = MACAddress(parsing: header.span.bytes, at: 6)
        #expect(source == Station.leftMAC)
    }

    @Test("IPv4 groups keep 23 bits")
    func multicast() {
        #expect(MACAddress(multicast: IPv4Address(224, 0, 0, 1))?.description == "01:00:5e:00:00:01")
        #expect(MACAddress(multicast: IPv4Address(239, 255, 255, 250))?.description == "01:00:5e:7f:ff:fa")
        #expect(MACAddress(multicast: Station.left) == nil)
    }

    @Test("IPv6 groups keep 32 bits, solicited nodes 24")
    func multicast6() {
        #expect(MACAddress(multicast: .allNodes)?.description == "33:33:00:00:00:01")
        #expect(MACAddress(multicast: Station.right6) == nil)
        #expect(MACAddress(solicitedNodeFor: Station.right6).description == "33:33:ff:12:34:57")
        #expect(MACAddress(multicast: Station.right6.solicitedNode) == MACAddress(solicitedNodeFor: Station.right6))
    }
}
