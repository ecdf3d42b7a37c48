import NetCore
import Testing
import TestSupport

@Suite("A queue is the path")
struct QueueTests {
    @Test("send appends and calls nobody; the loop delivers in order")
    func sendAppends() throws {
        let loop = Loop()
        let receiver = Probe()
        let (left, right) = try loop.makePair(Probe(), receiver)
        for index in 0..<5 { left.send(Sample.frame(to: 2, from: 1, Sample.number(index))) }
        #expect(receiver.frames.isEmpty)
        #expect(right.queuedFrames == 5)
        loop.settle()
        #expect(receiver.frames.map(Sample.number(in:)) == [0, 1, 2, 3, 4])
        #expect(receiver.bursts == [5])
        #expect(loop.audit().isEmpty)
    }

    @Test("a burst is delivered in one piece, wherever the ring's end is", arguments: [1, 7, 200, 256])
    func onePiece(count: Int) throws {
        let loop = Loop()
        let receiver = Probe()
        let (left, _) = try loop.makePair(Probe(), receiver)
        let frame = Sample.frame(to: 2, from: 1, Sample.number(5))
        var batch = InboundBatch()
        for _ in 0..<40 {
            frame.withUnsafeBytes { bytes in
                for _ in 0..<count { batch.append(bytes, time: 0) }
            }
            batch.send(through: left)
            loop.settle()
        }
        #expect(receiver.bursts == Array(repeating: count, count: 40))
        #expect(receiver.frames.allSatisfy { $0 == frame })
        #expect(loop.audit().isEmpty)
    }

    @Test("what is sent from inside receive stands behind what was there, and nobody is entered twice")
    func answersStandBehind() throws {
        let loop = Loop()
        let asker = Probe()
        let answerer = Probe()
        let (left, right) = try loop.makePair(asker, answerer)
        answerer.whenReceiving = { burst, port in
            for position in 0..<burst.count { port.send(burst[position]) }
        }
        for index in 0..<3 { left.send(Sample.frame(to: 2, from: 1, Sample.number(index))) }
        loop.settle()
        #expect(asker.frames.map(Sample.number(in:)) == [0, 1, 2])
        #expect(right.counters.txFrames == 3)
    }

    @Test("a host that answers through the switch that is delivering to it is answered, not trapped")
    func answerThroughTheSwitch() throws {
        let loop = Loop()
        let element = Switch(loop: loop)
        let one = Probe()
        let two = Probe()
        let onePort = loop.makePort(for: one)
        let twoPort = loop.makePort(for: two)
        try onePort.connect(to: element.addPort())
        try twoPort.connect(to: element.addPort())
        two.whenReceiving = { _, port in port.send(Sample.frame(to: 1, from: 2, Sample.number(9))) }
        onePort.send(Sample.frame(to: 2, from: 1))
        loop.settle()
        #expect(one.frames == [Sample.frame(to: 1, from: 2, Sample.number(9))])
        #expect(loop.audit().isEmpty)
    }

    @Test("C5: an end point that takes fewer keeps its place in the order")
    func partialTaking() throws {
        let loop = Loop()
        let receiver = Probe(quota: 2)
        let (left, right) = try loop.makePair(Probe(), receiver)
        for index in 0..<5 { left.send(Sample.frame(to: 2, from: 1, Sample.number(index))) }
        loop.settle()
        #expect(receiver.count == 2)
        left.send(Sample.frame(to: 2, from: 1, Sample.number(5)))
        loop.settle()
        #expect(receiver.count == 2, "a blocked receiver is left alone until it resumes")
        receiver.quota = nil
        right.resume()
        loop.settle()
        #expect(receiver.frames.map(Sample.number(in:)) == [0, 1, 2, 3, 4, 5])
    }

