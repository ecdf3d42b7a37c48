import NetCore
import Testing
import TestSupport

/// Where frames' bytes live, and for how long.
///
/// Under the address sanitizer each of these reads freed or reused memory if the rule that it names is broken.
@Suite("Frames outlive their dispatch only in counted blocks")
struct LifetimeTests {
    @Test("what still stands in a queue when the dispatch ends is kept, to the byte")
    func settled() throws {
        let loop = Loop()
        let receiver = Probe(quota: 0)
        let (left, right) = try loop.makePair(Probe(), receiver)
        left.send(Sample.frame(to: 2, from: 1, Sample.number(7)))
        loop.settle()
        #expect(loop.keptBlocks == 1)
        // The arena is used again by others.
        for _ in 0..<100 { left.send(Sample.frame(to: 9, from: 9, [UInt8](repeating: 0xee, count: 200))) }
        loop.settle()
        receiver.quota = nil
        right.resume()
        loop.settle()
        #expect(receiver.frames.first == Sample.frame(to: 2, from: 1, Sample.number(7)))
        #expect(loop.keptBlocks == 0)
    }

    @Test("a queue that was already blocked is settled as well")
    func alreadyBlocked() throws {
        let loop = Loop()
        let receiver = Probe(quota: 0)
        let (left, right) = try loop.makePair(Probe(), receiver)
        for index in 0..<50 {
            left.send(Sample.frame(to: 2, from: 1, Sample.number(index)))
            loop.settle()
            #expect(loop.keptBlocks == index + 1)
        }
        receiver.quota = nil
        right.resume()
        loop.settle()
        #expect(receiver.frames.map(Sample.number(in:)) == Array(0..<50))
    }

    @Test("so is one that was scheduled for something else while it was blocked")
    func blockedAndTold() throws {
        let loop = Loop()
        let receiver = Probe(quota: 0)
        let (left, right) = try loop.makePair(Probe(), receiver)
        left.send(Sample.frame(to: 2, from: 1, Sample.number(0)))
        loop.settle()
        left.setUp(false)
        left.setUp(true)
        left.send(Sample.frame(to: 2, from: 1, Sample.number(1)))
        loop.settle()
        #expect(loop.keptBlocks == 2)
        receiver.quota = nil
        right.resume()
        loop.settle()
        #expect(receiver.frames.map(Sample.number(in:)) == [0, 1])
    }

    @Test("and what the budget of a turn left in a ready queue")
    func readyAtTheEndOfATurn() throws {
        let loop = Loop()
        let receiver = Probe()
        let (left, right) = try loop.makePair(Probe(), receiver)
        // Two ports that hand one frame back and forth use the budget up.
        let ping = Probe(keepsBytes: false)
        let pong = Probe(keepsBytes: false)
        ping.whenReceiving = { _, port in port.send(Sample.frame(to: 1, from: 2)) }
        pong.whenReceiving = { _, port in port.send(Sample.frame(to: 2, from: 1)) }
        let (busy, _) = try loop.makePair(ping, pong)
        for _ in 0..<60 { busy.send(Sample.frame(to: 2, from: 1)) }
        receiver.whenReceiving = { [unowned receiver] _, _ in receiver.quota = 1 }
        for index in 0..<900 { left.send(Sample.frame(to: 2, from: 1, Sample.number(index))) }
        for _ in 0..<2000 where receiver.count < 900 {
            right.resume()
            loop.runTurn()
        }
        #expect(receiver.frames.map(Sample.number(in:)) == Array(0..<900))
    }

    @Test("a block has as many counts as there are queues that hold its frame")
    func counted() throws {
        let loop = Loop()
        let hub = Hub(loop: loop)
        let slow = (0..<3).map { _ in Probe(quota: 0) }
        let ports = slow.map { loop.makePort(for: $0) }
        for port in ports { try port.connect(to: hub.addPort()) }
        let source = loop.makePort(for: Probe())
        let relay = Probe(quota: 0)
        let middle = loop.makePort(for: relay)
        let last = loop.makePort(for: Probe())
        try source.connect(to: middle)
        try last.connect(to: hub.addPort())
        // Kept once behind the relay, then sent on through the hub into three blocked queues.
        source.send(Sample.frame(to: 2, from: 1, Sample.number(5)))
        loop.settle()
        #expect(loop.keptBlocks == 1)
        relay.quota = nil
        relay.whenReceiving = { burst, _ in last.send(burst) }
        middle.resume()
        loop.settle()
        #expect(loop.keptBlocks == 1, "three holders of one block, no copy")
        for (index, port) in ports.enumerated() {
            slow[index].quota = nil
            port.resume()
            loop.settle()
            #expect(slow[index].frames == [Sample.frame(to: 2, from: 1, Sample.number(5))])
            #expect(loop.keptBlocks == (index < 2 ? 1 : 0))
        }
    }

    @Test(
        "frames of every class of size are kept whole", arguments: [0, 1, 14, 223, 224, 225, 2015, 2016, 2017, 65_553])
    func sizes(byteCount: Int) throws {
        let loop = Loop()
        let receiver = Probe(quota: 0)
        let (left, right) = try loop.makePair(Probe(), receiver)
        let frame = (0..<byteCount).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        left.send(frame)
        loop.settle()
        receiver.quota = nil
        right.resume()
        loop.settle()
        #expect(receiver.frames == [frame])
        #expect(loop.keptBlocks == 0)
    }

