import NetCore
import Testing
import TestSupport

@Suite("Pausing and room again")
struct PauseTests {
    @Test("past the bound a pausable sender is paused, loses nothing, and is told of room at half")
    func pausable() throws {
        let loop = Loop()
        let sender = Probe()
        let receiver = Probe(quota: 0)
        let (left, right) = try loop.makePair(pausable: true, sender, receiver)
        right.setBound(frames: 10, bytes: 1 << 20)
        var sent = 0
        while left.send(Sample.frame(to: 2, from: 1, Sample.number(sent))) == .open { sent += 1 }
        sent += 1
        #expect(sent == 10)
        loop.settle()
        #expect(sender.roomCalls == 0)
        receiver.quota = 4
        right.resume()
        loop.settle()
        #expect(sender.roomCalls == 0, "six of ten are still there")
        receiver.quota = 1
        right.resume()
        loop.settle()
        #expect(sender.roomCalls == 1)
        receiver.quota = nil
        right.resume()
        loop.settle()
        #expect(sender.roomCalls == 1, "told once for each pause")
        #expect(receiver.frames.map(Sample.number(in:)) == Array(0..<10))
        #expect(left.counters.drops.total == 0)
    }

    @Test(
        "C7: taken, paused and dropped are told apart: the burst that crosses the bound is taken whole; what is pushed after it is queue-full"
    )
    func overshoot() throws {
        let loop = Loop()
        let receiver = Probe(quota: 0)
        let (left, right) = try loop.makePair(pausable: true, Probe(), receiver)
        right.setBound(frames: 10, bytes: 1 << 20)
        let source = Probe()
        let (feeder, relay) = try loop.makePair(Probe(), source)
        var results: [SendResult] = []
        source.whenReceiving = { burst, _ in results.append(left.send(burst)) }
        for index in 0..<25 { feeder.send(Sample.frame(to: 2, from: 1, Sample.number(index))) }
        loop.settle()
        #expect(results == [.paused])
        #expect(right.queuedFrames == 25)
        #expect(left.send(Sample.frame(to: 2, from: 1)) == .paused)
        #expect(left.counters.drops[.queueFull] == 1)
        _ = relay
    }

    @Test("a sender that is refused at a full queue is told of room too, also after the link was down")
    func refusedIsToldToo() throws {
        let loop = Loop()
        let sender = Probe()
        let receiver = Probe(quota: 0)
        let (left, right) = try loop.makePair(pausable: true, sender, receiver)
        right.setBound(frames: 2, bytes: 1 << 20)
        while left.send(Sample.frame(to: 2, from: 1)) == .open {}
        right.setUp(false)
        loop.settle()
        right.setUp(true)
        loop.settle()
        #expect(sender.roomCalls == 1)
        #expect(left.send(Sample.frame(to: 2, from: 1)) == .paused)
        receiver.quota = nil
        right.resume()
        loop.settle()
        #expect(sender.roomCalls == 2)
    }

    @Test("a paused sender is set free when the link goes down, and when the peer goes away")
    func freedByTheLink() throws {
        let loop = Loop()
        for closes in [false, true] {
            let sender = Probe()
            let (left, right) = try loop.makePair(pausable: true, sender, Probe(quota: 0))
            right.setBound(frames: 2, bytes: 1 << 20)
            while left.send(Sample.frame(to: 2, from: 1)) == .open {}
            loop.settle()
            if closes { right.close() } else { right.setUp(false) }
            loop.settle()
            #expect(sender.roomCalls == 1)
            #expect(sender.carriers == [true, false])
        }
    }
}
