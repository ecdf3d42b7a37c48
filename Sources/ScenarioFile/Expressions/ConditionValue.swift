/// A side of a comparison in `when`: a number if it looks like one, else its text.
enum ConditionValue {
    /// What a text means: two texts of one meaning have the same key.
    enum Key: Hashable {
        case number(Number)
        case text(String)

        init(_ text: String) { self = ConditionValue.number(text).map(Key.number) ?? .text(text) }
    }

    /// A number: as exact as it was written.
    enum Number: Hashable {
        case integer(Int128)
        /// One that is no integer, or larger than any that is compared.
        case decimal(Double)

        var approximately: Double {
            switch self {
            case .integer(let value): Double(value)
            case .decimal(let value): value
            }
        }
    }

    /// Whether two texts mean the same value: `64` and `0x40` do, `on` and `On` do not.
    static func areEqual(_ left: String, _ right: String) -> Bool {
        Key(left) == Key(right)
    }

    /// Whether a comparison holds.
    ///
    /// Words have the order of their letters; of what only begins like a number, `20ms` and `5ms`, that order would be
    /// wrong more often than right.
    static func compare(
        _ left: Expression.Term, _ relation: Expression.Operator, _ right: Expression.Term
    ) throws(ValueError) -> Bool {
        let sign: Int
        if let first = number(left.text), let second = number(right.text) {
            sign = order(first, second)
        } else if relation == .equal || relation == .notEqual {
            sign = left.text == right.text ? 0 : 1
        } else {
            for side in [left, right] where side.text.utf8.first.map(IntegerValue.isDigit) == true {
                let other = side == left ? right : left
                throw ValueError(
                    "`\(side.text)` and `\(other.text)` are not both numbers, and only numbers have an order",
                    part: side.part, notes: ["numbers are written 1000, 1_000, 0x3e8 or 1.5"])
            }
            sign = left.text == right.text ? 0 : left.text < right.text ? -1 : 1
        }
        switch relation {
        case .equal: return sign == 0
        case .notEqual: return sign != 0
        case .less: return sign < 0
        case .atMost: return sign <= 0
        case .greater: return sign > 0
        case .atLeast: return sign >= 0
        }
    }

    private static func order(_ left: Number, _ right: Number) -> Int {
        if case .integer(let left) = left, case .integer(let right) = right {
            return left == right ? 0 : left < right ? -1 : 1
        }
        let (left, right) = (left.approximately, right.approximately)
        return left == right ? 0 : left < right ? -1 : 1
    }

    private static func number(_ text: String) -> Number? {
        let isNegative = text.hasPrefix("-")
        let digits = isNegative ? String(text.dropFirst()) : text
        if let value = try? IntegerValue.parse(digits, in: 0...UInt64.max) {
            return .integer(isNegative ? -Int128(value) : Int128(value))
        }
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(IntegerValue.isDigit) }),
            let value = Double(digits)
        else { return nil }
        let signed = isNegative ? -value : value
        return Int128(exactly: signed).map(Number.integer) ?? .decimal(signed)
    }
}
