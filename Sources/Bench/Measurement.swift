import CBench
import LinuxNet

/// What one case of a benchmark did in one go.
struct Sample {
    /// Frames, events: what a rate counts.
    var count: Int
    var nanoseconds: Int64
    /// CPU time of what was measured: this thread, or a process.
    var cpuNanoseconds: Int64
    /// Those that the work counted itself; nil where it does not count.
    var systemCalls: Int?
    /// Allocations in the measured stretch, or nil where they cannot be counted.
    var allocations: Int64?

    /// Millions a second.
    var rate: Double { Double(count) * 1e3 / Double(max(1, nanoseconds)) }

    /// A figure for each frame or event.
    func each(_ value: Int64) -> Double { Double(value) / Double(max(1, count)) }

    var cpuEach: Double { each(cpuNanoseconds) }
    var systemCallsEach: Double? { systemCalls.map { each(Int64($0)) } }
    var allocationsEach: Double? { allocations.map(each) }

    /// Measures a piece of work on this thread.
    ///
    /// - Parameter work: Returns how much it did.
    static func measure<Failure: Error>(_ work: () throws(Failure) -> Int) throws(Failure) -> Sample {
        let allocationsBefore = cbench_allocations()
        let cpuBefore = SystemClock.threadCPU.now
        let start = SystemClock.monotonic.now
        let count = try work()
        let nanoseconds = SystemClock.monotonic.now - start
        let cpuNanoseconds = SystemClock.threadCPU.now - cpuBefore
        let allocations = cbench_allocations() - allocationsBefore
        return Sample(
            count: count, nanoseconds: nanoseconds, cpuNanoseconds: cpuNanoseconds,
            allocations: allocationsBefore < 0 ? nil : allocations)
    }
}

/// One of those that take turns.
struct Contender<Failure: Error> {
    let name: String
    let work: () throws(Failure) -> Sample
}

/// Runs a case and its yardsticks in turn.
///
/// - Parameters:
///   - pairs: How many rounds are counted; one more goes first as a warm-up.
///   - subject: What is measured.
///   - yardsticks: What it is measured with, in the order in which they run.
func interleaved<Failure: Error>(
    unit: String, pairs: Int, _ subject: Contender<Failure>, beside yardsticks: [Contender<Failure>]
) throws(Failure) -> BenchResult {
    let contenders = [subject] + yardsticks
    var rounds: [[Sample]] = []
    for round in 0...max(1, pairs) {
        var samples: [Sample] = []
        for contender in contenders { samples.append(try contender.work()) }
        if round > 0 { rounds.append(samples) }
    }
    let figures = contenders.indices.map { index in
        BenchFigures(name: contenders[index].name, samples: rounds.map { $0[index] })
    }
    return BenchResult(
        unit: unit, figures: figures[0],
        comparisons: yardsticks.indices.map { index in
            BenchComparison(
                yardstick: figures[index + 1],
                rateRatio: median(rounds.map { $0[0].rate / $0[index + 1].rate }),
                cpuRatio: median(rounds.map { $0[0].cpuEach / $0[index + 1].cpuEach }))
        })
}

func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return 0 }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
