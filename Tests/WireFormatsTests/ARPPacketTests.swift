import Testing

@testable import WireFormats

@Suite("ARP packet")
struct ARPPacketTests {
    private let request = ARPPacket.request(
        for: Station.right, senderHardwareAddress: Station.leftMAC, senderProtocolAddress: Station.left)

    @Test("request")
    func parseRequest() throws {
        let packet = try ARPPacket(parsing: Literal.arpRequest)
        #expect(packet == request)
        #expect(packet.operation == .request)
        #expect(packet.targetHardwareAddress == .zero)
    }

    @Test("a reply goes back with the places changed")
    func reply() {
        let reply = request.reply(from: Station.rightMAC)
        let output = written(capacity: 28) { reply.write(into: &$0) }
        #expect(output == bytes("0001 0800 06 04 0002 525400123457 0a000002 525400123456 0a000001"))
    }

    @Test(
        "other forms are refused",
        arguments: [
            (0, [0, 6], WireError.invalid(field: "ARP hardware type", value: 6)),
            (2, [0x86, 0xdd], .invalid(field: "ARP protocol type", value: 0x86dd)),
            (4, [8], .invalid(field: "ARP hardware length", value: 8)),
            (5, [16], .invalid(field: "ARP protocol length", value: 16)),
            (6, [0, 0], .invalid(field: "ARP operation", value: 0)),
            (6, [0, 5], .invalid(field: "ARP operation", value: 5)),
        ])
    func refused(_ offset: Int, _ replacement: [UInt8], _ error: WireError) {
        let packet = Literal.arpRequest.replacing(at: offset, with: replacement)
        #expect(throws: error) { try ARPPacket(parsing: packet) }
    }

    @Test("QEMU's announcement is a reverse request")
    func announcement() throws {
        let packet =
            bytes("0001 0800 06 04 0003 525400123456 00000000 525400123456 00000000") + [UInt8](repeating: 0, count: 18)
        let parsed = try ARPPacket(parsing: packet)
        #expect(parsed.operation == .reverseRequest)
        #expect(parsed.senderHardwareAddress == Station.leftMAC)
    }
}
