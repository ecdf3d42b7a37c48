import NetCore
import TestSupport
import Testing

@Suite("Where a frame ended")
struct DropPlaceTests {
    private final class Watcher: LoopObserver {
        var places: [DropPlace] = []
        var ports: [Port] = []
        func received(_ burst: Burst, first count: Int, on port: Port) {}
        func dropped(_ frame: Frame, reason: DropReason, at place: DropPlace, on port: Port) {
            places.append(place)
            ports.append(port)
        }
    }

    private let loop = Loop()
    private let watcher = Watcher()
    private let frame = Sample.frame(to: 2, from: 1)

    init() { loop.observer = watcher }

    @Test("at the sender, for want of carrier or room")
    func leaving() throws {
        let (left, right) = try loop.makePair(Probe(), Probe(quota: 0))
        right.setBound(frames: 1, bytes: 1000)
        left.send(frame)
        left.send(frame)
        left.setUp(false)
        left.send(frame)
        #expect(watcher.places == [.leaving, .leaving] && watcher.ports == [left, left])
    }

    @Test("in the queue of the receiver")
    func queued() throws {
        let (left, right) = try loop.makePair()
        left.send(frame)
        left.close()
        #expect(watcher.places == [.queued] && watcher.ports == [right])
    }

    @Test("in the hands of the receiver")
    func arriving() throws {
        let probe = Probe()
        probe.whenReceiving = { burst, port in port.drop(burst[0], .filtered) }
        let (left, right) = try loop.makePair(Probe(), probe)
        left.send(frame)
        loop.settle()
        #expect(watcher.places == [.arriving] && watcher.ports == [right])
    }

    @Test("behind the receiver, which had kept it")
    func inside() throws {
        let probe = Probe()
        var kept: FrameQueue?
        probe.whenReceiving = { [unowned loop] burst, port in
            var queue = FrameQueue(loop: loop, port: port)
            for position in 0..<burst.count { queue.keep(burst[position]) }
            queue.dropFirst(.stale)
            kept = consume queue
        }
        let (left, right) = try loop.makePair(Probe(), probe)
        left.send(frame)
        left.send(frame)
        loop.settle()
        #expect(watcher.places == [.inside])
        guard let late = kept?.takeFirst() else { return }
        right.drop(late, .notForMe)
        #expect(watcher.places == [.inside, .inside] && watcher.ports == [right, right])
    }

    @Test("outside of the network, as a datagram or not at all")
    func outside() throws {
        let (left, _) = try loop.makePair()
        left.dropEntering([1, 2, 3].span.bytes, .truncated)
        left.dropUnsent(id: nil, .unresolved)
        #expect(watcher.places == [.outside, .outside] && watcher.ports == [left, left])
    }
}
