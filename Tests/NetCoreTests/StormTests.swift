import NetCore
import Testing
import TestSupport

@Suite("A storm is a result, not a hang")
struct StormTests {
    @Test("two hubs with two links between them: a broadcast ends as loop after 255 forwarders")
    func twoHubs() throws {
        let loop = Loop()
        let left = Hub(loop: loop, name: "left", latency: 1000)
        let right = Hub(loop: loop, name: "right", latency: 1000)
        for _ in 0..<2 { try left.addPort().connect(to: right.addPort()) }
        let listener = Probe(keepsBytes: false)
        let source = loop.makePort(for: Probe())
        try source.connect(to: left.addPort())
        let sink = loop.makePort(for: listener)
        try sink.connect(to: right.addPort())
        source.send(Sample.broadcast(from: 1))
        #expect(VirtualClock().run(loop, frameLimit: 1_000_000) == .idle)
        let loops = (left.ports + right.ports).reduce(0) { $0 + $1.counters.drops[.loop] }
        // Round and round in both directions, and at every pass a copy for each host.
        #expect(loops > 0)
        #expect(listener.count == 254, "two copies at every second of 255 forwarders")
        #expect(loop.now == 256 * 1000)
        #expect(loop.audit().isEmpty)
        #expect(loop.keptBlocks == 0)
    }

    @Test("three links double the frames at every hop: queues bound it, and the books still balance")
    func threeLinks() throws {
        let loop = Loop()
        let left = Hub(loop: loop, latency: 1000)
        let right = Hub(loop: loop, latency: 1000)
        for _ in 0..<3 { try left.addPort().connect(to: right.addPort()) }
        let source = loop.makePort(for: Probe())
        try source.connect(to: left.addPort())
        source.send(Sample.broadcast(from: 1))
        #expect(VirtualClock().run(loop, frameLimit: 200_000) == .limit)
        loop.settle()
        #expect(loop.audit().isEmpty)
    }

    @Test("without any latency a turn is still bounded, and the limit ends the run")
    func noLatency() throws {
        let loop = Loop()
        let ping = Probe(keepsBytes: false)
        let pong = Probe(keepsBytes: false)
        ping.whenReceiving = { _, port in port.send(Sample.frame(to: 1, from: 2)) }
        pong.whenReceiving = { _, port in port.send(Sample.frame(to: 2, from: 1)) }
        let (left, _) = try loop.makePair(ping, pong)
        left.send(Sample.frame(to: 2, from: 1))
        #expect(loop.runTurn(), "a turn ends although there is more to do")
        #expect(loop.burstsDelivered <= UInt64(Loop.burstsPerTurn) + 8)
        #expect(VirtualClock().run(loop, frameLimit: 50_000) == .limit)
    }

    @Test("a turn may be shorter, and what is left goes on in the next", arguments: [1, 7, 0, Int.max])
    func shorterTurn(_ limit: Int) throws {
        let loop = Loop()
        let hub = Hub(loop: loop)
        let source = loop.makePort(for: Probe())
        try source.connect(to: hub.addPort())
        let sinks = (0..<40).map { _ in Probe() }
        for sink in sinks { try loop.makePort(for: sink).connect(to: hub.addPort()) }
        loop.settle()  // the news of the links
        let before = loop.burstsDelivered
        source.send(Sample.broadcast(from: 1))
        let isBusy = loop.runTurn(atMost: limit)
        #expect(loop.burstsDelivered - before == UInt64(min(max(1, limit), 41)))
        #expect(isBusy == (limit < 41))
        while loop.runTurn(atMost: limit) {}
        #expect(loop.burstsDelivered - before == 41)
        #expect(sinks.allSatisfy { $0.frames.count == 1 })
        #expect(loop.audit().isEmpty)
    }

    @Test("a client that resumes inside receive and takes nothing is ended by the limit too")
    func idleResume() throws {
        let loop = Loop()
        let stubborn = Probe(quota: 0)
        stubborn.whenReceiving = { _, port in port.resume() }
        let (left, _) = try loop.makePair(Probe(), stubborn)
        left.send(Sample.frame(to: 2, from: 1))
        #expect(VirtualClock().run(loop, frameLimit: 10_000) == .limit)
    }
}
