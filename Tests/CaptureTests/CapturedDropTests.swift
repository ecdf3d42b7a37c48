import Capture
import NetCore
import TestSupport
import Testing
import WireFormats

@Suite("Drops in a capture")
struct CapturedDropTests {
    private static func frame(_ number: Int, to: UInt8 = 2, from: UInt8 = 1) -> [UInt8] {
        Sample.frame(to: to, from: from, Sample.number(number))
    }

    @Test("a full queue behind a switch: at the netdev that the frame did not reach")
    func queueFull() throws {
        let bench = try CaptureBench()
        let hub = Hub(loop: bench.loop)
        let a = try bench.plug(Probe(), "a", into: hub.addPort())
        let b = try bench.plug(Probe(quota: 0), "b", into: hub.addPort())
        b.setBound(frames: 2, bytes: 1000)
        bench.capture.start()
        for number in 1...3 { a.send(Self.frame(number)) }
        bench.loop.settle()
        let file = try bench.finished()
        #expect(file.numbers("in a") == [1, 2, 3])
        #expect(file.numbers("out b dropped: queue-full") == [3])
        #expect(file.events.count == 4)
        #expect(file.statistics.map(\.received) == [3, 1])
        #expect(file.statistics.map(\.dropped) == [0, 1])
    }

    @Test("a frame that cannot leave a netdev stands there, once, though both ends are watched")
    func leaving() throws {
        let bench = try CaptureBench()
        let (a, b) = try bench.makePair(Probe(), Probe(quota: 0))
        b.setBound(frames: 1, bytes: 1000)
        bench.capture.add(a)
        bench.capture.add(b)
        bench.capture.start()
        a.send(Self.frame(1))
        a.send(Self.frame(2))
        b.setUp(false)
        a.send(Self.frame(3))
        let file = try bench.finished()
        #expect(file.events == ["in a dropped: queue-full", "in a dropped: link-down"])
        #expect(file.packets.map { Sample.number(in: $0.bytes) } == [2, 3])
    }

    @Test("a frame that the netdev refuses is captured once, with its reason, in its place")
    func refusedByOwner() throws {
        let bench = try CaptureBench()
        let probe = Probe()
        probe.whenReceiving = { burst, port in
            for position in [1, 3] { port.drop(burst[position], position == 1 ? .oversize : .socketError) }
        }
        let (a, b) = try bench.makePair(Probe(), probe)
        bench.capture.add(a)
        bench.capture.add(b)
        bench.capture.start()
        for number in 0..<5 { a.send(Self.frame(number)) }
        bench.loop.settle()
        let file = try bench.finished()
        #expect(file.numbers("in a") == [0, 1, 2, 3, 4])
        #expect(
            file.events.filter { $0.hasPrefix("out") } == [
                "out b", "out b dropped: oversize", "out b", "out b dropped: socket-error", "out b",
            ])
        #expect(
            file.packets.filter { $0.event.hasPrefix("out") }.map { Sample.number(in: $0.bytes) } == [0, 1, 2, 3, 4])
        #expect(file.statistics.map(\.dropped) == [0, 2])
    }

    @Test("the order in which a client ends frames of a burst does not matter")
    func backwards() throws {
        let bench = try CaptureBench()
        let probe = Probe()
        probe.whenReceiving = { burst, port in
            for position in (0..<burst.count).reversed() { port.drop(burst[position], .filtered) }
        }
        let (a, b) = try bench.makePair(Probe(), probe)
        bench.capture.add(b)
        bench.capture.start()
        for number in 0..<256 { a.send(Self.frame(number)) }
        bench.loop.settle()
        #expect(try bench.finished().numbers("out b dropped: filtered") == Array(0..<256))
    }

    @Test("what a switch ends of a netdev's frames is told at the netdev")
    func endedAtPeer() throws {
        let bench = try CaptureBench()
        let core = Switch(loop: bench.loop)
        let a = try bench.plug(Probe(), "a", into: core.addPort())
        bench.capture.start()
        a.send(Self.frame(1, to: 2, from: 1))
        a.send(Self.frame(2, to: 1, from: 1))
        a.send([1, 2, 3])
        bench.loop.settle()
        #expect(
            try bench.finished().events == ["in a dropped: no-peer", "in a dropped: same-port", "in a dropped: runt"])
    }

    @Test("a reason belongs to its own burst", arguments: [false, true])
    func nextBurst(_ isReversed: Bool) throws {
        let bench = try CaptureBench()
        let probe = Probe()
        var drops = true
        probe.whenReceiving = { burst, port in
            guard drops else { return }
            for position in isReversed ? [1, 0] : [0, 1] { port.drop(burst[position], .filtered) }
        }
        let (a, b) = try bench.makePair(Probe(), probe)
        bench.capture.add(b)
        bench.capture.start()
        // The second burst lies where the first did: the memory of a dispatch is used again.
        for _ in 0..<2 {
            for number in 0..<2 { a.send(Self.frame(number)) }
            bench.loop.settle()
            drops = false
        }
        let dropped = "out b dropped: filtered"
        #expect(try bench.finished().events == [dropped, dropped, "out b", "out b"])
    }

    @Test("a frame of no bytes is not the one that lies behind it")
    func noBytes() throws {
        let bench = try CaptureBench()
        let probe = Probe()
        probe.whenReceiving = { burst, port in port.drop(burst[1], .filtered) }
        let (a, b) = try bench.makePair(Probe(), probe)
        bench.capture.add(b)
        bench.capture.start()
        a.send([])
        a.send(Self.frame(1))
        bench.loop.settle()
        #expect(try bench.finished().events == ["out b", "out b dropped: filtered"])
    }

    @Test("what stood in a queue when the link was cut")
    func purged() throws {
        let bench = try CaptureBench()
        let (a, b) = try bench.makePair(Probe(quota: 0), Probe(quota: 0))
        bench.capture.add(b)
        bench.capture.start()
        a.send(Self.frame(1))
        b.send(Self.frame(2))
        bench.loop.settle()
        a.close()
        let file = try bench.finished()
        #expect(file.events.sorted() == ["in b dropped: closed", "out b dropped: closed"])
        #expect(file.numbers("out b dropped: closed") == [1])
    }

    @Test("a frame that was kept and ends later is there twice")
    func endedLater() throws {
        let bench = try CaptureBench()
        let hub = Hub(loop: bench.loop, latency: 1_000)
        let a = try bench.plug(Probe(), "a", into: hub.addPort())
        bench.capture.start()
        a.send(Self.frame(1))
        #expect(VirtualClock().run(bench.loop, until: 5_000) == .time)
        let file = try bench.finished()
        #expect(file.events == ["in a", "in a dropped: no-peer"])
        #expect(file.packets.map(\.time) == [CaptureBench.epoch, CaptureBench.epoch + 1_000])
    }

    @Test("what has never been a frame is counted, not captured")
    func outside() throws {
        let bench = try CaptureBench()
        let (a, b) = try bench.makePair()
        bench.capture.add(a)
        bench.capture.start()
        a.dropEntering([1, 2, 3].span.bytes, .cookieMismatch)
        a.dropUnsent(id: nil, .unresolved)
        b.dropEntering([1, 2, 3].span.bytes, .cookieMismatch)
        let file = try bench.finished()
        #expect(file.events.isEmpty)
        #expect(file.statistics.map(\.dropped) == [2] && file.statistics.map(\.received) == [0])
    }
}
