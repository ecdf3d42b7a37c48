extension Jitter {
    /// Draws a difference in nanoseconds.
    ///
    /// Integers, and operations of IEEE 754 that have one result: the same stream gives the same delays on every machine.
    func draw(_ stream: inout RandomStream) -> Int64 {
        guard amount > 0 else { return 0 }
        switch distribution {
        case .uniform:
            let width = UInt64(amount) * 2 + 1
            return Int64(stream.next(below: width)) - amount
        case .normal: return scaled(Self.normal(&stream))
        case .pareto: return scaled(Self.pareto(&stream))
        }
    }

    private func scaled(_ deviations: Double) -> Int64 {
        // Times are at most 366 days, so the product is far below the bounds of both types.
        Int64(Double(amount) * deviations)
    }

    /// Of mean 0 and deviation 1: the sum of twelve even draws less six (Irwin and Hall).
    private static func normal(_ stream: inout RandomStream) -> Double {
        var sum = 0.0
        for _ in 0..<12 { sum += unit(&stream) }
        return sum - 6
    }

    /// Of shape 3, moved to mean 0 and scaled to deviation 1: the inverse of its distribution is u^(-1/3).
    private static func pareto(_ stream: inout RandomStream) -> Double {
        let mean = 1.5
        let deviation = 0.75.squareRoot()
        return min((1 / cubeRoot(unit(&stream)) - mean) / deviation, 20)
    }

    /// Newton's method, for a number above 0 and at most 1.
    private static func cubeRoot(_ number: Double) -> Double {
        // From above the root each step comes nearer to it, at worst by a third.
        var root = 1.0
        for _ in 0..<64 {
            let next = (2 * root + number / (root * root)) / 3
            if next >= root { break }
            root = next
        }
        return root
    }

    /// Above 0 and at most 1, in steps of 2^-53.
    private static func unit(_ stream: inout RandomStream) -> Double {
        Double((stream.next() >> 11) + 1) / 9_007_199_254_740_992
    }
}
