import NetCore

/// Percentages: `1%`, `99.5%`; exact to a millionth, and never without the sign.
enum PercentageValue {
    /// Reads a percentage of at most 100 as millionths.
    static func parse(_ text: String) throws(ValueError) -> Int64 {
        let measure = try Measure(text)
        guard measure.unit == "%", let share = measure.scaled(by: 10_000) else {
            let isSpaced = measure.unit != "%" && measure.unit.filter { $0 != " " } == "%"
            throw ValueError(
                "`\(text)` is not a percentage of at most four decimals",
                suggestion: isSpaced ? "\(measure.number)%" : nil)
        }
        guard share <= 1_000_000 else { throw ValueError("\(text) is more than all") }
        return share
    }

    /// Reads a chance.
    static func chance(_ text: String) throws(ValueError) -> Chance {
        guard text.contains("%") else {
            let isNumber = (try? Measure(text))?.unit.isEmpty == true
            throw ValueError(
                "a chance is a percentage", suggestion: isNumber ? "\(text)%" : nil,
                notes: ["1% is one in a hundred; the finest is 0.0001%"])
        }
        return Chance(partsPerMillion: try parse(text))
    }

    /// The shortest text that reads back to the same millionths.
    static func text(_ partsPerMillion: Int64) -> String {
        let whole = partsPerMillion / 10_000
        let fraction = partsPerMillion % 10_000
        guard fraction != 0 else { return "\(whole)%" }
        var digits = String(fraction)
        digits = String(repeating: "0", count: 4 - digits.count) + digits
        while digits.hasSuffix("0") { digits.removeLast() }
        return "\(whole).\(digits)%"
    }
}
