import CBench
import LinuxNet

/// Frames from a plain sender through `dgram` into `l2tpv3`: this program's `connect`, a relay in C and QEMU in turn.
public enum RelayBench {
    /// How long each turn counts.
    private static let stretch: Int64 = 500_000_000

    private static let yardstick = "C: epoll, recvmmsg of 64, UDP_SEGMENT, sendmmsg"

    /// Runs all cases.
    ///
    /// - Parameters:
    ///   - pairs: Interleaved rounds for each case; at least seven for a figure to quote.
    ///   - systemCalls: Reads the number of system calls from what `connect --stats json=` has written.
    /// - Throws: What could not be started, or does not relay.
    public static func run(
        pairs: Int = 7, systemCalls: (_ statistics: String) -> Int?
    ) throws(BenchError) -> [BenchResult] {
        var results: [BenchResult] = []
        for frameByteCount in [64, 1500] {
            results.append(try run(frameByteCount: frameByteCount, pairs, systemCalls))
        }
        return results
    }

    private static func run(
        frameByteCount: Int, _ pairs: Int, _ systemCalls: (_ statistics: String) -> Int?
    ) throws(BenchError) -> BenchResult {
        let source = try RelaySource(
            FrameField(
                ports: 2, stationsPerPort: 4, framesPerPort: 64, frameByteCount: frameByteCount,
                stride: (frameByteCount + 63) / 64 * 64))
        let statistics = try UnnamedFile()
        let ours = try Relay.program("wirework connect", source: source) { datagram, tunnel in
            ["/proc/self/exe", "connect", datagram, tunnel, "--stats", "json=\(statistics.path)"]
        }
        var yardsticks = [try Relay.limit(yardstick, source: source, way: cbench_copied)]
        if let qemu = QEMU.installed {
            yardsticks.append(try Relay.program(qemu.name, source: source, arguments: qemu.relay))
        }
        let relays = [ours] + yardsticks
        defer { for relay in relays { relay.end() } }
        var result = try interleaved(
            unit: "frame", pairs: pairs, contender("relay dgram -> l2tpv3, \(frameByteCount) B", ours, source),
            beside: yardsticks.map { contender($0.name, $0, source) })
        ours.end()
        if let calls = systemCalls(statistics.text) {
            result.figures.systemCallsPerUnit = Double(calls) / Double(max(1, ours.frames))
        }
        return result
    }

    private static func contender(_ name: String, _ relay: Relay, _ source: RelaySource) -> Contender<BenchError> {
        Contender(name: name) { () throws(BenchError) in try relay.carry(from: source, nanoseconds: stretch) }
    }
}
