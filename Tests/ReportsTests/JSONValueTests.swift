import Foundation
import Testing

@testable import Reports

@Suite("JSON values")
struct JSONValueTests {
    @Test(
        "each kind is written as RFC 8259 has it",
        arguments: [
            (JSONValue.null, "null"), (.integer(.min), "-9223372036854775808"),
            (.unsigned(.max), "18446744073709551615"), (.decimal(0.5), "0.5"), (.decimal(.infinity), "null"),
            (.decimal(.nan), "null"), (.array([]), "[]"), (.object([:]), "{}"),
            (.array([.null, .integer(1)]), "[\n  null,\n  1\n]"),
            (.object(["b": .integer(1), "a-z": .null]), "{\n  \"a-z\": null,\n  \"b\": 1\n}"),
            (.string("a\"b\\c\n\r\t\u{01}\u{1F}é"), #""a\"b\\c\n\r\t\u0001\u001fé""#),
        ])
    func rendering(_ value: JSONValue, _ expected: String) {
        #expect(value.rendered() == expected)
    }

    @Test("another reader gets every scalar back, keys included")
    func roundTrip() throws {
        let scalars = (0..<0x300).compactMap(Unicode.Scalar.init).map(String.init) + ["\u{2028}", "\u{10FFFF}"]
        let text = scalars.joined()
        let bytes = Data(JSONValue.object([text: .array([.string(text)])]).rendered().utf8)
        let read = try JSONDecoder().decode([String: [String]].self, from: bytes)
        #expect(read.keys.map { Array($0.utf8) } == [Array(text.utf8)])
        #expect(read.values.first?.first.map { Array($0.utf8) } == Array(text.utf8))
    }
}
