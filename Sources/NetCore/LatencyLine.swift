/// Frames inside a hub or switch in virtual time: a constant time from arrival to departure, at unlimited rate.
///
/// One line serves all ports, so that frames leave in the order in which they came, whichever port they came from.
struct LatencyLine: ~Copyable {
    /// More frames inside than this, and the next is dropped as `queue-full`: only a storm gets there.
    private static let bound = 65_536

    private var frames: FrameQueue
    private let timer: LoopTimer
    private let latency: Int64

    /// - Parameters:
    ///   - timer: A timer of the owner, which calls ``release(_:)`` when it fires.
    ///   - latency: Nanoseconds.
    init(frames: consuming FrameQueue, timer: LoopTimer, latency: Int64) {
        self.frames = frames
        self.timer = timer
        self.latency = latency
    }

    var count: Int { frames.count }

    mutating func take(_ burst: Burst, on port: Port, tag: Int) {
        let due = port.now + latency
        for position in 0..<burst.count {
            if frames.count < Self.bound {
                frames.keep(burst[position], due: due, tag: tag)
            } else {
                port.drop(burst[position], .queueFull)
            }
        }
        if !timer.isArmed, let first = frames.firstDue { timer.arm(at: first) }
    }

    mutating func release(_ forward: (Frame, Int) -> Void) {
        while let due = frames.firstDue, due <= timer.now {
            let tag = frames.firstTag ?? 0
            forward(frames.takeFirst(), tag)
        }
        if let next = frames.firstDue { timer.arm(at: next) }
    }
}
