import NetCore
import Testing
import TestSupport

@Suite("Hub")
struct HubTests {
    /// A hub with that many probes.
    private func make(_ count: Int, latency: Int64 = 0) throws -> (Loop, [Probe], [Port]) {
        let loop = Loop()
        let hub = Hub(loop: loop, latency: latency)
        let probes = (0..<count).map { _ in Probe() }
        let ports = probes.map { loop.makePort(for: $0) }
        for port in ports { try port.connect(to: hub.addPort()) }
        loop.settle()
        return (loop, probes, ports)
    }

    @Test("everybody else hears a frame, runts as well", arguments: [Int64(0), 1000])
    func repeats(latency: Int64) throws {
        let (loop, probes, ports) = try make(4, latency: latency)
        ports[1].send([1, 2, 3])
        _ = VirtualClock().run(loop)
        #expect(probes.map(\.count) == [1, 0, 1, 1])
        #expect(probes[0].frames == [[1, 2, 3]])
        #expect(loop.now == latency)
        #expect(loop.audit().isEmpty)
    }

    @Test("one blocked receiver: the others are served, order holds at resume, whatever comes meanwhile")
    func blockedReceiver() throws {
        let (loop, probes, ports) = try make(3)
        probes[2].quota = 0
        for index in 0..<1100 {
            ports[0].send(Sample.frame(to: 9, from: 1, Sample.number(index)))
            loop.settle()
        }
        #expect(probes[1].frames.map(Sample.number(in:)) == Array(0..<1100))
        probes[2].quota = nil
        ports[2].resume()
        ports[0].send(Sample.frame(to: 9, from: 1, Sample.number(5000)))
        loop.settle()
        // The bound is 1000: what came while the queue was full is lost there, and counted there.
        #expect(probes[2].frames.map(Sample.number(in:)) == Array(0..<1000) + [5000])
        #expect(ports[2].peer?.counters.drops[.queueFull] == 100)
        #expect(loop.audit().isEmpty)
    }

    @Test("C1: all receivers blocked: order holds at resume")
    func allBlocked() throws {
        let (loop, probes, ports) = try make(2)
        probes[1].quota = 11
        for index in 0..<40 { ports[0].send(Sample.frame(to: 9, from: 1, Sample.number(index))) }
        loop.settle()
        probes[1].quota = nil
        ports[1].resume()
        for index in 40..<50 { ports[0].send(Sample.frame(to: 9, from: 1, Sample.number(index))) }
        loop.settle()
        #expect(probes[1].frames.map(Sample.number(in:)) == Array(0..<50))
    }

    @Test("C3: a hub that is removed is gone, and what was plugged into it can be plugged elsewhere")
    func removal() throws {
        let loop = Loop()
        weak var gone: Hub?
        let port = loop.makePort(for: Probe())
        do {
            let hub = Hub(loop: loop)
            gone = hub
            try port.connect(to: hub.addPort())
            loop.remove(hub)
        }
        loop.settle()
        #expect(gone == nil)
        try port.connect(to: Hub(loop: loop).addPort())
        #expect(port.hasCarrier)
    }

    @Test("C4: an empty frame wedges no port of a hub")
    func emptyFrame() throws {
        let (loop, probes, ports) = try make(3)
        ports[0].send([])
        ports[0].send(Sample.frame(to: 9, from: 1))
        loop.settle()
        #expect(probes.map(\.count) == [0, 2, 2])
        #expect(ports[0].counters.drops.total == 0)
    }

    @Test("a hub of one port wedges nobody: its frames end as no-peer")
    func onePort() throws {
        let (loop, _, ports) = try make(1)
        for _ in 0..<5 { ports[0].send(Sample.frame(to: 9, from: 1)) }
        loop.settle()
        #expect(ports[0].counters.txFrames == 5)
        #expect(ports[0].peer?.counters.drops[.noPeer] == 5)
        #expect(loop.audit().isEmpty)
    }
}