    @Test("a frame kept at a place stands there, whatever round the ring has come to", arguments: [1, 15, 16, 40])
    func frameQueuePlaces(rounds: Int) throws {
        let loop = Loop()
        let (receiver, holder) = (Probe(), Probe())
        let (source, inlet) = try loop.makePair(Probe(), holder)
        let (outlet, _) = try loop.makePair(Probe(), receiver)
        var queue = FrameQueue(loop: loop, port: inlet)
        for round in 0..<rounds {
            withUnsafeMutablePointer(to: &queue) { queue in
                // Alone, behind it, in between, and twice before all; a burst may have come in two.
                var places = [0, 1, 1, 0, 0][...]
                holder.whenReceiving = { burst, _ in
                    for position in 0..<burst.count {
                        queue.pointee.keep(burst[position], at: places.popFirst() ?? 0)
                    }
                }
                for name in [30, 50, 40, 20, 10] as [UInt8] { source.send([name, UInt8(round)]) }
                loop.settle()
            }
            #expect(queue.count == 5)
            #expect(queue.byteCount == 10)
            queue.send(first: 5, through: outlet)
            loop.settle()
        }
        #expect(receiver.frames == (0..<rounds).flatMap { round in [10, 20, 30, 40, 50].map { [$0, UInt8(round)] } })
        #expect(loop.keptBlocks == 0)
    }

    @Test("frames that were let in before go past the bound of a queue, others do not", arguments: [true, false])
    func frameQueueAdmitted(isAdmitted: Bool) throws {
        let loop = Loop()
        let (receiver, holder) = (Probe(quota: 0), Probe())
        let (source, inlet) = try loop.makePair(Probe(), holder)
        let (outlet, end) = try loop.makePair(Probe(), receiver)
        end.setBound(frames: 3, bytes: 1 << 20)
        var queue = FrameQueue(loop: loop, port: inlet)
        withUnsafeMutablePointer(to: &queue) { queue in
            holder.whenReceiving = { burst, _ in
                for position in 0..<burst.count { queue.pointee.keep(burst[position]) }
            }
            for number in 0..<8 { source.send(Sample.number(number)) }
            loop.settle()
        }
        queue.send(first: 8, through: outlet, isAdmitted: isAdmitted)
        loop.settle()
        #expect(end.queuedFrames == (isAdmitted ? 8 : 3))
        #expect(outlet.counters.drops[.queueFull] == (isAdmitted ? 0 : 5))
    }

    @Test("a frame queue owns frames across dispatches and moves them on without a copy")
    func frameQueue() throws {
        let loop = Loop()
        let receiver = Probe(quota: 0)
        let holder = Probe()
        let (source, inlet) = try loop.makePair(Probe(), holder)
        let (outlet, end) = try loop.makePair(Probe(), receiver)
        var queue = FrameQueue(loop: loop, port: inlet)
        withUnsafeMutablePointer(to: &queue) { queue in
            holder.whenReceiving = { burst, _ in
                for position in 0..<burst.count { queue.pointee.keep(burst[position], due: 40, tag: 3) }
            }
            for index in 0..<5 { source.send(Sample.frame(to: 2, from: 1, Sample.number(index))) }
            loop.settle()
        }
        #expect(queue.count == 5)
        #expect(queue.firstDue == 40)
        #expect(queue.firstTag == 3)
        #expect(loop.keptBlocks == 5)
        let first = queue.takeFirst().copied
        #expect(Sample.number(in: first) == 0)
        queue.dropFirst(.impairedLoss)
        queue.send(first: 2, through: outlet)
        loop.settle()
        #expect(loop.keptBlocks == 3)
        receiver.quota = nil
        end.resume()
        loop.settle()
        #expect(receiver.frames.map(Sample.number(in:)) == [2, 3])
        #expect(loop.keptBlocks == 1)
        #expect(inlet.counters.drops[.impairedLoss] == 1)
    }

    @Test("what is left in a frame queue ends as closed, also after its loop")
    func frameQueueEnds() throws {
        var loop: Loop? = Loop()
        let holder = Probe()
        let made = try #require(loop)
        let (source, inlet) = try made.makePair(Probe(), holder)
        var queue: FrameQueue? = FrameQueue(loop: made, port: inlet)
        withUnsafeMutablePointer(to: &queue) { queue in
            holder.whenReceiving = { burst, _ in queue.pointee?.keep(burst[0]) }
            source.send(Sample.frame(to: 2, from: 1))
            made.settle()
        }
        queue = nil
        made.settle()
        #expect(inlet.counters.drops[.closed] == 1)
        #expect(made.keptBlocks == 0)

        var outliving: FrameQueue? = FrameQueue(loop: made, port: inlet)
        withUnsafeMutablePointer(to: &outliving) { queue in
            holder.whenReceiving = { burst, _ in queue.pointee?.keep(burst[0]) }
            source.send(Sample.frame(to: 2, from: 1))
            made.settle()
        }
        loop = nil
        outliving = nil
    }

    @Test("a decoder's view of a kept datagram is the same block, seen from further on")
    func droppingFirst() throws {
        let loop = Loop()
        let decoder = Probe(quota: 0)
        let receiver = Probe(quota: 0)
        let (source, inlet) = try loop.makePair(Probe(), decoder)
        let (outlet, end) = try loop.makePair(Probe(), receiver)
        source.send([1, 2, 3, 4] + Sample.frame(to: 2, from: 1))
        loop.settle()
        decoder.quota = nil
        decoder.whenReceiving = { burst, _ in outlet.send(burst[0].droppingFirst(4)) }
        inlet.resume()
        loop.settle()
        #expect(loop.keptBlocks == 1)
        receiver.quota = nil
        end.resume()
        loop.settle()
        #expect(receiver.frames == [Sample.frame(to: 2, from: 1)])
        #expect(loop.keptBlocks == 0)
    }
}
