import ArgumentParser

/// Seeds on the command line, written as in a file: decimal, `0x` and `1_000`.
enum Seed {
    @Sendable
    static func parse(_ argument: String) throws -> UInt64 {
        let digits = argument.filter { $0 != "_" }
        let isHexadecimal = digits.hasPrefix("0x")
        let value = isHexadecimal ? UInt64(digits.dropFirst(2), radix: 16) : UInt64(digits)
        guard let value, digits.first != "+" else {
            throw ValidationError("expected a number from 0 to \(UInt64.max), found `\(argument)`")
        }
        return value
    }
}
