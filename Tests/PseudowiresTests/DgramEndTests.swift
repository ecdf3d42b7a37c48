import NetCore
import Pseudowires
import TestSupport
import Testing

@Suite("A dgram link's end without a socket")
struct DgramEndTests {
    private let loop = Loop()
    private let left = Probe()
    private let right = Probe()
    private let leftPort: Port
    private let rightPort: Port
    private let near: DgramEnd
    private let far: DgramEnd

    init() throws {
        near = DgramEnd(loop: loop, name: "cable.a", datagramByteLimit: 100)
        far = DgramEnd(loop: loop, name: "cable.b", datagramByteLimit: 100)
        leftPort = loop.makePort(for: left, name: "left")
        rightPort = loop.makePort(for: right, name: "right")
        try leftPort.connect(to: near.inner)
        try rightPort.connect(to: far.inner)
        try near.outer.connect(to: far.outer)
        loop.settle()
    }

    @Test("frames go through as they are, both ways")
    func passing() {
        leftPort.send(Sample.frame(to: 2, from: 1, Sample.number(1)))
        rightPort.send(Sample.frame(to: 1, from: 2, Sample.number(2)))
        loop.settle()
        #expect(right.frames.map(Sample.number(in:)) == [1])
        #expect(left.frames.map(Sample.number(in:)) == [2])
        #expect(loop.audit().isEmpty)
    }

    @Test("what is longer than the transport carries is oversize, an empty frame a runt: both at the near end")
    func sizes() {
        leftPort.send([UInt8](repeating: 1, count: 100))
        leftPort.send([UInt8](repeating: 1, count: 101))
        leftPort.send([])
        loop.settle()
        #expect(right.frames.map(\.count) == [100])
        #expect(near.inner.counters.drops[.oversize] == 1)
        #expect(near.inner.counters.drops[.runt] == 1)
        #expect(loop.audit().isEmpty)
    }

    @Test("a receiver without room holds up the sender, and loses nothing")
    func backPressure() {
        right.quota = 0
        rightPort.setBound(frames: 10, bytes: 100_000)
        far.inner.setBound(frames: 10, bytes: 100_000)
        for number in 1...200 {
            leftPort.send(Sample.frame(to: 2, from: 1, Sample.number(number)))
            loop.settle()
        }
        #expect(loop.ports.reduce(0) { $0 + $1.counters.drops.total } == 0)
        right.quota = nil
        rightPort.resume()
        loop.settle()
        #expect(right.frames.map(Sample.number(in:)) == Array(1...200))
        #expect(loop.audit().isEmpty)
    }
}
