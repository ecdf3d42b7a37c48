import CBench
import Glibc

/// Nanoseconds of the monotonic clock (clock_gettime(2)).
func monotonicNow() -> Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}

/// What one case of a benchmark did in one go.
struct Sample {
    /// Frames, events: what a rate counts.
    var count: Int
    var nanoseconds: Int64
    /// Allocations in the measured stretch, or nil where they cannot be counted.
    var allocations: Int64?

    /// Millions a second.
    var rate: Double { Double(count) * 1e3 / Double(max(1, nanoseconds)) }

    /// Measures a piece of work.
    ///
    /// - Parameter work: Returns how much it did.
    static func measure(_ work: () -> Int) -> Sample {
        let allocationsBefore = cbench_allocations()
        let start = monotonicNow()
        let count = work()
        let nanoseconds = monotonicNow() - start
        let allocations = cbench_allocations() - allocationsBefore
        return Sample(
            count: count, nanoseconds: nanoseconds, allocations: allocationsBefore < 0 ? nil : allocations)
    }
}

/// One line of a benchmark: the medians of interleaved pairs, because single runs on a shared machine mean little.
public struct BenchResult: Sendable, Codable, Equatable {
    /// The case.
    public let name: String
    /// What the rates count: frames, events.
    public let unit: String
    /// Millions a second.
    public let rate: Double
    /// The yardstick that it was paired with.
    public let yardstick: String
    /// Rate of the case over rate of the yardstick, pair by pair.
    public let ratio: Double
    /// Allocations for each frame or event in steady state; nil where they cannot be counted.
    public let allocationsPerUnit: Double?
}

/// Runs a case and its yardstick in turn.
///
/// - Parameters:
///   - pairs: How many pairs are counted; one more goes first as a warm-up.
func interleaved(
    _ name: String, unit: String, pairs: Int, yardstick: String, work: () -> Sample, limit: () -> Sample
) -> BenchResult {
    _ = work()
    _ = limit()
    var rates: [Double] = []
    var ratios: [Double] = []
    var allocations: Double? = 0
    for _ in 0..<pairs {
        let sample = work()
        let bound = limit()
        rates.append(sample.rate)
        ratios.append(sample.rate / bound.rate)
        if let counted = sample.allocations, let worst = allocations {
            allocations = max(worst, Double(counted) / Double(max(1, sample.count)))
        } else {
            allocations = nil
        }
    }
    return BenchResult(
        name: name, unit: unit, rate: median(rates), yardstick: yardstick, ratio: median(ratios),
        allocationsPerUnit: allocations)
}

func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return 0 }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
