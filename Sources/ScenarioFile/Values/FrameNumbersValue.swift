/// Numbers of frames, from 1: one, or `7..9` with both ends in it.
enum FrameNumbersValue {
    /// More frames than this go through no link.
    private static let last: UInt64 = 1_000_000_000_000

    static func parse(_ text: String) throws(ValueError) -> ClosedRange<Int64> {
        guard let (first, last) = try ValueEnds.parse(text, value: number) else {
            let number = try number(text)
            return number...number
        }
        guard first <= last else {
            throw ValueError("`\(text)` is empty: the lower end comes first", suggestion: "\(last)..\(first)")
        }
        return first...last
    }

    private static func number(_ text: String) throws(ValueError) -> Int64 {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        if parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(IntegerValue.isDigit) }) {
            throw ValueError("`\(text)` is no number of a frame", suggestion: parts.joined(separator: ".."))
        }
        let number = try IntegerValue.parse(text, in: 0...last)
        guard number > 0 else { throw ValueError("frames are numbered from 1") }
        return Int64(number)
    }

    /// The same numbers in ranges that ascend and do not touch.
    static func merged(_ ranges: [ClosedRange<Int64>]) -> [ClosedRange<Int64>] {
        var result: [ClosedRange<Int64>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = result.last, range.lowerBound <= last.upperBound + 1 {
                result[result.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                result.append(range)
            }
        }
        return result
    }

    static func text(_ range: ClosedRange<Int64>) -> String {
        range.lowerBound == range.upperBound ? "\(range.lowerBound)" : "\(range.lowerBound)..\(range.upperBound)"
    }
}
