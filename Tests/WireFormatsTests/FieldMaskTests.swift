import Testing

@testable import WireFormats

@Suite("Fields that are not compared")
struct FieldMaskTests {
    /// IPv4 and UDP with a tag: TTL 64, checksum, two bytes of payload.
    private static func frame(ttl: String = "40", id: String = "0007", payload: String = "aabb") -> [UInt8] {
        bytes(
            "525400123457 525400123456 8100 600a 0800 4500 001e \(id) 4000 \(ttl) 11 1234 0a000001 0a000002 03e8 07d0 000a 0000 \(payload)"
        )
    }

    private static func rest(_ frame: [UInt8], _ names: String...) -> [UInt8] {
        FieldMask(names.compactMap(FrameField.named)).rest(of: frame.span.bytes)
    }

    @Test("their bits are zero, and only theirs")
    func zero() {
        #expect(Self.rest(Self.frame()) == Self.frame())
        #expect(Self.rest(Self.frame(), "ip.ttl", "ip.id") == Self.frame(ttl: "00", id: "0000"))
        let masked = Self.rest(Self.frame(), "vlan.priority")
        #expect(masked == Self.frame().replacing(at: 14, with: [0x00]))
        #expect(Self.rest(Self.frame(), "vlan.id") == Self.frame().replacing(at: 14, with: [0x60, 0x00]))
        #expect(Self.rest(Self.frame(), "ip.addr") == Self.frame().replacing(at: 30, with: [0, 0, 0, 0, 0, 0, 0, 0]))
        #expect(Self.rest(Self.frame(), "ip.flags.df") == Self.frame().replacing(at: 24, with: [0]))
        #expect(Self.rest(Self.frame(), "eth.src") == Self.frame().replacing(at: 6, with: [0, 0, 0, 0, 0, 0]))
    }

    @Test("strings of bytes are taken out, so that their length does not matter")
    func strings() {
        #expect(Self.rest(Self.frame(), "udp.payload", "data.data") == Array(Self.frame().dropLast(2)))
    }

    @Test("a field that is not there masks nothing, and any bytes have a rest")
    func absent() {
        #expect(Self.rest(Self.frame(), "tcp.seq", "ipv6.src", "arp.opcode") == Self.frame())
        let mask = FieldMask(FrameField.all.filter(\.hasBytes))
        for length in 0...Self.frame().count {
            let part = Array(Self.frame().prefix(length))
            #expect(mask.rest(of: part.span.bytes).count <= length)
        }
    }

    @Test("frames are told apart by field")
    func differences() {
        let (first, second) = (Self.frame(), Self.frame(ttl: "3f", payload: "aabc"))
        func said(_ names: String...) -> [String] {
            let mask = FieldMask(names.compactMap(FrameField.named))
            return FrameField.differences(first.span.bytes, second.span.bytes, except: mask).map {
                "\($0.field.name) \($0.expected) \($0.seen ?? "-")"
            }
        }
        #expect(said() == ["ip.ttl 64 63", "udp.payload aa:bb aa:bc"])
        #expect(said("ip.ttl") == ["udp.payload aa:bb aa:bc"])
    }

    @Test("protocols and the length of the frame have no bytes of their own")
    func bytesOfTheirOwn() {
        #expect(FrameField.all.filter { !$0.hasBytes }.allSatisfy { $0.kind == .layer || $0.name == "frame.len" })
    }
}
