import Testing

@testable import WireFormats

/// How a host writes: one frame into one output span, front to back.
@Suite("composition")
struct CompositionTests {
    @Test("a ping from stamp to frame")
    func ping() {
        let frame = written(capacity: 58) { frame in
            EthernetHeader(destination: Station.rightMAC, source: Station.leftMAC, etherType: .ipv4)
                .write(into: &frame)
            IPv4Header(source: Station.left, destination: Station.right, protocol: .icmp, payloadByteCount: 24)
                .write(into: &frame)
            ICMPv4Message(ICMPEcho(.request, identifier: 1, sequence: 3)).write(into: &frame) { payload in
                FlowStamp(id: 7 << 40 | 3).write(into: &payload)
            }
        }
        #expect(frame == Literal.untagged + Literal.ipv4)
    }

    @Test("the published frame is written as it was captured")
    func udp() throws {
        let ethernet = try EthernetHeader(parsing: Literal.udpFrame)
        let packet = ethernet.payload(of: Literal.udpFrame)
        let ip = try IPv4Header(parsing: packet)
        #expect(IPv4Header.checksumIsValid(in: packet))
        let datagram = ip.payload(of: packet)
        let udp = try UDPHeader(parsing: datagram)
        #expect(udp.checksumIsValid(of: datagram, pseudoHeader: ip.pseudoHeader))
        let payload = udp.payload(of: datagram)
        let frame = written(capacity: 62) { frame in
            ethernet.write(into: &frame)
            ip.write(into: &frame)
            UDPHeader.write(
                into: &frame, from: udp.sourcePort, to: udp.destinationPort, pseudoHeader: ip.pseudoHeader,
                payload: payload.span.bytes)
        }
        #expect(frame == Literal.udpFrame)
    }

    @Test("a neighbor advertisement in its packet")
    func advertisement() {
        let packet = written(capacity: 72) { packet in
            let answer = NeighborAdvertisement(
                target: Station.right6, targetLinkLayerAddress: Station.rightMAC)
            let header = IPv6Header(
                source: Station.right6, destination: Station.left6, nextHeader: .icmpv6,
                payloadByteCount: answer.byteCount, hopLimit: NeighborAdvertisement.hopLimit)
            header.write(into: &packet)
            answer.write(into: &packet, pseudoHeader: header.pseudoHeader)
        }
        #expect(packet == Literal.ipv6)
    }
}
