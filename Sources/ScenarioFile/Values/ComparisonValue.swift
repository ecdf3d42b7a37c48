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
        // 1..5ms leaves out what the other end has.
        let ends = text.firstRange(of: "..").map { [text[..<$0.lowerBound], text[$0.upperBound...]] } ?? []
        let unit = ends.compactMap { try? Measure(String($0)).unit }.first { !$0.isEmpty } ?? "s"
        return try parse(text) { (operand) throws(ValueError) in try TimeValue.parse(operand, usualUnit: unit) }
    }

    private static func parse<Value: Comparable & Sendable>(
        _ text: String, value: (String) throws(ValueError) -> Value
    ) throws(ValueError) -> Comparison<Value> {
        func operand(_ range: Range<String.Index>) throws(ValueError) -> Value {
            do throws(ValueError) {
                return try value(String(text[range]))
            } catch {
                throw placed(error, in: text, at: range)
            }
        }
        if let dots = text.firstRange(of: "..") {
            let low = try operand(text.startIndex..<dots.lowerBound)
            let high = try operand(dots.upperBound..<text.endIndex)
            guard low <= high else { throw ValueError("`\(text)` is empty: the lower end comes first") }
            return .within(low, high)
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

    /// An operand's error as one of the whole text: at its place, and with the rest of the text around what it suggests.
    private static func placed(_ error: ValueError, in text: String, at range: Range<String.Index>) -> ValueError {
        var error = error
        let scalars = text.unicodeScalars
        let start = scalars.distance(from: scalars.startIndex, to: range.lowerBound)
        let part = error.part ?? 0..<scalars.distance(from: range.lowerBound, to: range.upperBound)
        // Where nothing stands, the whole shows what is missing.
        error.part = part.isEmpty ? nil : start + part.lowerBound..<start + part.upperBound
        error.suggestion = error.suggestion.map { text[..<range.lowerBound] + $0 + text[range.upperBound...] }
        return error
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
        if text == "all" || text == "none" {
            throw ValueError("`\(text)` stands alone", notes: ["only numbers and percentages are compared"])
        }
        return Int64(try IntegerValue.parse(text, in: 0...UInt64(Int64.max)))
    }
}
