import Testing

@testable import NetdevOptions

@Suite("option values")
struct OptionValueTests {
    private func read(_ text: String, as kind: OptionValueKind) throws(OptionError) -> OptionValue {
        let entry = OptionEntry(
            key: "k", value: text, keyPosition: OptionPosition(line: 1, column: 1),
            valuePosition: OptionPosition(line: 1, column: 3))
        return try OptionValue(reading: entry, as: NetdevKey("k", kind, "a key", rule: "the rule"))
    }

    @Test(
        "integers: decimal, 0x, underscores between digits",
        arguments: [
            ("0", .value(0)), ("10", .value(10)), ("1_000", .value(1000)), ("0x1F", .value(31)), ("0XfF", .value(255)),
            ("0x1122_3344", .value(0x1122_3344)), ("18446744073709551615", .value(.max)),
            ("0xffffffffffffffff", .value(.max)), ("0x00000000000000001", .value(1)),
            ("18446744073709551616", .tooLarge), ("0x10000000000000000", .tooLarge),
            ("99999999999999999999999999", .tooLarge),
            ("0110", .leadingZero("110")), ("00", .leadingZero("0")),
            ("", .notANumber), ("0x", .notANumber), ("_1", .notANumber), ("1_", .notANumber), ("1__0", .notANumber),
            ("0x_1", .notANumber), ("+1", .notANumber), ("-1", .notANumber), (" 1", .notANumber), ("1e3", .notANumber),
            ("0b1", .notANumber), ("ff", .notANumber), ("\u{0661}", .notANumber),
        ] as [(String, OptionInteger)])
    func integers(text: String, expected: OptionInteger) {
        #expect(OptionInteger(parsing: text) == expected)
    }

    @Test("a range has both its ends", arguments: [("1", true), ("9", true), ("0", false), ("10", false)])
    func ranges(text: String, isAccepted: Bool) {
        #expect(((try? read(text, as: .integer(1...9))) != nil) == isAccepted)
    }

    @Test(
        "flags are QEMU's words, in lower case",
        arguments: [
            ("on", true), ("yes", true), ("true", true), ("y", true), ("off", false), ("no", false), ("false", false),
            ("n", false), ("1", nil), ("On", nil), ("", nil), ("onn", nil),
        ] as [(String, Bool?)])
    func flags(text: String, expected: Bool?) {
        #expect((try? read(text, as: .flag)) == expected.map(OptionValue.flag))
    }

    @Test(
        "S6: ports are plain decimal, and none is beyond 65535",
        arguments: [
            ("1701", 1701), ("65535", 65535), ("1", 1), ("0", nil), ("65536", nil), ("0x10", nil), ("+5", nil),
            ("05", nil), ("1_701", nil), ("http", nil), ("", nil), ("99999999999999999999", nil), ("17\u{0660}", nil),
        ] as [(String, UInt64?)])
    func ports(text: String, expected: UInt64?) {
        #expect((try? read(text, as: .port(1...65535))) == expected.map(OptionValue.integer))
    }

    @Test(
        "identifiers begin with a letter",
        arguments: [
            ("n1", true), ("a-b.c_d", true), ("Z", true), ("1n", false), ("_a", false), ("", false), ("a b", false),
            ("a,b", false), ("é", false), ("a\u{301}", false),
        ])
    func identifiers(text: String, isAccepted: Bool) {
        #expect(((try? read(text, as: .identifier)) != nil) == isAccepted)
    }

    @Test("a word that is none of the list brings the nearest one")
    func choices() throws {
        let kind = OptionValueKind.choice(["off", "check", "reorder"])
        #expect(try read("check", as: kind) == .text("check"))
        let error = try #require(throws: OptionError.self) { try read("chekc", as: kind) }
        #expect(error.suggestion == "check")
        #expect(error.position.column == 3)
        #expect(error.rule == "the rule")
    }

    @Test(
        "suggestions for values",
        arguments: [
            (OptionValueKind.flag, "1", "on"), (.flag, "0", "off"), (.flag, "of", "off"), (.flag, "ON", "on"),
            (.integer(0...999), "0110", "110"),
        ])
    func suggestions(kind: OptionValueKind, text: String, suggestion: String) throws {
        let error = try #require(throws: OptionError.self) { try read(text, as: kind) }
        #expect(error.suggestion == suggestion)
    }

    @Test("a bare key is a flag's alone")
    func bare() throws {
        let place = OptionPosition.start
        let entry = OptionEntry(key: "k", value: "on", keyPosition: place, valuePosition: place)
        #expect(try OptionValue(reading: entry, as: NetdevKey("k", .flag, "a key")) == .flag(true))
        #expect(throws: OptionError.self) { try OptionValue(reading: entry, as: NetdevKey("k", .text("X"), "a key")) }
        #expect(throws: OptionError.self) { try OptionValue(reading: entry, as: NetdevKey("k", .identifier, "a key")) }
    }
}
