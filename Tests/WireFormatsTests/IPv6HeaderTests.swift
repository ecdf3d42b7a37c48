import Testing

@testable import WireFormats

@Suite("IPv6 header")
struct IPv6HeaderTests {
    @Test("fields")
    func fields() throws {
        let header = try IPv6Header(parsing: Literal.ipv6)
        #expect(
            header
                == IPv6Header(
                    source: Station.right6, destination: Station.left6, nextHeader: .icmpv6, payloadByteCount: 32,
                    hopLimit: 255))
        let payload = header.payload(of: Literal.ipv6)
        #expect(payload == Literal.advertisement)
    }

    @Test("traffic class and flow label share a word")
    func flow() throws {
        let header = try IPv6Header(parsing: Literal.ipv6Flow)
        #expect(header.trafficClass == 0xb8)
        #expect(header.flowLabel == 0xabcde)
        #expect(header.nextHeader.rawValue == 59)
        #expect(header.payloadByteCount == 0)
        let output = written(capacity: 40) { header.write(into: &$0) }
        #expect(output == Literal.ipv6Flow)
    }

    @Test(
        "refused",
        arguments: [
            (0, [0x40], WireError.invalid(field: "IP version", value: 4)),
            (4, [0, 33], .truncated(needed: 73, available: 72)),
            (4, [0xff, 0xff], .truncated(needed: 65575, available: 72)),
        ])
    func refused(_ offset: Int, _ replacement: [UInt8], _ error: WireError) {
        let packet = Literal.ipv6.replacing(at: offset, with: replacement)
        #expect(throws: error) { try IPv6Header(parsing: packet) }
    }

    @Test("a frame's padding is not payload")
    func padding() throws {
        let padded = Literal.ipv6Flow + [0, 0, 0]
        let header = try IPv6Header(parsing: padded)
        let payload = header.payload(of: padded)
        #expect(payload.isEmpty)
    }
}
