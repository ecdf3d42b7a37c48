import Testing

@testable import WireFormats

@Suite("every parser")
struct EveryParserTests {
    @Test("a literal packet is written as it was read", arguments: ParserCase.all)
    func roundTrip(_ parser: ParserCase) throws {
        let again = try parser.rewrite(parser.literal.span.bytes)
        #expect(again == parser.literal)
    }

    @Test("every strict prefix is truncated", arguments: ParserCase.all)
    func prefixes(_ parser: ParserCase) {
        for length in 0..<parser.literal.count where !parser.wholePrefixes.contains(length) {
            let prefix = Array(parser.literal.prefix(length))
            let error = #expect(throws: WireError.self) { try parser.parse(prefix.span.bytes) }
            guard case .truncated(let needed, let available) = error else {
                Issue.record("\(length) bytes: \(String(describing: error))")
                continue
            }
            #expect(needed > available, "\(length) bytes")
        }
    }

    @Test("what follows the value is not its own", arguments: ParserCase.all)
    func trailingBytes(_ parser: ParserCase) throws {
        // Eight zeros behind a neighbor discovery message would be an option of length zero: these are one of type 14.
        let padded = parser.literal + bytes("0e01000000000000")
        let again = try parser.rewrite(padded.span.bytes)
        #expect(again == parser.literal)
    }
}
