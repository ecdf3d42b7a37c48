import WireFormats

/// Bytes in hex digits, with spaces and colons between pairs of them.
enum HexValue {
    private static let rule = "pairs of hex digits, with spaces or colons between bytes: \"dead beef\", \"de:ad\""

    /// Bytes: `dead beef`.
    static func bytes(_ text: String) throws(ValueError) -> [UInt8] {
        let pattern = try parse(text, allowsFree: false)
        return pattern.bytes
    }

    /// Bytes with free half bytes: `0003 ????`.
    static func pattern(_ text: String) throws(ValueError) -> BytePattern {
        try parse(text, allowsFree: true)
    }

    /// Bytes as they are read: groups of four digits.
    static func text(_ bytes: [UInt8]) -> String {
        BytePattern(bytes: bytes, masks: Array(repeating: 0xff, count: bytes.count)).description
    }

    private static func parse(_ text: String, allowsFree: Bool) throws(ValueError) -> BytePattern {
        var (bytes, masks): ([UInt8], [UInt8]) = ([], [])
        var half: (value: UInt8, mask: UInt8, place: Int)?
        for (place, scalar) in text.unicodeScalars.enumerated() {
            let digit: (value: UInt8, mask: UInt8)
            switch scalar {
            case " ", "\t", "\n", ":":
                if let half { throw odd(half.place) }
                continue
            case "?" where allowsFree:
                digit = (0, 0)
            case "?":
                throw ValueError("a free half byte has no place here", part: place..<place + 1, notes: [rule])
            default:
                guard let value = UInt8(exactly: scalar.value)?.hexadecimalDigitValue else {
                    let note = allowsFree ? rule + "; `?` is a free half byte" : rule
                    throw ValueError("`\(scalar)` is not a hex digit", part: place..<place + 1, notes: [note])
                }
                digit = (value, 0xf)
            }
            if let first = half {
                bytes.append(first.value << 4 | digit.value)
                masks.append(first.mask << 4 | digit.mask)
                half = nil
            } else {
                half = (digit.value, digit.mask, place)
            }
        }
        if let half { throw odd(half.place) }
        guard !bytes.isEmpty else { throw ValueError("no bytes are written", notes: [rule]) }
        return BytePattern(bytes: bytes, masks: masks)
    }

    private static func odd(_ place: Int) -> ValueError {
        ValueError("half a byte: hex digits come in pairs", part: place..<place + 1, notes: [rule])
    }
}
