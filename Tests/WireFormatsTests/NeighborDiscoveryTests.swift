import Testing

@testable import WireFormats

@Suite("neighbor discovery")
struct NeighborDiscoveryTests {
    @Test("solicitation")
    func solicitation() throws {
        let message = try NeighborSolicitation(parsing: Literal.solicitation)
        #expect(
            message == NeighborSolicitation(target: Station.right6, sourceLinkLayerAddress: Station.leftMAC))
        #expect(message.byteCount == 32)
        let valid = ICMPv6Message.checksumIsValid(
            of: Literal.solicitation, pseudoHeader: Station.solicitationPseudoHeader)
        #expect(valid)
    }

    @Test("advertisement")
    func advertisement() throws {
        let message = try NeighborAdvertisement(parsing: Literal.advertisement)
        #expect(
            message == NeighborAdvertisement(target: Station.right6, targetLinkLayerAddress: Station.rightMAC))
        #expect(!message.isRouter && message.isSolicited && message.isOverride)
    }

    @Test("each flag has its bit", arguments: [(UInt8(0x80), 0), (0x40, 1), (0x20, 2)])
    func flags(_ byte: UInt8, _ flag: Int) throws {
        let changed = Literal.advertisement.replacing(at: 4, with: [byte])
        let message = try NeighborAdvertisement(parsing: changed)
        #expect([message.isRouter, message.isSolicited, message.isOverride] == (0..<3).map { $0 == flag })
        let output = written(capacity: 32) { message.write(into: &$0, pseudoHeader: Station.pseudoHeader6) }
        #expect(output[4] == byte)
    }

    @Test("without an option, as in duplicate address detection")
    func noOption() throws {
        let message = try NeighborSolicitation(parsing: Array(Literal.solicitation.prefix(24)))
        #expect(message.sourceLinkLayerAddress == nil)
        #expect(message.byteCount == 24)
        let output = written(capacity: 24) { message.write(into: &$0, pseudoHeader: Station.pseudoHeader6) }
        let again = try NeighborSolicitation(parsing: output)
        #expect(again == message)
    }

    @Test("options of other types are skipped, the first address counts")
    func otherOptions() throws {
        let body = Array(Literal.solicitation.prefix(24))
        let nonce = bytes("0e02 000000000000 0000000000000000")
        let message = body + nonce + bytes("0101525400123456") + bytes("0101525400123499")
        let parsed = try NeighborSolicitation(parsing: message)
        #expect(parsed.sourceLinkLayerAddress == Station.leftMAC)
        // A target option says nothing in a solicitation.
        let target = try NeighborSolicitation(parsing: (body + bytes("0201525400123457")))
        #expect(target.sourceLinkLayerAddress == nil)
    }

    @Test(
        "a message with a bad option is refused whole",
        arguments: [
            ("0100525400123456", WireError.invalid(field: "neighbor discovery option length", value: 0)),
            ("0e00000000000000", .invalid(field: "neighbor discovery option length", value: 0)),
            ("0101525400123456 0e00", .invalid(field: "neighbor discovery option length", value: 0)),
            ("0102525400123456 0000000000000000", .invalid(field: "link-layer address option length", value: 2)),
            ("0102525400123456", .truncated(needed: 16, available: 8)),
            ("0eff525400123456", .truncated(needed: 2040, available: 8)),
            ("0101525400123456 0e", .truncated(needed: 10, available: 9)),
        ])
    func badOption(_ options: String, _ error: WireError) {
        let message = Array(Literal.solicitation.prefix(24)) + bytes(options)
        #expect(throws: error) { try NeighborSolicitation(parsing: message) }
    }

    @Test("another type, a code, a multicast target are refused")
    func refused() {
        #expect(throws: WireError.invalid(field: "ICMPv6 type", value: 136)) {
            try NeighborSolicitation(parsing: Literal.advertisement)
        }
        #expect(throws: WireError.invalid(field: "ICMPv6 type", value: 135)) {
            try NeighborAdvertisement(parsing: Literal.solicitation)
        }
        let coded = Literal.solicitation.replacing(at: 1, with: [1])
        #expect(throws: WireError.invalid(field: "ICMPv6 code", value: 1)) {
            try NeighborSolicitation(parsing: coded)
        }
        let group = Literal.advertisement.replacing(at: 8, with: [0xff, 0x02])
        #expect(throws: WireError.self) { try NeighborAdvertisement(parsing: group) }
    }
}
