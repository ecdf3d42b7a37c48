import NetCore
import Testing
import TestSupport

@Suite("A link that is cut in one direction")
struct BlockTests {
    private func numbered(_ number: Int) -> [UInt8] { Sample.frame(to: 2, from: 1, Sample.number(number)) }

    @Test("what is sent ends as link-down here, what comes arrives, and it can be undone", arguments: [true, false])
    func oneDirection(announced: Bool) throws {
        let loop = Loop()
        let (sender, receiver) = (Probe(), Probe())
        let (left, right) = try loop.makePair(sender, receiver)
        left.setBlock(announced ? .announced : .silent)
        left.send(numbered(1))
        right.send(Sample.frame(to: 1, from: 2, Sample.number(2)))
        loop.settle()
        #expect(left.counters.drops[.linkDown] == 1)
        #expect(left.counters.refused[.linkDown] == 1)
        #expect(right.counters.drops.total == 0)
        #expect(receiver.count == 0)
        #expect(sender.frames.map(Sample.number(in:)) == [2])
        left.setBlock(.none)
        left.send(numbered(3))
        loop.settle()
        #expect(receiver.frames.map(Sample.number(in:)) == [3])
        #expect(loop.audit().isEmpty)
    }

    @Test("silent, its owner goes on seeing carrier; announced, it loses it; the peer never does")
    func carrier() throws {
        let loop = Loop()
        let (sender, receiver) = (Probe(), Probe())
        let (left, right) = try loop.makePair(sender, receiver)
        left.setBlock(.silent)
        loop.settle()
        #expect(left.hasCarrier)
        #expect(sender.carriers == [true])
        left.setBlock(.announced)
        #expect(!left.hasCarrier && right.hasCarrier)
        loop.settle()
        #expect(sender.carriers == [true, false])
        left.setBlock(.silent)
        loop.settle()
        left.setBlock(.none)
        loop.settle()
        #expect(sender.carriers == [true, false, true])
        #expect(receiver.carriers == [true])
    }

    @Test("both ends have to be up as well")
    func withLinkState() throws {
        let loop = Loop()
        let receiver = Probe()
        let (left, right) = try loop.makePair(Probe(), receiver)
        left.setBlock(.silent)
        right.setUp(false)
        #expect(!left.hasCarrier && !right.hasCarrier)
        left.setBlock(.none)
        #expect(!left.hasCarrier)
        left.send(numbered(1))
        left.setBlock(.announced)
        right.setUp(true)
        #expect(!left.hasCarrier && right.hasCarrier)
        left.send(numbered(2))
        loop.settle()
        #expect(left.counters.drops[.linkDown] == 2)
        #expect(receiver.count == 0)
    }

    @Test(
        "F6: what is on its way when a direction is blocked arrives, also from the queue of a receiver that does not take"
    )
    func onItsWay() throws {
        let loop = Loop()
        let receiver = Probe(quota: 1)
        let (left, right) = try loop.makePair(Probe(), receiver)
        for number in 0..<3 { left.send(numbered(number)) }
        left.setBlock(.announced)
        loop.settle()
        left.send(numbered(9))
        receiver.quota = nil
        right.resume()
        loop.settle()
        #expect(receiver.frames.map(Sample.number(in:)) == [0, 1, 2])
        #expect(loop.keptBlocks == 0)
        #expect(loop.audit().isEmpty)
    }

    @Test("a paused sender is set free, and is paused again when the way is open", arguments: [true, false])
    func paused(announced: Bool) throws {
        let loop = Loop()
        let sender = Probe()
        let receiver = Probe(quota: 0)
        let (left, right) = try loop.makePair(pausable: true, sender, receiver)
        right.setBound(frames: 4, bytes: 1 << 20)
        while left.send(numbered(0)) == .open {}
        loop.settle()
        #expect(sender.roomCalls == 0)
        left.setBlock(announced ? .announced : .silent)
        loop.settle()
        #expect(sender.roomCalls == 1)
        #expect(left.send(numbered(1)) == .open, "ended, not waited for")
        left.setBlock(.none)
        #expect(left.send(numbered(2)) == .paused)
        loop.settle()
        #expect(sender.roomCalls == 1)
        receiver.quota = nil
        right.resume()
        loop.settle()
        #expect(sender.roomCalls == 2)
        #expect(loop.audit().isEmpty)
    }

    @Test("the other direction's pause is its own: a block of the receiver does not free its sender")
    func otherDirection() throws {
        let loop = Loop()
        let sender = Probe()
        let (left, right) = try loop.makePair(pausable: true, sender, Probe(quota: 0))
        right.setBound(frames: 4, bytes: 1 << 20)
        while left.send(numbered(0)) == .open {}
        right.setBlock(.announced)
        loop.settle()
        #expect(sender.roomCalls == 0)
        #expect(right.queuedFrames == 4)
    }

