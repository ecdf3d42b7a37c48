import WireFormats

/// One direction of a link: what happens to each frame, and those that are on their way.
///
/// Before ``isActive`` everything passes at once, and is not counted: warm-ups are not impaired.
public final class ImpairmentLine: TimerClient {
    /// What a direction is known by, and what it has to know of its link.
    public struct Plan: Sendable {
        /// Its name, from which its random streams derive: `tunnel/forward`.
        public var name: String
        /// What the run's random streams derive from.
        public var seed: UInt64
        /// What happens from the beginning.
        public var impairments: Impairments
        /// Bytes before the Ethernet frame.
        public var headerByteCount: Int
        /// Bytes before those, as the path sees them: IP and UDP; nil where frames are in no packets.
        public var outerHeaderByteCount: Int?

        /// A direction; of a wire unless headers are given.
        public init(
            name: String, seed: UInt64, impairments: Impairments = .none, headerByteCount: Int = 0,
            outerHeaderByteCount: Int? = nil
        ) {
            self.name = name
            self.seed = seed
            self.impairments = impairments
            self.headerByteCount = headerByteCount
            self.outerHeaderByteCount = outerHeaderByteCount
        }
    }

    /// A frame is held back no longer than this for the next one, in nanoseconds.
    public static let longestHold: Int64 = 10_000_000

    /// What happens to frames that enter from now on; those that are on their way keep their times.
    public var impairments: Impairments {
        didSet {
            if impairments.loss.isOtherModel(than: oldValue.loss) { losses.restart() }
            if impairments.rate == nil { serializer.reset() }
        }
    }
    /// Impairments that change little by little.
    private var ramps: [RampUnderWay] = []
    /// What spoils frames, if anything does.
    public var fault: (any FrameFault)?
    /// Whether it has begun.
    public var isActive = false
    /// Frames that have entered since it began.
    public private(set) var entered: Int64 = 0
    /// Second copies that were made.
    public private(set) var copies: UInt64 = 0
    /// Whether somebody waits for a frame, which it is shown without the headers of the link; asked of each that is held up.
    public var isAwaited: ((Frame) -> Bool)?
    /// Frames on their way that somebody waits for.
    public private(set) var awaitedCount = 0
    /// Where forged datagrams leave.
    var stranger: Port?

    private let source: Port
    private let destination: Port
    private let headerByteCount: Int
    private let outerHeaderByteCount: Int?
    private let timer: LoopTimer
    private var losses: LossProcess
    private var corruptions: RandomStream
    private var duplications: RandomStream
    private var jitters: RandomStream
    private var reorderings: RandomStream
    private var serializer = Serializer()
    /// On their way, in the order in which they leave.
    private var queue: FrameQueue
    /// When the last of them leaves.
    private var lastDue: Int64 = .min
    /// At most one frame, which waits for the next to pass.
    private var held: FrameQueue

    /// What is known of a frame on its way.
    private struct Marks: OptionSet {
        let rawValue: Int

        /// It is to come from somebody else.
        static let forged = Marks(rawValue: 1)
        /// Somebody waits for it.
        static let awaited = Marks(rawValue: 2)
    }

    /// - Parameters:
    ///   - source: Where frames come in; what is lost is counted here.
    ///   - destination: Where they leave.
    init(loop: Loop, from source: Port, to destination: Port, _ plan: Plan) {
        self.source = source
        self.destination = destination
        impairments = plan.impairments
        headerByteCount = plan.headerByteCount
        outerHeaderByteCount = plan.outerHeaderByteCount
        func stream(_ purpose: String) -> RandomStream {
            RandomStream(seed: plan.seed, name: "\(plan.name)/\(purpose)")
        }
        losses = LossProcess(stream("loss"))
        corruptions = stream("corrupt")
        duplications = stream("duplicate")
        jitters = stream("jitter")
        reorderings = stream("reorder")
        queue = FrameQueue(loop: loop, port: source)
        held = FrameQueue(loop: loop, port: source)
        timer = loop.makeTimer()
        loop.attach(self, to: timer)
    }

    /// Says what happens to frames that enter from now on.
    ///
    /// - Parameters:
    ///   - impairments: What holds now.
    ///   - ramps: What changes of them evenly: each frame finds the value of the moment at which it enters.
    public func change(to impairments: Impairments, ramps: [RampUnderWay]) {
        self.impairments = impairments
        self.ramps = ramps
    }

    private func advanceRamps() {
        guard !ramps.isEmpty else { return }
        let now = source.now
        var changed = impairments
        ramps.removeAll { $0.apply(to: &changed, at: now) }
        impairments = changed
    }

    /// Frames that are on their way.
    public var count: Int { queue.count + held.count }

    // MARK: In

    /// Takes all frames of a burst.
    func take(_ burst: Burst) {
        guard isActive else {
            destination.send(burst)
            return
        }
        advanceRamps()
        if impairments == .none, count == 0, fault?.isArmed != true {
            entered += Int64(burst.count)
            destination.send(burst)
            return
        }
        for position in 0..<burst.count { take(burst[position]) }
        setTimer()
    }

