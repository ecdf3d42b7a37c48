extension MACAddress: LosslessStringConvertible {
    /// An address from its text: exactly six pairs of hexadecimal digits, separated by `:` or, all of them, by `-`.
    ///
    /// QEMU's `net_parse_macaddr` also takes single digits, values over 0xff and a bare number; its device property
    /// is as strict as this.
    public init?(_ text: String) {
        let characters = text.utf8
        guard characters.count == 17 else { return nil }
        var bits: UInt64 = 0
        var separator: UInt8?
        for (position, character) in characters.enumerated() {
            if position % 3 == 2 {
                guard character == UInt8(ascii: ":") || character == UInt8(ascii: "-") else { return nil }
                guard separator == nil || separator == character else { return nil }
                separator = character
            } else {
                guard let digit = character.hexadecimalDigitValue else { return nil }
                bits = bits << 4 | UInt64(digit)
            }
        }
        self.init(truncating: bits)
    }

    /// Lowercase digits and colons, such as `52:54:00:12:34:56`.
    public var description: String {
        var characters: [UInt8] = []
        characters.reserveCapacity(17)
        for shift in stride(from: 40, through: 0, by: -8) {
            let byte = UInt8(truncatingIfNeeded: rawValue >> UInt64(shift))
            if shift != 40 { characters.append(UInt8(ascii: ":")) }
            characters.append((byte >> 4).hexadecimalDigit)
            characters.append((byte & 0xf).hexadecimalDigit)
        }
        return String(decoding: characters, as: UTF8.self)
    }
}

extension UInt8 {
    /// The value of an ASCII hexadecimal digit of either case, nil for any other character.
    package var hexadecimalDigitValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// The value of an ASCII decimal digit, nil for any other character.
    package var decimalDigitValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        default: nil
        }
    }

    /// The lowercase ASCII digit for the low four bits.
    package var hexadecimalDigit: UInt8 {
        let value = self & 0xf
        return value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
