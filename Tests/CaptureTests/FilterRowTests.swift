import Capture
import NetCore
import TestSupport
import Testing

/// Where QEMU's filters go wrong, and what stands in their place does not.
@Suite("Captures where QEMU's filters go wrong")
struct FilterRowTests {
    private static func frame(_ number: Int) -> [UInt8] { Sample.frame(to: 2, from: 1, Sample.number(number)) }

    @Test("F1: a frame has the wall clock of its own moment, however long the loop had run when the capture began")
    func wallClock() throws {
        let bench = try CaptureBench()
        let (a, _) = try bench.makePair()
        bench.loop.advance(to: 5_000_000_123)
        bench.capture.add(a)
        bench.capture.start()
        for number in 1...3 {
            bench.loop.advance(to: bench.loop.now + 1_750_000_001)
            a.send(Self.frame(number))
            bench.loop.settle()
        }
        #expect(
            try bench.finished().packets.map(\.time)
                == (1...3).map { CaptureBench.epoch + 5_000_000_123 + 1_750_000_001 * $0 })
    }

    @Test("F2: what is captured as arrived has arrived: a link that is down, a full queue and a refusal are flagged")
    func flagged() throws {
        let bench = try CaptureBench()
        let hub = Hub(loop: bench.loop)
        let receiver = Probe()
        let a = try bench.plug(Probe(), "a", into: hub.addPort())
        let b = try bench.plug(receiver, "b", into: hub.addPort())
        b.setBound(frames: 1, bytes: 1000)
        bench.capture.start()
        for number in 1...2 { a.send(Self.frame(number)) }
        bench.loop.settle()
        receiver.whenReceiving = { burst, port in port.drop(burst[0], .filtered) }
        a.send(Self.frame(3))
        bench.loop.settle()
        b.setUp(false)
        bench.loop.settle()
        a.send(Self.frame(4))
        bench.loop.settle()
        let file = try bench.finished()
        #expect(file.numbers("out b") == [1])
        #expect(file.numbers("out b dropped: queue-full") == [2])
        #expect(file.numbers("out b dropped: filtered") == [3])
        // A hub passes by a port without carrier: nobody is left to hear the fourth.
        #expect(file.numbers("in a") == [1, 2, 3])
        #expect(file.numbers("in a dropped: no-peer") == [4])
    }

    @Test("F7: a port that is watched twice is one interface with one copy of each frame, and forgets nothing")
    func twice() throws {
        let bench = try CaptureBench()
        let (a, b) = try bench.makePair()
        for name in ["first", "second", "third"] { bench.capture.add(a, name: name) }
        bench.capture.start()
        bench.capture.add(a, name: "fourth")
        bench.capture.start()
        a.send(Self.frame(1))
        b.send(Self.frame(2))
        bench.loop.settle()
        let file = try bench.finished()
        #expect(file.interfaces.map(\.name) == ["first"])
        #expect(file.events.sorted() == ["in first", "out first"])
        #expect(bench.loop.observer == nil)
    }
}
