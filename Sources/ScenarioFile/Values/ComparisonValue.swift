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
                    "a share is a percentage",
                    suggestion: text.contains("..") || (try? countOperand(operand)) == nil ? nil : "\(operand)%")
            }
            return partsPerMillion
        }
    }

    /// A time, in nanoseconds.
    static func time(_ text: String) throws(ValueError) -> Comparison<Int64> {
        let unit = ValueEnds.unit(of: text) ?? "s"
        return try parse(text) { (operand) throws(ValueError) in try TimeValue.parse(operand, usualUnit: unit) }
    }

    private static func parse<Value: Comparable & Sendable>(
        _ text: String, value: (String) throws(ValueError) -> Value
    ) throws(ValueError) -> Comparison<Value> {
        if let (low, high) = try ValueEnds.parse(text, value: value) {
            guard low <= high else { throw ValueError("`\(text)` is empty: the lower end comes first") }
            return .within(low, high)
        }
        func operand(_ range: Range<String.Index>) throws(ValueError) -> Value {
            try ValueEnds.part(of: text, at: range, value: value)
        }
        let symbol = text.prefix { "<>=!".contains($0) }
        let rest = text[symbol.endIndex...].drop { $0 == " " }
        let range = rest.startIndex..<text.endIndex
        switch symbol {
        case "": return .equal(try operand(range))
        case "!=": return .notEqual(try operand(range))
        case "<": return .less(try operand(range))
        case "<=": return .atMost(try operand(range))
        case ">": return .greater(try operand(range))
        case ">=": return .atLeast(try operand(range))
        default:
            let meant = symbol == "=" || symbol == "==" ? String(rest) : symbol == "=<" ? "<= \(rest)" : nil
            throw ValueError(
                "unknown comparison `\(symbol)`", suggestion: meant ?? (symbol == "=>" ? ">= \(rest)" : nil),
                notes: ["comparisons are < <= > >= != and a..b; a bare value means equal"])
        }
    }

    private static func frameCountOperand(_ text: String) throws(ValueError) -> FrameCount {
        guard text.hasSuffix("%") else { return .number(try countOperand(text)) }
        return .share(partsPerMillion: try PercentageValue.parse(text))
    }

    private static func countOperand(_ text: String) throws(ValueError) -> Int64 {
        if text == "all" || text == "none" {
            throw ValueError("`\(text)` stands alone", notes: ["only numbers and percentages are compared"])
        }
        return Int64(try IntegerValue.parse(text, in: 0...UInt64(Int64.max)))
    }
}
