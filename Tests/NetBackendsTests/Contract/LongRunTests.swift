import NetBackends
import NetCore
import TestSupport
import Testing
import WireFormats

/// A node that sends numbered frames as long as few enough are on their way, and looks at what arrives.
///
/// It keeps nothing: a hundred thousand frames cost no memory.
private final class Counter: NetClient {
    /// Ethernet, the number, and its complement.
    static let byteCount = EthernetHeader.untaggedByteCount + 8
    private static let header = Sample.frame(to: 2, from: 1)

    /// The number that comes next.
    private(set) var next: UInt32 = 0
    /// Frames that came out of order, or not as they were sent.
    private(set) var faults = 0
    /// Frames that have arrived, in whatever state.
    private(set) var count = 0
    private let paddedByteCount: Int

    init(paddedByteCount: Int = 0) { self.paddedByteCount = max(paddedByteCount, Self.byteCount) }

    var account: ElementAccount { ElementAccount(consumed: UInt64(count)) }

    func receive(_ burst: Burst, on port: Port) -> Int {
        for position in 0..<burst.count {
            let bytes = burst[position].bytes
            count += 1
            guard bytes.byteCount == paddedByteCount, bytes.bigEndian(UInt32.self, at: 14) == next,
                bytes.bigEndian(UInt32.self, at: 18) == ~next
            else {
                faults += 1
                continue
            }
            next += 1
        }
        return burst.count
    }

    static func send(_ number: UInt32, through port: Port) {
        port.send(header + Sample.number(Int(number)) + Sample.number(Int(~number)))
    }
}

/// What goes through a pair of ends over a long time.
@Suite("The contract of backends: many frames", .tags(.kernel), .timeLimit(.minutes(10)))
struct LongRunTests {
    private static let total = 100_000
    /// Frames on their way each way: fewer than any socket buffer holds.
    private static let window = 100

    @Test("a hundred thousand frames arrive, complete and in order", arguments: backends.filter { !$0.isVariant })
    func complete(_ backend: any BackendUnderTest) throws {
        let loop = Loop()
        let driver = try RealTimeDriver(loop: loop)
        let (near, openFar) = try backend.openAlone(driver)
        let far = try openFar()
        let (left, right) = (Counter(paddedByteCount: backend.paddedByteCount), Counter())
        let leftPort = loop.makePort(for: left, name: "left", pausable: true)
        let rightPort = loop.makePort(for: right, name: "right", pausable: true)
        try leftPort.connect(to: near.port)
        try rightPort.connect(to: far.port)
        loop.settle()
        try driver.wait { leftPort.hasCarrier && rightPort.hasCarrier }
        var sent = 0
        let ended = try driver.run(until: driver.now + 60_000_000_000) {
            while sent < Self.total / 2, sent - min(left.count, right.count) < Self.window {
                Counter.send(UInt32(sent), through: leftPort)
                Counter.send(UInt32(sent), through: rightPort)
                sent += 1
            }
            loop.settle()
            return min(left.count, right.count) == Self.total / 2
        }
        #expect(ended == .condition)
        #expect(left.faults == 0 && right.faults == 0)
        #expect(left.next == UInt32(Self.total / 2) && right.next == UInt32(Self.total / 2))
        for port in [leftPort, near.port, far.port, rightPort] { #expect(port.counters.drops.total == 0) }
        #expect(loop.audit().isEmpty)
    }

    @Test(
        "what a transport loses is counted: what was received and what was lost make what was sent",
        arguments: backends.filter { $0.countsKernelLosses && !$0.isVariant })
    func accounted(_ backend: any BackendUnderTest) throws {
        let bench = try BackendBench(backend)
        let far = try bench.appear()
        bench.right.quota = 0
        bench.rightPort.setBound(frames: 20, bytes: 1 << 20)
        let sent: UInt64 = 6000
        for number in 0..<Int(sent) {
            // Each longer than the last: what travels as one run (`UDP_SEGMENT`) is one loss to the kernel.
            bench.leftPort.send(Numbered.frame(number, byteCount: 200 + number))
            if number.isMultiple(of: 50) { bench.loop.settle() }
        }
        bench.loop.settle()
        try bench.wait { bench.near.port.queuedFrames == 0 }
        bench.right.quota = nil
        bench.rightPort.resume()
        let numbers = { bench.right.frames.map { Numbered.number(of: $0) ?? -1 } }
        try bench.wait {
            far.countLosses()
            return bench.right.count + bench.drops.values.reduce(0, +) == sent
        }
        #expect(far.port.counters.drops[.socketOverflow] > 0)
        #expect(numbers() == numbers().sorted() && numbers().first == 0)
        #expect(bench.loop.audit().isEmpty)
    }
}
