import Testing

@testable import WireFormats

@Suite("IPv4 header")
struct IPv4HeaderTests {
    @Test("fields")
    func fields() throws {
        let header = try IPv4Header(parsing: Literal.ipv4)
        #expect(
            header
                == IPv4Header(
                    source: Station.left, destination: Station.right, protocol: .icmp, payloadByteCount: 24))
        #expect(header.byteCount == 20)
        #expect(header.dontFragment && !header.moreFragments && !header.isFragment)
        let payload = header.payload(of: Literal.ipv4)
        #expect(payload == Literal.echo)
    }

    @Test("options are skipped, and written as end of list with a right checksum")
    func options() throws {
        let header = try IPv4Header(parsing: Literal.ipv4Options)
        #expect(header.byteCount == 24)
        #expect(header.payloadByteCount == 4)
        #expect(header.differentiatedServices == 46)
        #expect(header.congestionNotification == 1)
        #expect(header.identification == 0x1234)
        #expect(header.timeToLive == 9)
        #expect(header.protocol == .udp)
        #expect(!header.dontFragment && header.moreFragments && header.isFragment)
        #expect(header.fragmentOffset == 24)
        let payload = header.payload(of: Literal.ipv4Options)
        #expect(payload == [1, 2, 3, 4])
        #expect(IPv4Header.checksumIsValid(in: Literal.ipv4Options))

        let output = written(capacity: 24) { header.write(into: &$0) }
        let expected = Literal.ipv4Options.prefix(24)
        #expect(output[..<10] == expected[..<10])
        #expect(output[12..<20] == expected[12..<20])
        #expect(output[20...].allSatisfy { $0 == 0 })
        #expect(IPv4Header.checksumIsValid(in: output))
    }

    @Test("a published header has a valid checksum, and no other bit of it is free")
    func checksum() {
        let header = bytes("45000073000040004011b861c0a80001c0a800c7")
        #expect(IPv4Header.checksumIsValid(in: header))
        for bit in 8..<160 {
            let changed = header.replacing(at: bit / 8, with: [header[bit / 8] ^ UInt8(1 << (bit % 8))])
            #expect(!IPv4Header.checksumIsValid(in: changed), "bit \(bit)")
        }
        #expect(!IPv4Header.checksumIsValid(in: Array(header.dropLast())))
        #expect(!IPv4Header.checksumIsValid(in: bytes("4f000073000040004011b861c0a80001c0a800c7")))
    }

    @Test(
        "refused",
        arguments: [
            (0, [0x65], WireError.invalid(field: "IP version", value: 6)),
            (0, [0x44], .invalid(field: "IPv4 header length", value: 4)),
            (0, [0x4f], .invalid(field: "IPv4 total length", value: 44)),
            (2, [0, 19], .invalid(field: "IPv4 total length", value: 19)),
            (2, [0, 45], .truncated(needed: 45, available: 44)),
            (2, [0xff, 0xff], .truncated(needed: 65535, available: 44)),
        ])
    func refused(_ offset: Int, _ replacement: [UInt8], _ error: WireError) {
        let packet = Literal.ipv4.replacing(at: offset, with: replacement)
        #expect(throws: error) { try IPv4Header(parsing: packet) }
    }

    @Test("a short frame's padding is not payload")
    func padding() throws {
        let padded = Literal.ipv4 + [0, 0, 0]
        let header = try IPv4Header(parsing: padded)
        let payload = header.payload(of: padded)
        #expect(payload == Literal.echo)
    }

    @Test("flags are set one by one")
    func flags() {
        var header = IPv4Header(
            source: Station.left, destination: Station.right, protocol: .udp, payloadByteCount: 0, dontFragment: false)
        #expect(header.flagsAndFragmentOffset == 0)
        header.moreFragments = true
        #expect(header.flagsAndFragmentOffset == 0x2000)
        header.dontFragment = true
        header.moreFragments = false
        #expect(header.flagsAndFragmentOffset == 0x4000)
        header.flagsAndFragmentOffset = 0x1fff
        #expect(header.fragmentOffset == 65528 && header.isFragment)
    }

    @Test("the payload of other, shorter bytes is short and does not trap")
    func foreignPayload() throws {
        let header = try IPv4Header(parsing: Literal.ipv4)
        let other = bytes("0102")
        let payload = header.payload(of: other)
        #expect(payload.isEmpty)
    }
}
