extension Comparison {
    /// The comparison as the format writes it.
    package func text(_ value: (Value) -> String) -> String {
        switch self {
        case .equal(let operand): value(operand)
        case .notEqual(let operand): "!= \(value(operand))"
        case .less(let operand): "< \(value(operand))"
        case .atMost(let operand): "<= \(value(operand))"
        case .greater(let operand): "> \(value(operand))"
        case .atLeast(let operand): ">= \(value(operand))"
        case .within(let low, let high): "\(value(low))..\(value(high))"
        }
    }
}

extension FrameCount: CustomStringConvertible {
    /// The count as the format writes it: `16`, `all`, `95.5%`.
    public var description: String {
        switch self {
        case .number(let number):
            String(number)
        case .share(partsPerMillion: 1_000_000):
            "all"
        case .share(let partsPerMillion):
            PercentageValue.text(partsPerMillion)
        }
    }
}
