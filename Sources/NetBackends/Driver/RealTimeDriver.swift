import LinuxNet
public import NetCore
public import SystemPackage

/// Something whose descriptor is watched by a ``RealTimeDriver``.
protocol ReadinessClient: AnyObject {
    /// The descriptor is ready. Runs inside a dispatch: what it sends is delivered when the call is over.
    func ready(_ readiness: Readiness)
}

/// The driver of real time: waits in epoll for descriptors, timers and signals, a dispatch for each.
///
/// It owns what its loop's backends share: receive slabs, send slots, and the batch that frames enter in. A thousand
/// tunnels cost a thousand sockets, and this memory once.
public final class RealTimeDriver {
    /// The loop that it drives.
    ///
    /// Time zero is when the driver was made.
    public let loop: Loop

    /// The most timers that fire between two looks at the descriptors.
    private static let timersPerTurn = 1024
    /// The fewest bursts of a dispatch, however many descriptors are ready.
    private static let leastBursts = 16

    let slabs = ReceiveSlabs()
    let slots = SendSlots()
    /// Those of hubports.
    let hubs: HubTable
    private var batch: InboundBatch? = InboundBatch()

    /// Those over IP that sessions share, one for an address.
    var rawSockets: [SharedRawSocket] = []
    /// Messages that were read since the latest look at the descriptors.
    var messagesRead = 0
    private var coalescing: Coalescing?
    private var poll: EventPoll
    private let origin: Int64
    /// By descriptor: the kernel hands out the lowest free number, so the array stays short.
    private var clients: [(any ReadinessClient)?] = []

    /// Why a run ended.
    public enum Ended: Sendable, Equatable {
        /// The time that was given has come.
        case time
        /// More frames were moved than allowed: a storm.
        case limit
        /// The caller's condition held.
        case condition
        /// SIGINT or SIGTERM: its number.
        case signal(Int32)
    }

    /// A driver of a loop.
    ///
    /// - Parameters:
    ///   - loop: Nobody else drives it.
    ///   - signals: Signals that end a run; they are blocked for as long as the driver lives.
    ///   - coalesces: Whether datagrams of a steady stream may wait a moment for others, 50 us and the kernel's timer slack:
    ///     half the CPU time a frame for what relays, and nothing for what measures time.
    /// - Throws: What epoll, timerfd or signalfd said.
    public init(loop: Loop, signals: [Int32] = [], coalesces: Bool = false) throws(Errno) {
        self.loop = loop
        hubs = HubTable(loop: loop)
        coalescing = coalesces ? Coalescing() : nil
        poll = try EventPoll(signals: signals)
        origin = EventPoll.now()
    }

    /// Readable while a signal waits that will end the run; lent, for what has to wait elsewhere.
    public var signalDescriptor: FileDescriptor { poll.signalDescriptor }

    // MARK: For backends

    func register(
        _ client: any ReadinessClient, _ descriptor: FileDescriptor, _ interest: Interest
    ) throws(Errno) -> Registration {
        let registration = try poll.register(descriptor, interest: interest)
        let index = Int(registration.descriptor)
        while clients.count <= index { clients.append(nil) }
        clients[index] = client
        return registration
    }

    func deregister(_ registration: Registration) {
        poll.deregister(registration)
        clients[Int(registration.descriptor)] = nil
    }

    /// Whether a descriptor of this number is watched: then it has an owner here.
    func watches(_ number: Int32) -> Bool {
        clients.indices.contains(Int(number)) && clients[Int(number)] != nil
    }

    /// Lends the batch that frames enter in, until ``giveBack(_:)``; a backend reads one socket at a time.
    func takeBatch() -> InboundBatch { batch.take() ?? InboundBatch() }

    func giveBack(_ batch: consuming InboundBatch) { self.batch = consume batch }

    /// Adds or takes away one interest of a watched descriptor.
    func set(_ part: Interest, _ isWanted: Bool, of watch: inout Watch?) {
        guard var changed = watch, changed.interest.contains(part) != isWanted else { return }
        if isWanted { changed.interest.insert(part) } else { changed.interest.remove(part) }
        watch = changed
        // Refused only for a descriptor that is gone, which the next read or send says better.
        try? poll.setInterest(changed.interest, of: changed.registration)
    }

    // MARK: Running

    /// Nanoseconds since time zero.
    public var now: Int64 { EventPoll.now() - origin }

    /// Runs the loop.
    ///
    /// - Parameters:
    ///   - end: Nanoseconds since time zero; nil: for ever.
    ///   - frameLimit: The most frame deliveries.
    ///   - condition: Looked at after every look at timers and descriptors; true ends the run.
    /// - Throws: What epoll said.
    public func run(
        until end: Int64? = nil, frameLimit: UInt64 = .max, stopWhen condition: () -> Bool = { false }
    ) throws(Errno) -> Ended {
        let firstFrame = loop.framesDelivered
        let firstBurst = loop.burstsDelivered
        var isBusy = false
        while true {
            loop.advance(to: now)
            // Bounded: a timer that arms itself for now must not starve the descriptors.
            let due = loop.now
            var timersLeft = Self.timersPerTurn
            while timersLeft > 0, loop.fireTimer(dueBy: due) {
                isBusy = loop.runTurn()
                // A storm gets one timer a turn: perhaps the one that ends it.
                timersLeft = isBusy ? 0 : timersLeft - 1
            }
            isBusy = loop.runTurn()
            if condition() { return .condition }
            if max(loop.framesDelivered - firstFrame, loop.burstsDelivered - firstBurst) > frameLimit {
                return .limit
            }
            if let end, loop.now >= end { return .time }
            let count = try isBusy ? poll.poll() : wait(before: end)
            messagesRead = 0
            // The turn is shared: while one socket's broadcast goes out of a thousand others, their buffers fill.
            let burstsEach = max(Self.leastBursts, Loop.burstsPerTurn / max(1, count))
            for index in 0..<count {
                guard let event = poll.event(at: index) else { continue }
                switch event {
                case .signal(let number): return .signal(number)
                case .deadline: break
                case .ready(let registration, let readiness):
                    loop.advance(to: now)
                    clients[Int(registration.descriptor)]?.ready(readiness)
                    isBusy = loop.runTurn(atMost: burstsEach)
                }
            }
            coalescing?.note(messagesRead)
        }
    }

    /// Waits for the next event, or pauses for a moment and then collects what there is.
    private func wait(before end: Int64?) throws(Errno) -> Int {
        let wake = nextWake(before: end)
        guard let coalescing, coalescing.isWorthwhile,
            wake.map({ $0 - EventPoll.now() > Coalescing.pause }) ?? true
        else { return try poll.wait(until: wake) }
        EventPoll.pause(for: Coalescing.pause)
        return try poll.poll()
    }

    /// The earlier of the next timer and the end, on the monotonic clock.
    private func nextWake(before end: Int64?) -> Int64? {
        // No array of the two: this is asked before every wait, and would allocate.
        switch (loop.nextDeadline, end) {
        case (let next?, let end?): origin + min(next, end)
        case (let next?, nil): origin + next
        case (nil, let end?): origin + end
        case (nil, nil): nil
        }
    }
}
