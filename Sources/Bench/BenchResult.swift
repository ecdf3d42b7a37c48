/// What one program did in a case: medians, because single runs on a shared machine mean little.
public struct BenchFigures: Sendable, Equatable {
    /// The case, or the yardstick.
    public let name: String
    /// Millions a second.
    public let rate: Double
    /// CPU time for each frame or event.
    public let cpuNanosecondsPerUnit: Double
    /// Sends and receives for each; nil for a program that does not count them.
    ///
    /// Waiting in epoll is not among them.
    public internal(set) var systemCallsPerUnit: Double?
    /// Allocations for each in steady state, the most of all rounds; nil where they cannot be counted.
    public let allocationsPerUnit: Double?
}

extension BenchFigures {
    init(name: String, samples: [Sample]) {
        self.name = name
        rate = median(samples.map(\.rate))
        cpuNanosecondsPerUnit = median(samples.map(\.cpuEach))
        let systemCalls = samples.compactMap(\.systemCallsEach)
        systemCallsPerUnit = systemCalls.isEmpty ? nil : median(systemCalls)
        let allocations = samples.compactMap(\.allocationsEach)
        allocationsPerUnit = allocations.count < samples.count ? nil : allocations.max()
    }
}

/// A case beside one of its yardsticks.
public struct BenchComparison: Sendable, Equatable {
    /// What the yardstick did.
    public let yardstick: BenchFigures
    /// Rate of the case over rate of the yardstick: the median of all rounds, each for itself.
    public let rateRatio: Double
    /// CPU time for each of the case over that of the yardstick, in the same way; less is better.
    public let cpuRatio: Double
}

/// One case of a benchmark.
public struct BenchResult: Sendable, Equatable {
    /// What the rates count: frames, events.
    public let unit: String
    /// What was measured.
    public internal(set) var figures: BenchFigures
    /// What it was measured with, in interleaved rounds.
    public let comparisons: [BenchComparison]
}
