import NetCore
import WireFormats

/// The core by itself: no socket, no system call, frames of 64 bytes.
public enum CoreBench {
    /// Runs all cases.
    ///
    /// - Parameters:
    ///   - pairs: Interleaved pairs for each case; at least seven for a figure to quote.
    ///   - frames: Frames in each run of a case.
    public static func run(pairs: Int = 7, frames: Int = 4_000_000) -> [BenchResult] {
        [
            switched("switch, 4 ports, 4 stations each, burst 64", ports: 4, stations: 4, burst: 64, pairs, frames),
            switched("switch, 64 ports, 16 stations each, burst 64", ports: 64, stations: 16, burst: 64, pairs, frames),
            switched("switch, 4 ports, 4 stations each, burst 1", ports: 4, stations: 4, burst: 1, pairs, frames),
            repeated("hub, 4 ports, burst 64, frames in", ports: 4, pairs, frames / 4),
            impaired(
                "impairment stage, nothing to do, burst 64", Impairments(), pairs, frames),
            impaired("impairment stage, loss, rate, delay and jitter, burst 64", Self.impairments, pairs, frames / 4),
            timers("scheduler, 1000 timers armed anew", pairs, frames / 4),
        ]
    }

    private static func switched(
        _ name: String, ports: Int, stations: Int, burst: Int, _ pairs: Int, _ frames: Int
    ) -> BenchResult {
        let loop = Loop()
        let element = Switch(loop: loop)
        return forwarded(name, loop: loop, ports: ports, stations: stations, burst: burst, pairs, frames) {
            element.addPort()
        }
    }

    private static func repeated(_ name: String, ports: Int, _ pairs: Int, _ frames: Int) -> BenchResult {
        let loop = Loop()
        let element = Hub(loop: loop)
        return forwarded(name, loop: loop, ports: ports, stations: 4, burst: 64, pairs, frames) { element.addPort() }
    }

    private static func forwarded(
        _ name: String, loop: Loop, ports: Int, stations: Int, burst: Int, _ pairs: Int, _ frames: Int,
        addPort: () -> Port
    ) -> BenchResult {
        let field = FrameField(ports: ports, stationsPerPort: stations)
        var batch = InboundBatch()
        var ends: [Port] = []
        for _ in 0..<ports {
            let end = loop.makePort(for: Sink())
            // Both ends are new, so there is nothing that could refuse.
            try? end.connect(to: addPort())
            ends.append(end)
        }
        let rounds = max(1, frames / (ports * field.framesPerPort))
        let subject = Contender<Never>(name: name) {
            Sample.measure {
                for _ in 0..<rounds {
                    for port in 0..<ports {
                        var first = 0
                        while first < field.framesPerPort {
                            let end = min(first + burst, field.framesPerPort)
                            field.send(first..<end, of: port, with: &batch, through: ends[port])
                            while loop.runTurn() {}
                            first = end
                        }
                    }
                }
                return rounds * ports * field.framesPerPort
            }
        }
        return interleaved(
            unit: "frame", pairs: pairs, subject,
            beside: [Contender(name: yardstick) { field.walk(rounds: rounds * 4) }])
    }

    static let yardstick = "C loop that reads each header"

    /// Each frame draws twice, waits, and goes on by itself.
    private static var impairments: Impairments {
        var impairments = Impairments()
        impairments.loss = .chance(Chance(partsPerMillion: 1_000))
        impairments.rate = .bits(thousandths: 100_000_000_000_000)
        impairments.delay = 10_000
        impairments.jitter = Jitter(amount: 1_000)
        return impairments
    }

    private static func impaired(
        _ name: String, _ impairments: Impairments, _ pairs: Int, _ frames: Int
    ) -> BenchResult {
        let loop = Loop()
        let field = FrameField(ports: 2, stationsPerPort: 4)
        var batch = InboundBatch()
        let stage = ImpairmentStage(loop: loop, name: "bench", .init(name: "bench", seed: 1, impairments: impairments))
        stage.line.isActive = true
        let (entry, exit) = (loop.makePort(for: Sink()), loop.makePort(for: Sink()))
        // All are new, so there is nothing that could refuse.
        try? entry.connect(to: stage.near)
        try? stage.far.connect(to: exit)
        let bursts = max(1, frames / 64)
        let subject = Contender<Never>(name: name) {
            Sample.measure {
                for burst in 0..<bursts {
                    let first = burst % 4 * 64
                    field.send(first..<first + 64, of: 0, with: &batch, through: entry)
                    _ = VirtualClock().run(loop, until: loop.now + 1_000)
                    loop.advance(to: loop.now + 1_000)
                }
                return bursts * 64
            }
        }
        return interleaved(
            unit: "frame", pairs: pairs, subject,
            beside: [Contender(name: yardstick) { field.walk(rounds: max(1, bursts / 8)) }])
    }

    private static func timers(_ name: String, _ pairs: Int, _ events: Int) -> BenchResult {
        let loop = Loop()
        let field = FrameField(ports: 4, stationsPerPort: 4)
        let metronome = Metronome()
        for index in 0..<1000 {
            let timer = loop.makeTimer(for: metronome)
            timer.arm(at: Int64(index))
        }
        let subject = Contender<Never>(name: name) {
            Sample.measure {
                let before = metronome.beats
                _ = VirtualClock().run(loop, stopWhen: { metronome.beats - before >= events })
                return metronome.beats - before
            }
        }
        return interleaved(
            unit: "event", pairs: pairs, subject,
            beside: [Contender(name: yardstick) { field.walk(rounds: max(1, events / 256)) }])
    }
}

/// Takes everything, and reads the beginning of each frame as any receiver would.
private final class Sink: NetClient {
    private var sum: UInt64 = 0
    private var frames: UInt64 = 0

    var account: ElementAccount { ElementAccount(consumed: frames) }

    func receive(_ burst: Burst, on port: Port) -> Int {
        var sum: UInt64 = 0
        for position in 0..<burst.count { sum &+= burst[position].bytes.bigEndian(UInt64.self, at: 0) }
        self.sum &+= sum
        frames &+= UInt64(burst.count)
        return burst.count
    }
}

/// Beats, and arms each timer again for a little later.
private final class Metronome: TimerClient {
    private(set) var beats = 0
    private var random = SplitMix64(seed: 7)

    func timerFired(_ timer: LoopTimer) {
        beats += 1
        timer.arm(at: timer.now + 1 + Int64(random.next() & 1023))
    }
}