    @Test("resume inside receive is remembered")
    func resumeInside() throws {
        let loop = Loop()
        let receiver = Probe(quota: 1)
        receiver.whenReceiving = { [unowned receiver] _, port in
            receiver.quota = 1
            port.resume()
        }
        let (left, _) = try loop.makePair(Probe(), receiver)
        for index in 0..<4 { left.send(Sample.frame(to: 2, from: 1, Sample.number(index))) }
        loop.settle()
        #expect(receiver.frames.map(Sample.number(in:)) == [0, 1, 2, 3])
    }

    @Test("a 40-frame burst into a blocked receiver is all there when it resumes: nothing waits for the next arrival")
    func burstIntoBlocked() throws {
        let loop = Loop()
        let receiver = Probe(quota: 13)
        let (left, right) = try loop.makePair(Probe(), receiver)
        for index in 0..<40 { left.send(Sample.frame(to: 2, from: 1, Sample.number(index))) }
        loop.settle()
        #expect(receiver.count == 13)
        receiver.quota = nil
        right.resume()
        loop.settle()
        #expect(receiver.frames.map(Sample.number(in:)) == Array(0..<40))
        #expect(loop.keptBlocks == 0)
    }

    @Test("a receiver that never resumes costs its bound, and the rest ends as queue-full")
    func neverResumes() throws {
        let loop = Loop()
        let (left, right) = try loop.makePair(Probe(), Probe(quota: 0))
        for index in 0..<3000 {
            left.send(Sample.frame(to: 2, from: 1, Sample.number(index)))
            loop.settle()
        }
        #expect(right.queuedFrames == 1000)
        #expect(left.counters.drops[.queueFull] == 2000)
        #expect(loop.keptBlocks == 1000)
        #expect(loop.audit().isEmpty)
    }

    @Test("C6: the byte bound holds by itself")
    func byteBound() throws {
        let loop = Loop()
        let (left, right) = try loop.makePair(Probe(), Probe(quota: 0))
        right.setBound(frames: 1000, bytes: 10_000)
        for _ in 0..<100 { left.send([UInt8](repeating: 1, count: 1000)) }
        loop.settle()
        #expect(right.queuedFrames == 10)
        #expect(left.counters.drops[.queueFull] == 90)
    }

    @Test("a burst longer than the maximum arrives in pieces, in order")
    func longBursts() throws {
        let loop = Loop()
        let receiver = Probe()
        let (left, _) = try loop.makePair(Probe(), receiver)
        for index in 0..<900 { left.send(Sample.frame(to: 2, from: 1, Sample.number(index))) }
        loop.settle()
        #expect(receiver.frames.map(Sample.number(in:)) == Array(0..<900))
        #expect(receiver.bursts.allSatisfy { $0 <= Burst.maximumCount })
    }

    @Test("a queue that grows while it is being delivered leaves the running burst intact")
    func growthWhileDelivering() throws {
        let loop = Loop()
        let receiver = Probe()
        let sender = Probe()
        let (left, _) = try loop.makePair(sender, receiver)
        var once = true
        var before: [[UInt8]] = []
        var after: [[UInt8]] = []
        receiver.whenReceiving = { burst, _ in
            guard once else { return }
            once = false
            before = (0..<burst.count).map { burst[$0].copied }
            for index in 100..<700 { left.send(Sample.frame(to: 2, from: 1, Sample.number(index))) }
            after = (0..<burst.count).map { burst[$0].copied }
        }
        for index in 0..<16 { left.send(Sample.frame(to: 2, from: 1, Sample.number(index))) }
        loop.settle()
        #expect(before == after)
        #expect(receiver.frames.map(Sample.number(in:)) == Array(0..<16) + Array(100..<700))
    }

    @Test("frames of no bytes pass and change no state")
    func emptyFrames() throws {
        let loop = Loop()
        let receiver = Probe()
        let (left, _) = try loop.makePair(Probe(), receiver)
        left.send([])
        left.send(Sample.frame(to: 2, from: 1))
        loop.settle()
        #expect(receiver.frames == [[], Sample.frame(to: 2, from: 1)])
    }
}
