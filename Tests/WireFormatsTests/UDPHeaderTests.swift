import Testing

@testable import WireFormats

@Suite("UDP header")
struct UDPHeaderTests {
    @Test("fields")
    func fields() throws {
        let header = try UDPHeader(parsing: Literal.udp)
        #expect(
            header == UDPHeader(sourcePort: 5000, destinationPort: 6000, payloadByteCount: 16, checksum: 0x171c))
        let payload = header.payload(of: Literal.udp)
        #expect(payload == Literal.stamp)
    }

    @Test("a length that lies is refused")
    func length() {
        for length in [0, 7] as [UInt8] {
            let datagram = Literal.udp.replacing(at: 4, with: [0, length])
            #expect(throws: WireError.invalid(field: "UDP length", value: UInt64(length))) {
                try UDPHeader(parsing: datagram)
            }
        }
        let datagram = Literal.udp.replacing(at: 4, with: [0, 25])
        #expect(throws: WireError.truncated(needed: 25, available: 24)) {
            try UDPHeader(parsing: datagram)
        }
    }

    @Test("the checksum covers pseudo-header and payload, and stops at the length")
    func checksum() throws {
        let padded = Literal.udp + [1, 2, 3]
        let header = try UDPHeader(parsing: padded)
        #expect(header.checksumIsValid(of: padded, pseudoHeader: Station.pseudoHeader))
        let elsewhere = PseudoHeader(source: Station.left, destination: .broadcast)
        #expect(!header.checksumIsValid(of: padded, pseudoHeader: elsewhere))
        let changed = padded.replacing(at: 23, with: [9])
        #expect(!header.checksumIsValid(of: changed, pseudoHeader: Station.pseudoHeader))
        let header6 = try UDPHeader(parsing: Literal.udp6)
        #expect(header6.checksumIsValid(of: Literal.udp6, pseudoHeader: Station.pseudoHeader6))
    }

    @Test("no checksum is fine with IPv4 and wrong with IPv6")
    func absent() throws {
        let datagram = Literal.udp.replacing(at: 6, with: [0, 0])
        let header = try UDPHeader(parsing: datagram)
        #expect(header.checksumIsValid(of: datagram, pseudoHeader: Station.pseudoHeader))
        #expect(!header.checksumIsValid(of: datagram, pseudoHeader: Station.pseudoHeader6))
    }

    @Test("a datagram is written from a span or in place")
    func write() {
        let stamp = Literal.stamp
        let fromSpan = written(capacity: 24) { output in
            UDPHeader.write(
                into: &output, from: 5000, to: 6000, pseudoHeader: Station.pseudoHeader,
                payload: stamp.span.bytes)
        }
        #expect(fromSpan == Literal.udp)
        let inPlace = written(capacity: 25) { output in
            output.append(0xee)
            UDPHeader.write(into: &output, from: 5000, to: 6000, pseudoHeader: Station.pseudoHeader6) {
                $0.append(contentsOf: Literal.stamp)
            }
        }
        #expect(inPlace == [0xee] + Literal.udp6)
        let letters = bytes("616263")
        let odd = written(capacity: 11) { output in
            UDPHeader.write(
                into: &output, from: 5000, to: 6000, pseudoHeader: Station.pseudoHeader,
                payload: letters.span.bytes)
        }
        #expect(odd == bytes("1388 1770 000b fc7a 616263"))
    }

    @Test("a computed zero is sent as all ones and accepted", arguments: [("c0df", 4), ("d066", 6)])
    func computedZero(_ payload: String, _ version: Int) throws {
        let pseudoHeader = version == 4 ? Station.pseudoHeader : Station.pseudoHeader6
        let body = bytes(payload)
        let output = written(capacity: 10) { output in
            UDPHeader.write(
                into: &output, from: 5000, to: 6000, pseudoHeader: pseudoHeader, payload: body.span.bytes)
        }
        #expect(output == bytes("1388 1770 000a ffff") + body)
        let header = try UDPHeader(parsing: output)
        #expect(header.checksumIsValid(of: output, pseudoHeader: pseudoHeader))
    }

    @Test("the longest datagram fits")
    func longest() throws {
        let payload = [UInt8](repeating: 0xa5, count: UDPHeader.maximumPayloadByteCount)
        let output = written(capacity: 65535) { output in
            UDPHeader.write(
                into: &output, from: 1, to: 2, pseudoHeader: Station.pseudoHeader6, payload: payload.span.bytes)
        }
        let header = try UDPHeader(parsing: output)
        #expect(header.payloadByteCount == 65527)
        #expect(header.checksumIsValid(of: output, pseudoHeader: Station.pseudoHeader6))
    }
}
