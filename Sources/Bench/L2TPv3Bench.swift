import CBench

/// L2TPv3 over loopback, both ends ours, on one thread, beside the same system calls in C.
public enum L2TPv3Bench {
    /// A case: how long frames are, how many travel together, how many in one go.
    private struct Case {
        let name: String
        let frameByteCount: Int
        let burst: Int
        let frames: Int
    }

    private static let cases = [
        Case(name: "l2tpv3 pair, 64 B", frameByteCount: 64, burst: 256, frames: 2_000_000),
        Case(name: "l2tpv3 pair, 1500 B", frameByteCount: 1500, burst: 256, frames: 400_000),
        Case(name: "l2tpv3 pair, 64 B, plain: one a call", frameByteCount: 64, burst: 1, frames: 30_000),
        Case(name: "l2tpv3 pair, 1500 B, plain: one a call", frameByteCount: 1500, burst: 1, frames: 30_000),
    ]

    /// Runs all cases.
    ///
    /// - Parameters:
    ///   - pairs: Interleaved pairs for each case; at least seven for a figure to quote.
    ///   - scale: A part of the frames that give a figure, for tests.
    /// - Throws: What could not be opened, or frames that did not arrive.
    public static func run(pairs: Int = 7, scale: Double = 1) throws(BenchError) -> [BenchResult] {
        var results: [BenchResult] = []
        for one in cases {
            results.append(try run(one, pairs, frames: max(one.burst, Int(Double(one.frames) * scale))))
        }
        return results
    }

    private static func run(_ one: Case, _ pairs: Int, frames: Int) throws(BenchError) -> BenchResult {
        let ours = try TunnelPair(field(one), burst: one.burst)
        let gathered = try LimitPair(field(one), burst: one.burst, way: cbench_gathered)
        let copied = try LimitPair(field(one), burst: one.burst, way: cbench_copied)
        return try interleaved(
            unit: "frame", pairs: pairs,
            Contender(name: one.name) { () throws(BenchError) in try ours.carry(frames) },
            beside: [
                Contender(name: "C, same calls and checks, header and frame gathered") { () throws(BenchError) in
                    try gathered.carry(frames)
                },
                Contender(name: "C, same calls and checks, header and frame copied") { () throws(BenchError) in
                    try copied.carry(frames)
                },
            ])
    }

    /// Each has its own memory, as two programs would; a frame begins at a cache line.
    private static func field(_ one: Case) -> FrameField {
        FrameField(
            ports: 2, stationsPerPort: 4, frameByteCount: one.frameByteCount,
            stride: (one.frameByteCount + 63) / 64 * 64 + 64)
    }
}