    @Test("unplugged and closed while blocked: no-peer and closed; plugged anew it is still blocked")
    func replugged() throws {
        let loop = Loop()
        let (sender, receiver) = (Probe(), Probe())
        let (left, _) = try loop.makePair(sender, Probe())
        left.setBlock(.silent)
        left.disconnect()
        left.send(numbered(1))
        #expect(left.counters.drops[.noPeer] == 1)
        try left.connect(to: loop.makePort(for: receiver))
        left.send(numbered(2))
        #expect(left.counters.drops[.linkDown] == 1)
        loop.settle()
        left.setBlock(.none)
        left.send(numbered(3))
        loop.settle()
        #expect(receiver.frames.map(Sample.number(in:)) == [3])
        left.setBlock(.announced)
        left.close()
        left.send(numbered(4))
        #expect(left.counters.drops[.closed] == 1)
        left.setBlock(.none)
        #expect(!left.hasCarrier)
        loop.settle()
        #expect(loop.audit().isEmpty)
    }

    @Test("a peer that goes while its sender is blocked, with a pause and frames in the queue")
    func peerCloses() throws {
        let loop = Loop()
        let sender = Probe()
        let (left, right) = try loop.makePair(pausable: true, sender, Probe(quota: 0))
        right.setBound(frames: 2, bytes: 1 << 20)
        while left.send(numbered(0)) == .open {}
        loop.settle()
        left.setBlock(.silent)
        right.close()
        loop.settle()
        #expect(sender.roomCalls == 1)
        #expect(sender.carriers == [true, false])
        #expect(right.counters.drops[.closed] == 2)
        #expect(loop.keptBlocks == 0)
        #expect(loop.audit().isEmpty)
    }

    /// Hands frames that it has kept to what is plugged into its port.
    private final class Keeper: NetClient {
        var queue: FrameQueue
        let port: Port

        init(_ loop: Loop) {
            port = loop.makePort()
            queue = FrameQueue(loop: loop, port: port)
            loop.attach(self, to: port)
        }

        var account: ElementAccount { ElementAccount(held: UInt64(queue.count)) }

        func receive(_ burst: Burst, on port: Port) -> Int {
            for position in 0..<burst.count { queue.keep(burst[position]) }
            return burst.count
        }
    }

    @Test("a kept frame that a hub or switch cannot send stays whole for those who still have it", arguments: [1, 3])
    func keptFrames(count: Int) throws {
        let loop = Loop()
        let source = Keeper(loop)
        let feeder = loop.makePort(for: Probe())
        let hub = Hub(loop: loop)
        let receiver = Probe(quota: 0)
        let far = loop.makePort(for: receiver)
        try feeder.connect(to: source.port)
        for number in 0..<count { feeder.send(numbered(number)) }
        loop.settle()
        feeder.disconnect()
        try source.port.connect(to: hub.addPort())
        try far.connect(to: hub.addPort())
        try loop.makePort(for: Probe()).connect(to: hub.addPort())
        hub.ports[2].setBlock(.silent)
        loop.settle()
        source.queue.send(first: count, through: source.port)
        loop.settle()
        #expect(hub.ports[2].counters.drops[.linkDown] == UInt64(count))
        #expect(loop.keptBlocks == count)
        receiver.quota = nil
        far.resume()
        loop.settle()
        #expect(receiver.frames.map(Sample.number(in:)) == Array(0..<count))
        #expect(loop.keptBlocks == 0)
        #expect(loop.audit().isEmpty)
    }
}

@Suite("What forwarders make of a port that is blocked")
struct BlockedForwarderTests {
    @Test("a hub passes by a port whose block was announced, and loses frames at one that does not know")
    func hub() throws {
        let loop = Loop()
        let hub = Hub(loop: loop)
        let source = loop.makePort(for: Probe())
        try source.connect(to: hub.addPort())
        for _ in 0..<2 { try loop.makePort(for: Probe()).connect(to: hub.addPort()) }
        hub.ports[1].setBlock(.announced)
        hub.ports[2].setBlock(.silent)
        loop.settle()
        source.send(Sample.broadcast(from: 1))
        loop.settle()
        #expect(hub.ports[1].counters.drops.total == 0)
        #expect(hub.ports[2].counters.drops[.linkDown] == 1)
        #expect(loop.audit().isEmpty)
    }

    @Test("a switch forgets the stations behind a port whose block is announced, and keeps those behind a silent one")
    func switchForgets() throws {
        let loop = Loop()
        let element = Switch(loop: loop)
        var ports: [Port] = []
        for _ in 0..<3 {
            let port = loop.makePort(for: Probe())
            try port.connect(to: element.addPort())
            ports.append(port)
        }
        for (number, port) in ports.enumerated() { port.send(Sample.broadcast(from: UInt8(number + 1))) }
        loop.settle()
        element.ports[0].setBlock(.announced)
        element.ports[1].setBlock(.silent)
        loop.settle()
        #expect(element.stations.map(\.port) == [1, 2])
        let before = element.ports[2].counters.drops.total
        // Known behind the silent port: the frame dies there. Behind the announced one: unknown, so it is flooded.
        ports[2].send(Sample.frame(to: 2, from: 3))
        ports[2].send(Sample.frame(to: 1, from: 3))
        loop.settle()
        #expect(element.ports[1].counters.drops[.linkDown] == 2)
        #expect(element.ports[0].counters.drops.total == 0)
        #expect(element.ports[2].counters.drops.total == before)
        #expect(loop.audit().isEmpty)
    }
}
