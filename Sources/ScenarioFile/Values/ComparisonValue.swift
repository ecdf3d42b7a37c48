/// Comparisons: `< <= > >= !=`, `a..b` with both ends in it, `all`, `none`; a bare value means equal.
enum ComparisonValue {
    /// A number of frames, or a share of those that were to be sent.
    static func frameCount(_ text: String) throws(ValueError) -> Comparison<FrameCount> {
        switch text {
        case "all": return .equal(.all)
        case "none": return .equal(.number(0))
        default:
            // 5..10% could be empty or not, depending on a total that nobody looks at while reading.
            if text.contains(".."), text.count(where: { $0 == "%" }) == 1 {
                throw ValueError("both ends of `\(text)` are numbers, or both are percentages")
            }
            return try parse(text, value: frameCountOperand)
        }
    }

    /// A number of frames, where there is no whole that a share could be of.
    static func count(_ text: String) throws(ValueError) -> Comparison<Int64> {
        switch text {
        case "all":
            throw ValueError("`all` needs a number of frames that were to be sent; here is none")
        case "none": return .equal(0)
        default:
            return try parse(text) { (operand) throws(ValueError) in
                if operand.hasSuffix("%") {
                    throw ValueError("a percentage needs a number of frames that were to be sent; here is none")
                }
                return try countOperand(operand)
            }
        }
    }

    /// A share, in millionths.
    static func share(_ text: String) throws(ValueError) -> Comparison<Int64> {
        try parse(text) { (operand) throws(ValueError) in
            guard case .share(let partsPerMillion) = try frameCountOperand(operand) else {
                throw ValueError(
                    "a share is a percentage", suggestion: text.contains("..") ? nil : "\(text)%")
            }
            return partsPerMillion
        }
    }

    /// A time, in nanoseconds.
    static func time(_ text: String) throws(ValueError) -> Comparison<Int64> {
        try parse(text, value: TimeValue.parse)
    }

    private static func parse<Value: Comparable & Sendable>(
        _ text: String, value: (String) throws(ValueError) -> Value
    ) throws(ValueError) -> Comparison<Value> {
        if let dots = text.firstRange(of: "..") {
            let (low, high) = (try value(String(text[..<dots.lowerBound])), try value(String(text[dots.upperBound...])))
            guard low <= high else { throw ValueError("`\(text)` is empty: the lower end comes first") }
            return .within(low, high)
        }
        let symbol = text.prefix { "<>=!".contains($0) }
        let operand = String(text.dropFirst(symbol.count).drop { $0 == " " })
        switch symbol {
        case "": return .equal(try value(operand))
        case "!=": return .notEqual(try value(operand))
        case "<": return .less(try value(operand))
        case "<=": return .atMost(try value(operand))
        case ">": return .greater(try value(operand))
        case ">=": return .atLeast(try value(operand))
        default:
            let meant = symbol == "=" || symbol == "==" ? operand : symbol == "=<" ? "<= \(operand)" : nil
            throw ValueError(
                "unknown comparison `\(symbol)`", suggestion: meant ?? (symbol == "=>" ? ">= \(operand)" : nil),
                notes: ["comparisons are < <= > >= != and a..b; a bare value means equal"])
        }
    }

    private static func frameCountOperand(_ text: String) throws(ValueError) -> FrameCount {
        guard text.hasSuffix("%") else { return .number(try countOperand(text)) }
        let measure = try Measure(text)
        guard measure.unit == "%", let share = measure.scaled(by: 10_000) else {
            throw ValueError("`\(text)` is not a percentage of at most four decimals")
        }
        guard share <= 1_000_000 else { throw ValueError("\(text) is more than all") }
        return .share(partsPerMillion: share)
    }

    private static func countOperand(_ text: String) throws(ValueError) -> Int64 {
        Int64(try IntegerValue.parse(text, in: 0...UInt64(Int64.max)))
    }
}
