/// A decimal number with a unit, read exactly: `1.5s`, `20ms`, `3kpps`, `95.5%`.
struct Measure {
    /// The number without its point, and how many of its digits stood behind the point.
    private let digits: Int64
    private let decimals: Int
    /// The text of the number as written.
    let number: String
    /// What follows the number.
    let unit: String

    init(_ text: String) throws(ValueError) {
        let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "_") }
        unit = String(text.dropFirst(number.count))
        self.number = String(number)
        let parts = number.split(separator: ".", omittingEmptySubsequences: false)
        let groups = parts.flatMap { $0.split(separator: "_", omittingEmptySubsequences: false) }
        guard parts.count <= 2, groups.allSatisfy({ !$0.isEmpty }) else {
            throw ValueError("`\(text)` is not a number with a unit")
        }
        let fraction = parts.count == 2 ? parts[1].filter { $0 != "_" } : ""
        guard let digits = Int64(parts[0].filter { $0 != "_" } + fraction) else {
            throw ValueError("`\(number)` is too large a number")
        }
        self.digits = digits
        decimals = fraction.count
    }

    var isZero: Bool { digits == 0 }

    /// The number times `factor`, or nil when that is no whole number or too large.
    func scaled(by factor: Int64) -> Int64? {
        var divisor: Int64 = 1
        for _ in 0..<decimals {
            let (next, overflow) = divisor.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            divisor = next
        }
        // Cancelling first keeps what fits in the result from overflowing on the way.
        let common = Self.greatestCommonDivisor(factor, divisor)
        let (numerator, denominator) = (factor / common, divisor / common)
        guard digits % denominator == 0 else { return nil }
        let (result, overflow) = (digits / denominator).multipliedReportingOverflow(by: numerator)
        return overflow ? nil : result
    }

    static func greatestCommonDivisor(_ first: Int64, _ second: Int64) -> Int64 {
        var (left, right) = (first, second)
        while right != 0 { (left, right) = (right, left % right) }
        return max(1, left)
    }
}
