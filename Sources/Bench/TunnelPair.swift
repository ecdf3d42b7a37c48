import LinuxNet
import NetBackends
import NetCore
import NetdevOptions
import WireFormats

/// Both ends of a session as the product has them, on one loop of real time.
///
///     source ─▶ queue ─▶ near: L2TPv3Backend ─▶ kernel ─▶ far: L2TPv3Backend ─▶ queue ─▶ sink
///       ▲                                                                                 │
///       └───────────────────── so many have arrived: a timer for now ─────────────────────┘
final class TunnelPair {
    private let driver: RealTimeDriver
    private let near: L2TPv3Backend
    private let far: L2TPv3Backend
    private let source: FrameSource
    private let sink: FrameSink

    /// The most time that one run may take before what is missing counts as lost.
    private static let patience: Int64 = 20_000_000_000

    init(_ field: consuming FrameField, burst: Int) throws(BenchError) {
        let nearSocket = try TunnelShape.openSocket()
        let farSocket = try TunnelShape.openSocket()
        let (nearAddress, farAddress) = (nearSocket.localAddress, farSocket.localAddress)
        let load = PairLoad(
            burst: burst, datagramByteCount: field.frameByteCount + TunnelShape.headerByteCount,
            bufferByteCount: farSocket.receiveBufferByteCount)
        let text = TunnelShape.options(from: nearAddress.port, to: farAddress.port) + ",strict-peer=on"
        let loop = Loop()
        do {
            driver = try RealTimeDriver(loop: loop)
            guard case .l2tpv3(let options) = try NetdevSpecification.parse(text).backend else {
                throw BenchError("\(text): no tunnel")
            }
            near = try L2TPv3Backend(
                driver: driver, name: "near", options: options, socket: nearSocket, peer: farAddress)
            far = try L2TPv3Backend(
                driver: driver, name: "far", options: options.mirrored(), socket: farSocket, peer: nearAddress)
            source = FrameSource(loop: loop, field: field, load: load)
            sink = FrameSink(source: source)
            try source.port.connect(to: near.port)
            try loop.makePort(for: sink).connect(to: far.port)
        } catch {
            throw BenchError("\(error)")
        }
    }

    /// Carries frames from end to end.
    func carry(_ frames: Int) throws(BenchError) -> Sample {
        let callsBefore = systemCalls
        let arrivedBefore = sink.frames
        var sample = try Sample.measure { () throws(BenchError) in
            source.begin(frames)
            do {
                _ = try driver.run(until: driver.now + Self.patience) { source.inFlight == 0 }
            } catch {
                throw BenchError("epoll: \(error)")
            }
            return frames
        }
        guard sink.frames - arrivedBefore == frames else {
            throw BenchError("\(sink.frames - arrivedBefore) of \(frames) frames came through the pair")
        }
        sample.systemCalls = systemCalls - callsBefore
        return sample
    }

    private var systemCalls: Int {
        let calls =
            near.systemCalls.send + near.systemCalls.receive + far.systemCalls.send + far.systemCalls.receive
        return Int(calls)
    }
}

/// Sends frames that lie in memory, and never more than may be on their way: a burst whenever its timer fires.
private final class FrameSource: NetClient, TimerClient {
    let port: Port
    private let timer: LoopTimer
    private let field: FrameField
    private let load: PairLoad
    private var batch = InboundBatch()
    private var next = 0
    private var unsent = 0
    private(set) var inFlight = 0

    init(loop: Loop, field: consuming FrameField, load: PairLoad) {
        self.field = field
        self.load = load
        port = loop.makePort(name: "source")
        timer = loop.makeTimer()
        loop.attach(self, to: port)
        loop.attach(self, to: timer)
    }

    func begin(_ frames: Int) {
        unsent = frames
        timer.arm(at: timer.now)
    }

    func arrived(_ count: Int) {
        inFlight -= count
        armIfThereIsRoom()
    }

    private func armIfThereIsRoom() {
        if unsent > 0, inFlight + load.burst <= load.window, !timer.isArmed { timer.arm(at: timer.now) }
    }

    func timerFired(_ timer: LoopTimer) {
        let count = min(load.burst, unsent)
        if next + count > field.framesPerPort { next = 0 }
        field.send(next..<next + count, of: 0, with: &batch, through: port)
        next += count
        unsent -= count
        inFlight += count
        armIfThereIsRoom()
    }

    /// Nothing comes back.
    var account: ElementAccount { ElementAccount() }

    func receive(_ burst: Burst, on port: Port) -> Int { 0 }
}

/// Counts frames and reads the beginning of each, as any receiver would.
private final class FrameSink: NetClient {
    private unowned let source: FrameSource
    private(set) var frames = 0
    private var bytes = 0
    private var sum: UInt64 = 0

    init(source: FrameSource) {
        self.source = source
    }

    var account: ElementAccount { ElementAccount(consumed: UInt64(frames)) }

    func receive(_ burst: Burst, on port: Port) -> Int {
        var (bytes, sum) = (0, UInt64(0))
        for position in 0..<burst.count {
            let frame = burst[position]
            bytes &+= frame.byteCount
            sum &+= frame.bytes.bigEndian(UInt64.self, at: 0)
        }
        self.bytes &+= bytes
        self.sum &+= sum
        frames += burst.count
        source.arrived(burst.count)
        return burst.count
    }
}