    private func take(_ frame: Frame) {
        entered += 1
        guard fits(frame) else { return source.drop(frame, .oversize) }
        guard let fault, fault.isArmed else { return impair(frame, []) }
        var strike = FaultStrike.once
        let capacity = max(frame.byteCount, Frame.byteLimit) + Self.faultRoom
        let record = source.rewritten(frame, atMost: capacity) { strike = fault.strike(frame, &$0) }
        guard record.length > 0 else { return impair(frame, strike) }
        // SAFETY: the record's bytes are the arena's until the dispatch ends.
        impair(unsafe Frame(unsafe: record), strike)
    }

    private func impair(_ frame: Frame, _ strike: FaultStrike) {
        switch strike {
        case .once: impair(frame, [])
        case .repeated:
            impair(frame, [])
            copies += 1
            impair(frame, [])
        case .forged: impair(frame, stranger == nil ? [] : .forged)
        }
    }

    /// What a fault may write beyond the longest frame.
    private static let faultRoom = 4096

    private func impair(_ frame: Frame, _ marks: Marks) {
        if isDropped(entered) { return source.drop(frame, .impairedDrop) }
        if losses.next(impairments.loss) { return source.drop(frame, .impairedLoss) }
        if impairments.corrupt.falls(&corruptions) { return corrupt(frame) }
        let isTwice = impairments.duplicate.falls(&duplications)
        carry(frame, marks)
        guard isTwice else { return }
        copies += 1
        carry(frame, marks)
    }

    private func fits(_ frame: Frame) -> Bool {
        if let mtu = impairments.mtu, !frame.fits(mtu: mtu, behind: headerByteCount) { return false }
        if let outerMTU = impairments.outerMTU, let outerHeaderByteCount {
            return frame.byteCount + outerHeaderByteCount <= outerMTU
        }
        return true
    }

    private func isDropped(_ number: Int64) -> Bool {
        // They ascend and do not overlap: the first that does not end below the number decides. A file may have many.
        let ranges = impairments.drop
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < number { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(number)
    }

    /// Ends a frame with one of its bits the other way.
    private func corrupt(_ frame: Frame) {
        guard frame.byteCount > 0 else { return source.drop(frame, .corrupted) }
        let bit = Int(corruptions.next(below: UInt64(frame.byteCount) * 8))
        let bytes = frame.bytes
        let record = source.rewritten(frame, atMost: frame.byteCount) { output in
            output.append(contentsOf: bytes.extracting(first: bit / 8))
            output.append(bigEndian: bytes.byte(at: bit / 8) ^ (1 << UInt8(bit % 8)))
            output.append(contentsOf: bytes.extracting(droppingFirst: bit / 8 + 1))
        }
        // SAFETY: the record's bytes are the arena's until the dispatch ends.
        source.drop(unsafe Frame(unsafe: record), .corrupted)
    }

    // MARK: On the way

    private func carry(_ frame: Frame, _ marks: Marks) {
        let now = source.now
        var due = now
        if let rate = impairments.rate {
            guard serializer.count(at: now) < impairments.queue else { return source.drop(frame, .impairedQueue) }
            due = serializer.take(byteCount: max(0, frame.byteCount - headerByteCount), at: now, rate: rate)
        }
        let delay = max(0, impairments.delay &+ impairments.jitter.draw(&jitters))
        let (sum, isPast) = due.addingReportingOverflow(delay)
        // Frames of one direction do not overtake each other.
        due = max(isPast ? .max : sum, lastDue)
        guard due > now || !queue.isEmpty else { return depart(frame, marks) }
        lastDue = due
        keep(frame, in: &queue, until: due, marks)
    }

    /// Those whose time has come go on.
    public func timerFired(_ timer: LoopTimer) {
        let now = timer.now
        // A burst at a time, as from a queue: all that a stall has held up would not find room behind the stage.
        var room = Burst.maximumCount
        while room > 0, let due = queue.firstDue, due <= now {
            room -= 1
            let marks = marksOfFirst(in: queue)
            depart(queue.takeFirst(), marks)
        }
        if let due = held.firstDue, due <= now { release() }
        setTimer()
    }

    private func depart(_ frame: Frame, _ marks: Marks) {
        if !held.isEmpty {
            send(frame, marks)
            release()
        } else if impairments.reorder.falls(&reorderings) {
            keep(frame, in: &held, until: source.now &+ Self.longestHold, marks)
        } else {
            send(frame, marks)
        }
    }

    private func release() {
        let marks = marksOfFirst(in: held)
        send(held.takeFirst(), marks)
    }

    private func keep(_ frame: Frame, in queue: inout FrameQueue, until due: Int64, _ marks: Marks) {
        var marks = marks
        if let isAwaited, frame.byteCount >= headerByteCount, isAwaited(frame.droppingFirst(headerByteCount)) {
            marks.insert(.awaited)
            awaitedCount += 1
        }
        queue.keep(frame, due: due, tag: marks.rawValue)
    }

    /// What is known of the frame that leaves a queue next.
    private func marksOfFirst(in queue: borrowing FrameQueue) -> Marks {
        var marks = Marks(rawValue: queue.firstTag ?? 0)
        if marks.remove(.awaited) != nil { awaitedCount -= 1 }
        return marks
    }

    private func send(_ frame: Frame, _ marks: Marks) {
        if marks.contains(.forged), let stranger { stranger.send(frame) } else { destination.send(frame) }
    }

    private func setTimer() {
        let next = min(queue.firstDue ?? .max, held.firstDue ?? .max)
        guard timer.deadline ?? .max != next else { return }
        if next == .max { timer.cancel() } else { timer.arm(at: next) }
    }
}
