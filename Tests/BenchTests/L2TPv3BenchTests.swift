import Testing

@testable import Bench

@Suite("The bench of tunnel pairs", .timeLimit(.minutes(2)))
struct L2TPv3BenchTests {
    @Test("what is on its way fits into the receive buffer, however the kernel packs it", arguments: [84, 1520])
    func window(datagramByteCount: Int) {
        for buffer in [1 << 16, 212_992, 4 << 20] {
            let load = PairLoad(burst: 256, datagramByteCount: datagramByteCount, bufferByteCount: buffer)
            #expect(load.window * (1024 + 2 * datagramByteCount) <= 2 * buffer)
            #expect(load.burst <= load.window)
            #expect(load.burst <= 256)
            #expect(load.burst > 0)
        }
        let roomy = PairLoad(burst: 256, datagramByteCount: datagramByteCount, bufferByteCount: 4 << 20)
        #expect(roomy.burst == 256)
        // All of it fits into the queue of a port, 1000 frames, so that nothing pauses.
        #expect(roomy.window == 768)
        let tiny = PairLoad(burst: 256, datagramByteCount: datagramByteCount, bufferByteCount: 100)
        #expect(tiny.burst == 1)
        #expect(tiny.window == 1)
    }

    @Test("every frame comes through each pair, and every case has its yardsticks")
    func run() throws {
        let results = try L2TPv3Bench.run(pairs: 1, scale: 0.002)
        #expect(results.map(\.figures.name).filter { $0.contains("64 B") }.count == 2)
        #expect(results.map(\.figures.name).filter { $0.contains("1500 B") }.count == 2)
        for result in results {
            #expect(result.unit == "frame")
            #expect(result.comparisons.count == 2)
            for comparison in result.comparisons {
                #expect(comparison.rateRatio > 0)
                #expect(comparison.cpuRatio > 0)
            }
        }
    }

    @Test("one datagram a call costs a send each, in ours and in the limit")
    func plainCalls() throws {
        let results = try L2TPv3Bench.run(pairs: 1, scale: 0.01)
        let plain = try #require(results.first { $0.figures.name.contains("plain") })
        for figures in [plain.figures] + plain.comparisons.map(\.yardstick) {
            // Three sends and one receive for three frames.
            let calls = try #require(figures.systemCallsPerUnit)
            #expect(abs(calls - 4.0 / 3) < 0.1)
        }
    }
}
