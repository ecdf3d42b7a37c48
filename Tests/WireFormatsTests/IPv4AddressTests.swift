import Testing

@testable import WireFormats

@Suite("IPv4 address")
struct IPv4AddressTests {
    @Test("text and back", arguments: ["0.0.0.0", "10.0.0.1", "127.0.0.1", "255.255.255.255", "192.0.2.250"])
    func text(_ text: String) {
        #expect(IPv4Address(text)?.description == text)
    }

    @Test("four bytes in order")
    func order() {
        #expect(IPv4Address("1.2.3.4")?.rawValue == 0x0102_0304)
        #expect(IPv4Address(1, 2, 3, 4).rawValue == 0x0102_0304)
    }

    @Test(
        "other text is refused",
        arguments: [
            "", ".", "1", "1.2.3", "1.2.3.", ".1.2.3", "1..2.3", "1.2.3.4.", "1.2.3.4.5", "256.1.1.1", "1.2.3.256",
            "01.2.3.4", "1.2.3.00", "1.2.3.4 ", "1.2.3.-4", "0x1.2.3.4", "99999999999999999999.1.1.1", "1.2.3.４",
        ])
    func refused(_ text: String) {
        #expect(IPv4Address(text) == nil)
    }

    @Test("kinds")
    func kinds() {
        #expect(IPv4Address.loopback.isLoopback && !Station.left.isLoopback)
        #expect(IPv4Address(224, 0, 0, 1).isMulticast && !IPv4Address.broadcast.isMulticast)
        #expect(IPv4Address(169, 254, 1, 1).isLinkLocal && !Station.left.isLinkLocal)
        #expect(IPv4Address.unspecified.isUnspecified && !Station.left.isUnspecified)
        #expect(IPv4Address(9, 255, 255, 255) < Station.left)
    }
}
