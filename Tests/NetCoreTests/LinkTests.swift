import NetCore
import Testing
import TestSupport

@Suite("Links: plugging, up and down, gone")
struct LinkTests {
    @Test("nothing plugged in: no-peer")
    func noPeer() {
        let loop = Loop()
        let port = loop.makePort(for: Probe())
        port.send(Sample.frame(to: 2, from: 1))
        #expect(port.counters.drops[.noPeer] == 1)
        #expect(loop.audit().isEmpty)
    }

    @Test("either end down: link-down at the sender; what was on its way arrives", arguments: [true, false])
    func linkDown(downsSender: Bool) throws {
        let loop = Loop()
        let sender = Probe()
        let receiver = Probe()
        let (left, right) = try loop.makePair(sender, receiver)
        left.send(Sample.frame(to: 2, from: 1, Sample.number(1)))
        (downsSender ? left : right).setUp(false)
        left.send(Sample.frame(to: 2, from: 1, Sample.number(2)))
        loop.settle()
        #expect(receiver.frames.map(Sample.number(in:)) == [1])
        #expect(left.counters.drops[.linkDown] == 1)
        #expect(sender.carriers == [true, false])
        #expect(receiver.carriers == [true, false])
        (downsSender ? left : right).setUp(true)
        left.send(Sample.frame(to: 2, from: 1, Sample.number(3)))
        loop.settle()
        #expect(receiver.frames.map(Sample.number(in:)) == [1, 3])
        #expect(sender.carriers == [true, false, true])
    }

    @Test("C14: both ends have to be up: the one that was set down stays the one to set up")
    func bothEnds() throws {
        let loop = Loop()
        let (left, right) = try loop.makePair()
        left.setUp(false)
        right.setUp(false)
        right.setUp(true)
        #expect(!left.hasCarrier && !right.hasCarrier)
        left.setUp(true)
        #expect(left.hasCarrier && right.hasCarrier)
    }

    @Test("link changes are told by the loop, not from inside the call that makes them")
    func toldByTheLoop() throws {
        let loop = Loop()
        let receiver = Probe()
        let (left, right) = try loop.makePair(Probe(), receiver)
        receiver.whenReceiving = { [unowned receiver] _, port in
            port.setUp(false)
            #expect(receiver.carriers == [true])
        }
        left.send(Sample.frame(to: 2, from: 1))
        loop.settle()
        #expect(receiver.carriers == [true, false])
        #expect(!right.isUp)
    }

    @Test("C9: when a sender goes, what it had sent and nobody had taken ends as closed")
    func purgeBySender() throws {
        let loop = Loop()
        let receiver = Probe(quota: 0)
        let (left, right) = try loop.makePair(Probe(), receiver)
        for _ in 0..<5 { left.send(Sample.frame(to: 2, from: 1)) }
        loop.settle()
        #expect(loop.keptBlocks == 5)
        left.close()
        loop.settle()
        #expect(right.queuedFrames == 0)
        #expect(right.counters.drops[.closed] == 5)
        #expect(right.counters.purged == 5)
        #expect(loop.keptBlocks == 0)
        #expect(!right.hasPeer)
        right.send(Sample.frame(to: 1, from: 2))
        #expect(right.counters.drops[.noPeer] == 1)
        left.send(Sample.frame(to: 2, from: 1))
        #expect(left.counters.drops[.closed] == 1)
        #expect(loop.audit().isEmpty)
    }

    @Test("a sender that goes while its burst is being received: the burst is whole, the rest is purged")
    func closedInsideReceive() throws {
        let loop = Loop()
        let receiver = Probe(quota: 2)
        let (left, right) = try loop.makePair(Probe(), receiver)
        receiver.whenReceiving = { burst, _ in
            left.close()
            #expect(burst[3].copied == Sample.frame(to: 2, from: 1, Sample.number(3)))
        }
        for index in 0..<4 { left.send(Sample.frame(to: 2, from: 1, Sample.number(index))) }
        loop.settle()
        #expect(receiver.frames.map(Sample.number(in:)) == [0, 1])
        #expect(right.counters.drops[.closed] == 2)
        #expect(loop.audit().isEmpty)
    }

    @Test("C2, C13: a port that is plugged in refuses another peer; unplugged, it can be plugged anew")
    func replug() throws {
        let loop = Loop()
        let receiver = Probe()
        let (left, right) = try loop.makePair(Probe(quota: 0), Probe())
        let third = loop.makePort(for: receiver)
        #expect(throws: PortError.alreadyConnected) { try left.connect(to: third) }
        #expect(throws: PortError.samePort) { try third.connect(to: third) }
        left.disconnect()
        try left.connect(to: third)
        left.send(Sample.frame(to: 2, from: 1))
        loop.settle()
        #expect(receiver.count == 1)
        #expect(!right.hasPeer)
        #expect(loop.audit().isEmpty)
        left.close()
        #expect(throws: PortError.closed) { try right.connect(to: left) }
        let other = Loop()
        let stranger = other.makePort(for: Probe())
        #expect(throws: PortError.otherLoop) { try right.connect(to: stranger) }
        withExtendedLifetime(other) {}
    }

    @Test("a client that is removed takes its timers along")
    func removalOfTimers() throws {
        final class Ticker: NetClient, TimerClient {
            var ticks = 0
            var account: ElementAccount { ElementAccount() }
            func receive(_ burst: Burst, on port: Port) -> Int { 0 }
            func timerFired(_ timer: LoopTimer) { ticks += 1 }
        }
        let loop = Loop()
        weak var gone: Ticker?
        var timer: LoopTimer
        do {
            let ticker = Ticker()
            gone = ticker
            _ = loop.makePort(for: ticker)
            timer = loop.makeTimer(for: ticker)
            timer.arm(at: 10)
            loop.remove(ticker)
        }
        loop.settle()
        #expect(gone == nil)
        #expect(!timer.isArmed)
        timer.arm(at: 20)
        #expect(VirtualClock().run(loop) == .idle)
    }

    @Test("removing a client from inside its own call is safe, and lets go of it")
    func removal() throws {
        let loop = Loop()
        weak var gone: Probe?
        var right: Port
        do {
            let leaver = Probe()
            gone = leaver
            let stayer = Probe()
            let (left, other) = try loop.makePair(leaver, stayer)
            right = other
            leaver.whenReceiving = { [unowned leaver] _, _ in loop.remove(leaver) }
            right.send(Sample.frame(to: 1, from: 2))
            _ = left
        }
        loop.settle()
        #expect(gone == nil)
        #expect(!right.hasPeer)
    }
}
