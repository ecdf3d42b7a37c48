/// Sizes of frames in bytes without FCS: one, `64..1514` drawn evenly, or `imix`.
enum SizeValue {
    /// What `imix` is made of.
    static let imix = [60, 590, 1514]

    static func parse(_ text: String) throws(ValueError) -> Scenario.UDPPlan.Size {
        if text == "imix" { return .imix }
        guard let dots = text.firstRange(of: "..") else { return .fixed(try bytes(text)) }
        let (low, high) = (try bytes(String(text[..<dots.lowerBound])), try bytes(String(text[dots.upperBound...])))
        guard low <= high else { throw ValueError("`\(text)` is empty: the lower end comes first") }
        return .uniform(low...high)
    }

    private static func bytes(_ text: String) throws(ValueError) -> Int {
        if !text.isEmpty, text.utf8.allSatisfy({ !IntegerValue.isDigit($0) }) {
            throw ValueError(
                "`\(text)` is not a size", suggestion: nearest(to: text, in: ["imix"]),
                notes: ["a size is written 590, 64..1514 or imix"])
        }
        return Int(try IntegerValue.parse(text, in: 0...1_000_000))
    }
}

extension Scenario.UDPPlan.Size: CustomStringConvertible {
    /// As the format writes it.
    public var description: String {
        switch self {
        case .fixed(let size): "\(size)"
        case .uniform(let range): "\(range.lowerBound)..\(range.upperBound)"
        case .imix: "imix"
        }
    }

    /// The shortest and the longest frame.
    var bounds: ClosedRange<Int> {
        switch self {
        case .fixed(let size): size...size
        case .uniform(let range): range
        case .imix: (SizeValue.imix.first ?? 0)...(SizeValue.imix.last ?? 0)
        }
    }
}
