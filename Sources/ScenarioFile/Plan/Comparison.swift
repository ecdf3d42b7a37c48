/// What an observed number is held against.
public enum Comparison<Value: Comparable & Sendable & Hashable>: Sendable, Hashable {
    /// Exactly the value.
    case equal(Value)
    /// Anything but the value.
    case notEqual(Value)
    /// `<`
    case less(Value)
    /// `<=`
    case atMost(Value)
    /// `>`
    case greater(Value)
    /// `>=`
    case atLeast(Value)
    /// `a..b`, both ends in it.
    case within(Value, Value)
}

/// A number of frames, or a share of those that were to be sent.
public enum FrameCount: Sendable, Hashable, Comparable {
    /// So many frames.
    case number(Int64)
    /// A share of what was to be sent; `1_000_000` is all of it.
    case share(partsPerMillion: Int64)

    /// As many as were to be sent.
    public static let all = FrameCount.share(partsPerMillion: 1_000_000)
}

extension Comparison where Value == Int64 {
    /// Whether an observed number satisfies the comparison.
    ///
    /// - Parameter observed: the number seen: frames, or nanoseconds.
    /// - Returns: whether the comparison holds.
    public func holds(for observed: Int64) -> Bool {
        switch self {
        case .equal(let value): observed == value
        case .notEqual(let value): observed != value
        case .less(let value): observed < value
        case .atMost(let value): observed <= value
        case .greater(let value): observed > value
        case .atLeast(let value): observed >= value
        case .within(let low, let high): low <= observed && observed <= high
        }
    }
}

extension Comparison where Value == FrameCount {
    /// Whether an observed number of frames satisfies the comparison.
    ///
    /// - Parameters:
    ///   - observed: the number of frames seen.
    ///   - total: the number of frames that were to be sent, which percentages are a share of.
    /// - Returns: whether the comparison holds. Shares are compared exactly, without rounding.
    public func holds(for observed: Int64, of total: Int64) -> Bool {
        func order(_ value: FrameCount) -> Int {
            let (left, right): (Int128, Int128) =
                switch value {
                case .number(let number): (Int128(observed), Int128(number))
                case .share(let partsPerMillion):
                    (Int128(observed) * 1_000_000, Int128(total) * Int128(partsPerMillion))
                }
            return left < right ? -1 : left > right ? 1 : 0
        }
        return switch self {
        case .equal(let value): order(value) == 0
        case .notEqual(let value): order(value) != 0
        case .less(let value): order(value) < 0
        case .atMost(let value): order(value) <= 0
        case .greater(let value): order(value) > 0
        case .atLeast(let value): order(value) >= 0
        case .within(let low, let high): order(low) >= 0 && order(high) <= 0
        }
    }
}
