import NetBackends
import NetCore
import TestSupport
import Testing

/// Calls back at every tick of the loop's clock.
final class Metronome: TimerClient {
    private let timer: LoopTimer
    private let interval: Int64
    private var tick: () -> Void

    /// - Parameter interval: Nanoseconds.
    init(_ loop: Loop, every interval: Int64 = 100_000, _ tick: @escaping () -> Void) {
        timer = loop.makeTimer()
        self.interval = interval
        self.tick = tick
        loop.attach(self, to: timer)
        timer.arm(at: timer.now + interval)
    }

    func timerFired(_ timer: LoopTimer) {
        tick()
        timer.arm(at: timer.now + interval)
    }

    /// For good: what it calls may hold the loop, which holds it.
    func stop() {
        timer.cancel()
        tick = {}
    }
}

/// Sends numbered frames through a port for as long as its peer has room.
private final class Feeder {
    private let port: Port
    private let makeFrame: (Int) -> [UInt8]
    private(set) var sent = 0
    var isPaused = false
    let total: Int

    init(_ total: Int, through port: Port, of probe: Probe, _ makeFrame: @escaping (Int) -> [UInt8]) {
        self.port = port
        self.total = total
        self.makeFrame = makeFrame
        probe.whenThereIsRoom = { [unowned self] _ in
            isPaused = false
            feed()
        }
    }

    func feed() {
        while !isPaused && sent < total {
            isPaused = port.send(makeFrame(sent)) == .paused
            sent += 1
        }
    }
}

/// An end that reads slowly holds up the other, and costs no frame.
@Suite("The contract of backends: pressure", .tags(.kernel), .timeLimit(.minutes(10)))
struct PressureTests {
    @Test(
        "both ends read slowly in turn, through queues of four frames: all arrive, in order, and no drop is counted",
        arguments: backends.filter(\.isLossless))
    func slowInTurn(_ backend: any BackendUnderTest) throws {
        let bench = try BackendBench(backend)
        let far = try bench.appear()
        for port in [bench.leftPort, bench.rightPort, bench.near.port, far.port] {
            port.setBound(frames: 4, bytes: 1 << 20)
        }
        let there = Feeder(2000, through: bench.leftPort, of: bench.left) { number in
            Numbered.frame(number, byteCount: 60 + number % 1400)
        }
        let back = Feeder(2000, through: bench.rightPort, of: bench.right) { number in
            Numbered.frame(number, byteCount: 60 + number % 1400, to: 1, from: 2)
        }
        var ticks = 0
        let metronome = Metronome(bench.loop) {
            ticks += 1
            let rightIsSlow = ticks / 20 % 2 == 0
            for (probe, port, isSlow) in [
                (bench.left, bench.leftPort, !rightIsSlow), (bench.right, bench.rightPort, rightIsSlow),
            ] {
                probe.quota = isSlow ? 3 : 200
                port.resume()
            }
        }
        bench.left.quota = 0
        bench.right.quota = 0
        there.feed()
        back.feed()
        try bench.wait { bench.left.count == 2000 && bench.right.count == 2000 }
        metronome.stop()
        #expect(bench.right.frames.map { Numbered.number(of: $0) } == Array(0..<2000))
        #expect(bench.left.frames.map { Numbered.number(of: $0) } == Array(0..<2000))
        #expect(bench.drops.isEmpty)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test(
        "an end that does not read for a while holds up a stream of any length, without spinning",
        arguments: backends.filter(\.isLossless))
    func longPause(_ backend: any BackendUnderTest) throws {
        let bench = try BackendBench(backend)
        _ = try bench.appear()
        // 20 MB: more than the buffers of TCP grow to (tcp_wmem and tcp_rmem, tcp(7)).
        let (total, byteCount) = (1000, 20_000)
        bench.right.quota = 0
        let feeder = Feeder(total, through: bench.leftPort, of: bench.left) {
            Numbered.frame($0, byteCount: min(byteCount, backend.longestFrame))
        }
        feeder.feed()
        // Until nothing moves any more.
        try bench.wait { feeder.isPaused && bench.rightPort.queuedFrames > 0 }
        // Until every buffer is full, and then nothing may turn.
        var turns = Int.max
        for _ in 0..<50 where turns > idleTurns { turns = try bench.driver.turns() }
        #expect(turns <= idleTurns)
        #expect(feeder.isPaused && feeder.sent < total)
        bench.right.quota = nil
        bench.rightPort.resume()
        try bench.wait { bench.right.count == total }
        #expect(bench.right.frames.map { Numbered.number(of: $0) } == Array(0..<total))
        #expect(bench.drops.isEmpty)
        #expect(bench.loop.audit().isEmpty)
    }
}
