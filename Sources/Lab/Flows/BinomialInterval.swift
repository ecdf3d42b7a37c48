import Glibc

/// The exact interval that a number of losses lies in if each frame is lost by itself with one probability.
///
/// A number lies outside if so few, or so many, have a chance below 0.01 % each: 1 % of 917 frames is the least that
/// tells a lossy link from one that loses nothing.
struct BinomialInterval {
    private let trials: Int64
    private let probability: Double

    /// The chance that is too small to be believed, at each end.
    static let tail = 1e-4

    /// - Parameters:
    ///   - trials: Frames, at least 0.
    ///   - partsPerMillion: The chance of each to be lost.
    init(trials: Int64, partsPerMillion: Int64) {
        self.trials = max(0, trials)
        probability = Double(min(max(0, partsPerMillion), 1_000_000)) / 1e6
    }

    /// Whether so many losses can be believed.
    func contains(_ losses: Int64) -> Bool {
        guard (0...trials).contains(losses) else { return false }
        if probability == 0 { return losses == 0 }
        if probability == 1 { return losses == trials }
        let limit = log(Self.tail)
        return logTail(losses, downward: true) >= limit && logTail(losses, downward: false) >= limit
    }

    /// The least and the most that can be believed.
    var bounds: ClosedRange<Int64> {
        let mean = min(trials, Int64((Double(trials) * probability).rounded()))
        return search(from: mean, to: 0)...search(from: mean, to: trials)
    }

    /// The number farthest from the middle towards an end that still lies inside.
    private func search(from middle: Int64, to end: Int64) -> Int64 {
        var (inside, outside) = (middle, end)
        if contains(end) { return end }
        while abs(outside - inside) > 1 {
            let between = inside + (outside - inside) / 2
            if contains(between) { inside = between } else { outside = between }
        }
        return inside
    }

    /// The logarithm of the chance of at most so many (downward), or at least so many (upward).
    ///
    /// The terms are summed from the largest on, each as a multiple of the first, so that neither a small chance nor
    /// many trials leave the range of a Double.
    private func logTail(_ losses: Int64, downward: Bool) -> Double {
        let mean = Double(trials) * probability
        // On the far side of the middle nearly all of the chance lies: no need to sum it.
        if downward ? Double(losses) >= mean + 1 : Double(losses) <= mean - 1 { return 0 }
        let odds = probability / (1 - probability)
        var (count, term, sum) = (losses, 1.0, 1.0)
        while downward ? count > 0 : count < trials {
            if downward {
                term *= Double(count) / (Double(trials - count + 1) * odds)
                count -= 1
            } else {
                term *= Double(trials - count) / Double(count + 1) * odds
                count += 1
            }
            sum += term
            if term < sum * 1e-17 { break }
        }
        return logChance(losses) + log(sum)
    }

    /// The logarithm of the chance of exactly so many.
    private func logChance(_ losses: Int64) -> Double {
        let (n, k) = (Double(trials), Double(losses))
        let ways = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
        return ways + k * log(probability) + (n - k) * log1p(-probability)
    }
}
