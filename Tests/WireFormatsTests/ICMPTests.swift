import Testing

@testable import WireFormats

@Suite("ICMP echo")
struct ICMPTests {
    private let request = ICMPEcho(.request, identifier: 1, sequence: 3)

    @Test("a request is read from both families")
    func parse() throws {
        #expect(ICMPEcho(try ICMPv4Message(parsing: Literal.echo)) == request)
        #expect(ICMPEcho(try ICMPv6Message(parsing: Literal.echo6)) == request)
    }

    @Test("the checksum covers the data")
    func checksum() {
        #expect(InternetChecksum.isValid(Literal.echo))
        #expect(!InternetChecksum.isValid(Array(Literal.echo.dropLast(2))))
        let valid = ICMPv6Message.checksumIsValid(
            of: Literal.echo6, pseudoHeader: Station.pseudoHeader6)
        #expect(valid)
        let elsewhere = PseudoHeader(source: Station.left6, destination: .allNodes)
        #expect(!ICMPv6Message.checksumIsValid(of: Literal.echo6, pseudoHeader: elsewhere))
    }

    @Test("a message is written with its data, from a span or in place")
    func write() {
        let stamp = Literal.stamp
        let fromSpan = written(capacity: 24) { output in
            ICMPv4Message(request).write(into: &output, payload: stamp.span.bytes)
        }
        #expect(fromSpan == Literal.echo)
        let inPlace = written(capacity: 25) { output in
            output.append(0xee)
            ICMPv4Message(request).write(into: &output) { $0.append(contentsOf: Literal.stamp) }
        }
        #expect(inPlace == [0xee] + Literal.echo)
        let fromSpan6 = written(capacity: 24) { output in
            ICMPv6Message(request).write(
                into: &output, pseudoHeader: Station.pseudoHeader6, payload: stamp.span.bytes)
        }
        #expect(fromSpan6 == Literal.echo6)
        let inPlace6 = written(capacity: 25) { output in
            output.append(0xee)
            ICMPv6Message(request).write(into: &output, pseudoHeader: Station.pseudoHeader6) {
                $0.append(contentsOf: Literal.stamp)
            }
        }
        #expect(inPlace6 == [0xee] + Literal.echo6)
    }

    @Test("a parsed message that is written anew gets a checksum for its new data")
    func rewrite() throws {
        let message = try ICMPv4Message(parsing: Literal.echo)
        let data = bytes("010203")
        let output = written { message.write(into: &$0, payload: data.span.bytes) }
        #expect(InternetChecksum.isValid(output))
        let message6 = try ICMPv6Message(parsing: Literal.echo6)
        let output6 = written {
            message6.write(into: &$0, pseudoHeader: Station.pseudoHeader6, payload: data.span.bytes)
        }
        #expect(ICMPv6Message.checksumIsValid(of: output6, pseudoHeader: Station.pseudoHeader6))
    }

    @Test("a reply has the type of its family")
    func reply() {
        #expect(request.reply == ICMPEcho(.reply, identifier: 1, sequence: 3))
        #expect(ICMPv4Message(request.reply).kind == .echoReply)
        #expect(ICMPv6Message(request.reply).kind.rawValue == 129)
        #expect(ICMPEcho(ICMPv4Message(request.reply)) == request.reply)
        #expect(ICMPEcho(ICMPv6Message(request.reply)) == request.reply)
    }

    @Test("other types and codes are no echo")
    func others() {
        #expect(ICMPEcho(ICMPv4Message(kind: .timeExceeded)) == nil)
        #expect(ICMPEcho(ICMPv4Message(kind: .echoRequest, code: 1)) == nil)
        #expect(ICMPEcho(ICMPv6Message(kind: .packetTooBig, restOfHeader: 1280)) == nil)
        #expect(ICMPEcho(ICMPv6Message(kind: .echoReply, code: 1)) == nil)
    }
}
