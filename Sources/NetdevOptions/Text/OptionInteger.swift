/// What an integer's text turned out to be.
enum OptionInteger: Hashable, Sendable {
    case value(UInt64)
    /// Digits, but more than 64 bits hold.
    case tooLarge
    /// `0110`: octal to QEMU, 110 to a reader. The digits without the zeros.
    case leadingZero(String)
    case notANumber
}

extension OptionInteger {
    /// Reads decimal and `0x`; an underscore may stand between two digits.
    init(parsing text: String) {
        let isHexadecimal = text.hasPrefix("0x") || text.hasPrefix("0X")
        let radix: UInt64 = isHexadecimal ? 16 : 10
        let digits = text.utf8.dropFirst(isHexadecimal ? 2 : 0)
        var value: UInt64 = 0
        var fits = true
        var previousIsDigit = false
        for byte in digits {
            if byte == UInt8(ascii: "_"), previousIsDigit {
                previousIsDigit = false
                continue
            }
            guard let digit = Self.digit(byte), digit < radix else {
                self = .notANumber
                return
            }
            previousIsDigit = true
            let (product, overflow) = value.multipliedReportingOverflow(by: radix)
            let (sum, carry) = product.addingReportingOverflow(digit)
            fits = fits && !overflow && !carry
            value = sum
        }
        guard previousIsDigit else {
            self = .notANumber
            return
        }
        guard fits else {
            self = .tooLarge
            return
        }
        let isOctalToQEMU = !isHexadecimal && digits.count > 1 && digits.first == UInt8(ascii: "0")
        self = isOctalToQEMU ? .leadingZero(String(value)) : .value(value)
    }

    private static func digit(_ byte: UInt8) -> UInt64? {
        switch byte {
        case 0x30...0x39: UInt64(byte - 0x30)
        case 0x41...0x46: UInt64(byte - 0x41 + 10)
        case 0x61...0x66: UInt64(byte - 0x61 + 10)
        default: nil
        }
    }
}
