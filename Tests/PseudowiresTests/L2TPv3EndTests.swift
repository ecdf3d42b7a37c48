import NetCore
import Pseudowires
import Testing
import TestSupport
import Tunnels

@Suite("Both ends of a pseudowire")
struct L2TPv3EndTests {
    static let sizes = Array(1...100) + [255, 256, 1499, 1500, 1514, 2047, 2048, 2049, 9000, 16_383, 65_000]

    @Test("frames of 1 to 65000 bytes, byte for byte, both ways", arguments: Shape.all)
    func integrity(_ shape: Shape) throws {
        let bench = try EndBench(shape.configuration)
        var random = SplitMix64(seed: 1)
        let there = Self.sizes.map { random.bytes($0) }
        let back = Self.sizes.reversed().map { random.bytes($0) }
        for (one, other) in zip(there, back) {
            bench.leftPort.send(one)
            bench.rightPort.send(other)
            bench.loop.settle()
        }
        #expect(bench.right.frames == there)
        #expect(bench.left.frames == back)
        #expect(bench.loop.audit().isEmpty)
        #expect(bench.loop.keptBlocks == 0)
    }

    @Test("identity and time survive, also of frames that were kept on the way")
    func identity() throws {
        let bench = try EndBench(Shape.all[9].configuration)
        var times: [Int64] = []
        bench.right.quota = 0
        bench.right.whenReceiving = { burst, _ in times = (0..<burst.count).map { burst[$0].time } }
        for number in 0..<3 {
            bench.loop.advance(to: Int64(100 * number))
            bench.leftPort.send(Sample.frame(to: 2, from: 1), id: FrameID(flow: 4, number: UInt64(number)))
            bench.loop.settle()
        }
        bench.loop.advance(to: 5000)
        bench.right.quota = nil
        bench.rightPort.resume()
        bench.loop.settle()
        #expect(times == [0, 100, 200])
        #expect(bench.right.ids == (0..<3).map { FrameID(flow: 4, number: $0) })
    }

    @Test(
        "a datagram that is kept before its decoder, and a frame that is kept behind it, are whole",
        arguments: Shape.all)
    func kept(_ shape: Shape) throws {
        let bench = try OuterBench(shape.configuration)
        let far = L2TPv3End(loop: bench.loop, name: "b", configuration: shape.configuration.mirrored())
        let source = Probe()
        let sourcePort = bench.loop.makePort(for: source, name: "source")
        try sourcePort.connect(to: far.inner)
        // A relay in the middle of the wire keeps what it gets for a while.
        let relay = Relay(loop: bench.loop)
        bench.wirePort.disconnect()
        try bench.end.outer.connect(to: relay.near)
        try far.outer.connect(to: relay.far)
        bench.inside.quota = 0
        var random = SplitMix64(seed: 2)
        let frames = [1, 60, 200, 256, 1514, 2048, 9000, 60_000].map { random.bytes($0) }
        for frame in frames { sourcePort.send(frame) }
        bench.loop.settle()
        #expect(bench.loop.keptBlocks == frames.count)
        relay.release()
        bench.loop.settle()
        #expect(bench.inside.frames.isEmpty)
        bench.inside.quota = nil
        bench.insidePort.resume()
        bench.loop.settle()
        #expect(bench.inside.frames == frames)
        #expect(bench.loop.keptBlocks == 0)
        #expect(bench.loop.audit().filter { !$0.place.contains("wire") }.isEmpty)
    }

    @Test("oversize by one byte ends at the inner port, and uses up no number", arguments: Shape.all)
    func oversize(_ shape: Shape) throws {
        let limit = 1000
        let bench = try EndBench(shape.configuration, datagramByteLimit: limit)
        let most = limit - shape.configuration.transmitOverhead.headerByteCount
        bench.leftPort.send([UInt8](repeating: 1, count: most + 1))
        bench.leftPort.send([UInt8](repeating: 2, count: most))
        bench.loop.settle()
        #expect(bench.right.frames == [[UInt8](repeating: 2, count: most)])
        #expect(bench.leftEnd.inner.counters.drops[.oversize] == 1)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("an empty frame would be a header alone, which no receiver takes: it ends as runt", arguments: Shape.all)
    func empty(_ shape: Shape) throws {
        let bench = try EndBench(shape.configuration)
        bench.leftPort.send([])
        bench.leftPort.send([1])
        bench.loop.settle()
        #expect(bench.leftEnd.inner.counters.drops[.runt] == 1)
        #expect(bench.rightEnd.outer.counters.drops.total == 0)
        #expect(bench.right.frames == [[1]])
        #expect(bench.loop.audit().isEmpty)
    }
}

/// Keeps every datagram until it is told to let go.
final class Relay: NetClient {
    private(set) var near: Port
    private(set) var far: Port
    private var kept: FrameQueue

    init(loop: Loop) {
        near = loop.makePort(name: "relay.near")
        far = loop.makePort(name: "relay.far")
        kept = FrameQueue(loop: loop, port: far)
        loop.attach(self, to: near)
        loop.attach(self, to: far)
    }

    var account: ElementAccount { ElementAccount(held: UInt64(kept.count)) }

    func receive(_ burst: Burst, on port: Port) -> Int {
        for position in 0..<burst.count { kept.keep(burst[position]) }
        return burst.count
    }

    func release() { kept.send(first: kept.count, through: near) }
}
