import Testing

@testable import WireFormats

@Suite("Ethernet header")
struct EthernetHeaderTests {
    @Test("untagged")
    func untagged() throws {
        let frame = Literal.untagged + [1, 2, 3]
        let header = try EthernetHeader(parsing: frame)
        #expect(
            header == EthernetHeader(destination: Station.rightMAC, source: Station.leftMAC, etherType: .ipv4))
        #expect(header.byteCount == 14)
        let payload = header.payload(of: frame)
        #expect(payload == [1, 2, 3])
    }

    @Test("tagged: priority, drop eligible, identifier")
    func tagged() throws {
        let header = try EthernetHeader(parsing: Literal.tagged)
        let tag = try #require(VLANTag(identifier: 7, priority: 5, dropEligible: true))
        #expect(
            header
                == EthernetHeader(destination: .broadcast, source: Station.leftMAC, etherType: .arp, vlan: tag))
        #expect(header.byteCount == 18)
        #expect(header.vlan?.identifier == 7)
        #expect(header.vlan?.priority == 5)
        #expect(header.vlan?.dropEligible == true)
    }

    @Test("a service tag leaves the customer tag in the payload")
    func serviceTag() throws {
        let header = try EthernetHeader(parsing: Literal.serviceTagged)
        #expect(header.vlan == VLANTag(identifier: 100, kind: .service))
        #expect(header.etherType == .vlan)
    }

    @Test("a tag that is cut off is truncated and not an EtherType")
    func cutTag() {
        #expect(throws: WireError.truncated(needed: 18, available: 17)) {
            try EthernetHeader(parsing: Array(Literal.tagged.dropLast()))
        }
    }

    @Test("a tag has 12 and 3 bits")
    func tagRange() {
        #expect(VLANTag(identifier: 4095, priority: 7) != nil)
        #expect(VLANTag(identifier: 4096) == nil)
        #expect(VLANTag(identifier: 1, priority: 8) == nil)
    }

    @Test("types and lengths")
    func etherType() {
        #expect(EtherType.arp.description == "0x0806")
        #expect(EtherType(rawValue: 0x05ff).isLength)
        #expect(!EtherType(rawValue: 0x0600).isLength)
    }
}
