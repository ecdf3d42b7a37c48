/// Integers as the format has them: decimal, `0x`, and `_` between digits (`1_000`).
enum IntegerValue {
    /// Reads an integer.
    ///
    /// Leading zeros mean nothing (`0110` is one hundred and ten): a value means what it looks like.
    static func parse(_ text: String, in range: ClosedRange<UInt64>) throws(ValueError) -> UInt64 {
        let isHex = text.hasPrefix("0x") || text.hasPrefix("0X")
        let digits = isHex ? text.dropFirst(2) : text[...]
        if digits.hasPrefix("-") { throw outOfRange(text, range) }
        guard isGrouped(digits) else { throw notAnInteger(text) }
        let plain = String(digits.filter { $0 != "_" })
        guard plain.utf8.allSatisfy({ isDigit($0) || (isHex && isHexLetter($0)) }) else { throw notAnInteger(text) }
        guard let value = UInt64(plain, radix: isHex ? 16 : 10), range.contains(value) else {
            throw outOfRange(text, range)
        }
        return value
    }

    /// `_` stands between digits, nowhere else.
    private static func isGrouped(_ digits: Substring) -> Bool {
        !digits.isEmpty && digits.split(separator: "_", omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty }
    }

    static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isHexLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
    }

    private static func notAnInteger(_ text: String) -> ValueError {
        ValueError("`\(text)` is not an integer", notes: ["integers are written 1000, 1_000 or 0x3e8"])
    }

    private static func outOfRange(_ text: String, _ range: ClosedRange<UInt64>) -> ValueError {
        ValueError("\(text) is out of range: from \(range.lowerBound) to \(range.upperBound)")
    }
}
