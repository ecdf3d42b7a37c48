import Testing

@testable import WireFormats

/// One parser with a literal packet, for the tests that every parser has to pass.
struct ParserCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let literal: [UInt8]
    /// Strict prefixes of the literal that are whole values too, such as a message without its option.
    let wholePrefixes: [Int]
    /// Parses, and throws what the parser throws.
    let parse: @Sendable (RawSpan) throws(WireError) -> Void
    /// What the parsed value writes.
    let rewrite: @Sendable (RawSpan) throws(WireError) -> [UInt8]
    /// Whether what the parsed value writes parses again to the same value.
    let survivesRewriting: @Sendable (RawSpan) throws(WireError) -> Bool

    init<Value: Equatable & Sendable>(
        _ name: String, _ literal: [UInt8], wholePrefixes: [Int] = [],
        parse: @escaping @Sendable (RawSpan) throws(WireError) -> Value,
        write: @escaping @Sendable (Value, RawSpan, inout OutputRawSpan) -> Void
    ) {
        testDescription = name
        self.literal = literal
        self.wholePrefixes = wholePrefixes
        self.parse = { (input) throws(WireError) in _ = try parse(input) }
        rewrite = { (input) throws(WireError) in
            let value = try parse(input)
            return written { output in write(value, input, &output) }
        }
        survivesRewriting = { (input) throws(WireError) in
            let value = try parse(input)
            let again = written { output in write(value, input, &output) }
            return try parse(again.span.bytes) == value
        }
    }

    static let all: [ParserCase] = [
        ParserCase("MAC address", bytes("525400123456")) { (input) throws(WireError) in
            try MACAddress(parsing: input)
        } write: { value, _, output in
            value.write(into: &output)
        },
        ParserCase("IPv4 address", bytes("0a000001")) { (input) throws(WireError) in
            try IPv4Address(parsing: input)
        } write: { value, _, output in
            value.write(into: &output)
        },
        ParserCase("IPv6 address", bytes("fe80000000000000505400fffe123457")) { (input) throws(WireError) in
            try IPv6Address(parsing: input)
        } write: { value, _, output in
            value.write(into: &output)
        },
        ethernet("Ethernet, untagged", Literal.untagged),
        ethernet("Ethernet, tagged", Literal.tagged),
        ethernet("Ethernet, service tag", Literal.serviceTagged),
        ParserCase("ARP", Literal.arpRequest) { (input) throws(WireError) in
            try ARPPacket(parsing: input)
        } write: { value, _, output in
            value.write(into: &output)
        },
        ParserCase("IPv4", Literal.ipv4) { (input) throws(WireError) in
            try IPv4Header(parsing: input)
        } write: { value, input, output in
            value.write(into: &output)
            output.append(contentsOf: value.payload(of: input))
        },
        ParserCase("IPv6", Literal.ipv6) { (input) throws(WireError) in
            try IPv6Header(parsing: input)
        } write: { value, input, output in
            value.write(into: &output)
            output.append(contentsOf: value.payload(of: input))
        },
        ParserCase("UDP", Literal.udp) { (input) throws(WireError) in
            try UDPHeader(parsing: input)
        } write: { value, input, output in
            value.write(into: &output)
            output.append(contentsOf: value.payload(of: input))
        },
        ParserCase("ICMPv4", Array(Literal.echo.prefix(8))) { (input) throws(WireError) in
            try ICMPv4Message(parsing: input)
        } write: { value, _, output in
            value.write(into: &output)
        },
        ParserCase("ICMPv6", Array(Literal.echo6.prefix(8))) { (input) throws(WireError) in
            try ICMPv6Message(parsing: input)
        } write: { value, _, output in
            value.write(into: &output)
        },
        ParserCase("neighbor solicitation", Literal.solicitation, wholePrefixes: [24]) { (input) throws(WireError) in
            try NeighborSolicitation(parsing: input)
        } write: { value, _, output in
            value.write(into: &output, pseudoHeader: Station.solicitationPseudoHeader)
        },
        ParserCase("neighbor advertisement", Literal.advertisement, wholePrefixes: [24]) { (input) throws(WireError) in
            try NeighborAdvertisement(parsing: input)
        } write: { value, _, output in
            value.write(into: &output, pseudoHeader: Station.pseudoHeader6)
        },
    ]

    private static func ethernet(_ name: String, _ literal: [UInt8]) -> ParserCase {
        ParserCase(name, literal) { (input) throws(WireError) in
            try EthernetHeader(parsing: input)
        } write: { value, _, output in
            value.write(into: &output)
        }
    }
}
