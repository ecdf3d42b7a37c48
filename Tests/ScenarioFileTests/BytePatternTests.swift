@testable import ScenarioFile
import Testing

@Suite("Bytes in hex digits")
struct BytePatternTests {
    @Test(
        "patterns",
        arguments: [
            ("0003 0000 ???? ????", "0003 0000 ???? ????"), ("00:03", "0003"), ("de ad be", "dead be"),
            ("DEADBEEF", "dead beef"), ("4? ?5", "4??5"), (" 00\t01\n", "0001"), ("??", "??"),
        ])
    func patterns(text: String, rendered: String) throws {
        let pattern = try HexValue.pattern(text)
        #expect(pattern.description == rendered)
        #expect(try HexValue.pattern(pattern.description) == pattern)
    }

    @Test("a half byte that is free has no bits in bytes and masks")
    func masks() throws {
        let pattern = try HexValue.pattern("4? ?5 12")
        #expect(pattern.bytes == [0x40, 0x05, 0x12])
        #expect(pattern.masks == [0xf0, 0x0f, 0xff])
        #expect(BytePattern(bytes: [0x4f], masks: [0xf0]) == BytePattern(bytes: [0x40], masks: [0xf0]))
    }

    @Test(
        "what is neither",
        arguments: [
            ("", nil, "no bytes are written"), (" ", nil, "no bytes are written"),
            ("0", 0..<1, "half a byte: hex digits come in pairs"),
            ("00 1 22", 3..<4, "half a byte: hex digits come in pairs"),
            ("0x12", 1..<2, "`x` is not a hex digit"), ("00 é0", 3..<4, "`é` is not a hex digit"),
        ] as [(String, Range<Int>?, String)])
    func mistakes(text: String, part: Range<Int>?, message: String) {
        let error = #expect(throws: ValueError.self) { try HexValue.pattern(text) }
        #expect(error?.part == part)
        #expect(error?.message == message)
    }

    @Test("bytes as they are have no free half bytes")
    func bytes() throws {
        #expect(try HexValue.bytes("dead beef") == [0xde, 0xad, 0xbe, 0xef])
        #expect(#expect(throws: ValueError.self) { try HexValue.bytes("de ?d") }?.part == 3..<4)
        #expect(HexValue.text([0xde, 0xad, 0xbe]) == "dead be")
    }

    @Test(
        "the first byte that differs",
        arguments: [
            ("0003 ????", [0, 3, 7, 9], true, nil, nil, nil), ("0003", [0, 3, 7], false, nil, nil, nil),
            ("0003", [0, 3, 7], true, 2, nil, "07"), ("0003", [0, 4], true, 1, "03", "04"),
            ("0003", [0], false, 1, "03", nil), ("4?", [0x4c], true, nil, nil, nil),
            ("4?", [0x5c], true, 0, "4?", "5c"), ("?4 00", [0x45, 1], true, 0, "?4", "45"),
        ] as [(String, [UInt8], Bool, Int?, String?, String?)])
    func mismatch(
        text: String, seen: [UInt8], isWhole: Bool, offset: Int?, expected: String?, found: String?
    ) throws {
        let mismatch = try HexValue.pattern(text).firstMismatch(in: seen.span.bytes, isWhole: isWhole)
        #expect(mismatch?.offset == offset)
        #expect(mismatch?.expected == expected)
        #expect(mismatch?.seen == found)
    }
}
