/// What is said of the share of frames that are lost: `10%` of the process, `<= 5%` of what was measured.
enum LossValue {
    static func parse(_ text: String) throws(ValueError) -> FlowExpectation.Loss {
        if text == "all" || text == "none" {
            throw ValueError("loss is a percentage", notes: ["write `lost: \(text)` for a number of frames"])
        }
        guard case .equal(let share) = try ComparisonValue.share(text) else {
            return .measured(try ComparisonValue.share(text))
        }
        // What is certain is no chance, and no number of frames would tell it from a measure.
        if share == 0 || share == 1_000_000 {
            throw ValueError(
                "a chance of \(text) is no chance", notes: ["write `lost: \(share == 0 ? "none" : "all")`"])
        }
        return .process(partsPerMillion: share)
    }

    /// How sure a process has to be told from none: 99.99 %.
    private static let doubt = 0.0001

    /// The least number of frames of which losing none says that a process is not there.
    ///
    /// The chance to lose none of n is (1 - p)^n; it has to be below one in ten thousand: 917 frames for 1 %.
    ///
    /// - Parameter partsPerMillion: The chance of loss, from 1 to 999999.
    /// - Returns: The number of frames, at most about nine millions.
    static func leastFrames(partsPerMillion: Int64) -> Int64 {
        let stays = 1 - Double(partsPerMillion) / 1_000_000
        // One in a million needs 9.3 million frames; the next power of two bounds the search.
        var (low, high): (Int64, Int64) = (0, 1 << 24)
        while high - low > 1 {
            let middle = (low + high) / 2
            if power(stays, middle) < doubt { high = middle } else { low = middle }
        }
        return high
    }

    private static func power(_ base: Double, _ exponent: Int64) -> Double {
        var (result, square, rest) = (1.0, base, exponent)
        while rest > 0 {
            if rest & 1 == 1 { result *= square }
            square *= square
            rest >>= 1
        }
        return result
    }
}
