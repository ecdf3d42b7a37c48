import NetCore
import TestSupport
import Testing

/// Frames on their way through a hub or switch that takes time.
@Suite("Latency line")
struct LatencyLineTests {
    private static let latency: Int64 = 1_000

    @Test(
        "frames leave a latency after they came, to the nanosecond, and in the order in which they came, at whichever port"
    )
    func delay() throws {
        let bench = try LatencyBench(Self.latency)
        // Three ports in turn, two frames at a time, at odd moments.
        for number in 0..<60 {
            bench.ports[number / 2 % 3].send(Sample.broadcast(from: 1, Sample.number(number)))
            if number % 2 == 1 { bench.loop.advance(to: bench.loop.now + Int64(number * 7 % 13)) }
            bench.loop.settle()
        }
        #expect(VirtualClock().run(bench.loop) == .idle)
        let arrivals = bench.recorder.taken(by: bench.listener)
        #expect(arrivals.map { Sample.number(in: $0.bytes) } == Array(0..<60))
        let came = bench.inlets.flatMap { bench.recorder.taken(by: $0) }
        let times = Dictionary(uniqueKeysWithValues: came.map { (Sample.number(in: $0.bytes), $0.time) })
        for arrival in arrivals {
            #expect(times[Sample.number(in: arrival.bytes)] == arrival.time - Self.latency)
        }
        #expect(bench.loop.keptBlocks == 0)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("a storm fills the line to its bound, and what comes then is counted as queue-full")
    func bound() throws {
        let bench = try LatencyBench(Self.latency)
        for _ in 0..<66 {
            for _ in 0..<1000 { bench.ports[0].send([1, 2]) }
            bench.loop.settle()
        }
        #expect(bench.inlets[0].counters.drops[.queueFull] == 66_000 - 65_536)
        #expect(bench.loop.audit().isEmpty)
    }

    /// Who goes while a frame is inside.
    enum Leaver: CaseIterable { case sender, receiver, line }

    @Test(
        "F3: a frame that is held when its sender, its receiver or its holder goes leaves nothing behind",
        arguments: Leaver.allCases)
    func goes(_ leaver: Leaver) throws {
        let bench = try LatencyBench(Self.latency)
        for number in 0..<10 { bench.ports[0].send(Sample.broadcast(from: 1, Sample.number(number))) }
        bench.loop.settle()
        #expect(bench.loop.keptBlocks == 10)
        switch leaver {
        case .sender: bench.loop.remove(bench.probes[0])
        case .receiver: bench.loop.remove(bench.heard)
        case .line: bench.removeHub()
        }
        #expect(VirtualClock().run(bench.loop) == .idle)
        #expect(bench.heard.count == (leaver == .sender ? 10 : 0))
        #expect(bench.probes[1].count == (leaver == .line ? 0 : 10))
        #expect(bench.loop.keptBlocks == 0)
        #expect(bench.loop.audit().isEmpty)
    }
}

/// A hub with a latency, three senders and one that only listens.
private final class LatencyBench {
    let loop = Loop()
    let recorder: WireRecorder
    let probes = [Probe(), Probe(), Probe()]
    let heard = Probe()
    let ports: [Port]
    let inlets: [Port]
    let listener: Port
    private var hub: Hub?

    init(_ latency: Int64) throws {
        let (loop, probes) = (loop, probes)
        recorder = WireRecorder(loop)
        let hub = Hub(loop: loop, latency: latency)
        ports = probes.map { loop.makePort(for: $0) }
        inlets = probes.map { _ in hub.addPort() }
        for (port, inlet) in zip(ports, inlets) { try port.connect(to: inlet) }
        listener = loop.makePort(for: heard)
        try listener.connect(to: hub.addPort())
        loop.settle()
        self.hub = hub
    }

    func removeHub() {
        if let hub { loop.remove(hub) }
        hub = nil
    }
}
