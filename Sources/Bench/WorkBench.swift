/// A piece of work that somebody else does, beside the loop in C that reads each header.
public enum WorkBench {
    /// Runs it in turn with its yardstick.
    ///
    /// - Parameters:
    ///   - name: Of the case.
    ///   - unit: What is counted: `frame`.
    ///   - pairs: Interleaved pairs.
    ///   - work: Returns how many of the unit it did.
    public static func run(
        _ name: String, unit: String, pairs: Int, work: @escaping () throws(BenchError) -> Int
    ) throws(BenchError) -> BenchResult {
        let field = FrameField(ports: 4, stationsPerPort: 4)
        return try interleaved(
            unit: unit, pairs: pairs,
            Contender<BenchError>(name: name) { () throws(BenchError) in try Sample.measure(work) },
            beside: [Contender<BenchError>(name: CoreBench.yardstick) { field.walk(rounds: 400) }])
    }
}
