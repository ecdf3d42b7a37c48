import CLinuxNet
public import SystemPackage

/// Where one thread waits for its descriptors, its next deadline and its signals.
///
///     wait(until:) ─▶ number of events ─▶ event(at: 0), event(at: 1), …
///
/// Events are read one by one so that handling the first may register and deregister freely: an event whose registration has
/// gone meanwhile reads as `nil`. Interest is level-triggered, so an owner may stop reading in the middle. Waiting and reading
/// events allocate nothing.
///
/// - Important: Deregister before closing. A descriptor that was duplicated stays in the epoll set until each copy is closed.
public struct EventPoll: ~Copyable {
    /// The most events one wait collects; the rest is collected by the next.
    public static let eventsPerWait = 64

    private var epoll: EpollSet
    private var timer: DeadlineTimer
    private let signals: SignalDescriptor
    private var registrations: RegistrationTable
    /// The events of the latest wait: those of the epoll set, and after them perhaps a deadline that had passed before.
    private var eventCount = 0
    private var collectedCount = 0
    private var caughtSignal: Int32?

    /// Makes a poll that watches nothing but its signals.
    ///
    /// - Parameter watchedSignals: Signals to block for this thread, and for those it starts later, and to report as events;
    ///   the former mask comes back when the poll goes, which must be on the same thread. Make the poll before any other
    ///   thread starts, or a signal may reach one that does not block it.
    /// - Throws: `EMFILE` and its kind when descriptors or memory are short, `EINVAL` for a number that is no signal's.
    public init(signals watchedSignals: [Int32] = []) throws(Errno) {
        let epoll = try EpollSet(eventsPerWait: Self.eventsPerWait)
        let timer = try DeadlineTimer()
        let signals = try SignalDescriptor(watchedSignals)
        var registrations = RegistrationTable()
        // Edge-triggered: each arming reports its expiry once, and the timer never has to be read.
        let deadlines = registrations.next(for: timer.rawValue)
        try epoll.control(
            EPOLL_CTL_ADD, timer.rawValue, events: clinuxnet_EPOLLIN | clinuxnet_EPOLLET, token: deadlines.packed)
        registrations.insert(deadlines, interest: .read)
        let caught = registrations.next(for: signals.rawValue)
        try epoll.control(EPOLL_CTL_ADD, signals.rawValue, events: clinuxnet_EPOLLIN, token: caught.packed)
        registrations.insert(caught, interest: .read)
        self.epoll = consume epoll
        self.timer = consume timer
        self.signals = consume signals
        self.registrations = registrations
    }

    /// Readable while a signal waits to be reported; lent, for a call that has to wait elsewhere.
    public var signalDescriptor: FileDescriptor { FileDescriptor(rawValue: signals.rawValue) }

    // MARK: Registration

    /// Watches a descriptor; errors and hang-ups are reported along with any interest.
    ///
    /// - Returns: The token that events carry. Earlier tokens of the same descriptor number become stale.
    /// - Throws: `EEXIST` when it is registered already, `EPERM` when it is of a kind that cannot be polled.
    public mutating func register(
        _ descriptor: FileDescriptor, interest: Interest
    ) throws(Errno) -> Registration {
        guard descriptor.rawValue >= 0 else { throw .badFileDescriptor }
        let registration = registrations.next(for: descriptor.rawValue)
        if !interest.isEmpty { try control(EPOLL_CTL_ADD, registration, interest) }
        registrations.insert(registration, interest: interest)
        return registration
    }

    /// Changes what an owner hears about.
    ///
    /// With no interest the descriptor leaves the epoll set: a level-triggered error or hang-up, which cannot be masked, would
    /// otherwise end every wait at once.
    ///
    /// - Throws: `EBADF` when the registration is stale.
    public mutating func setInterest(_ interest: Interest, of registration: Registration) throws(Errno) {
        guard let former = registrations[registration] else { throw .badFileDescriptor }
        guard interest != former else { return }
        let operation = former.isEmpty ? EPOLL_CTL_ADD : interest.isEmpty ? EPOLL_CTL_DEL : EPOLL_CTL_MOD
        try control(operation, registration, interest)
        registrations.insert(registration, interest: interest)
    }

    /// Forgets a descriptor.
    ///
    /// Events already collected for it read as `nil`. A stale registration is left alone.
    public mutating func deregister(_ registration: Registration) {
        guard let interest = registrations[registration] else { return }
        if !interest.isEmpty {
            // Refused when it was closed before it was deregistered: then it has left the set by itself.
            try? control(EPOLL_CTL_DEL, registration, [])
        }
        registrations.remove(registration)
    }

    // MARK: Waiting

    /// Waits until something is ready, a signal comes, or the deadline passes.
    ///
    /// - Parameter deadline: Nanoseconds of ``now()``'s clock; one that has passed still collects what is ready. `nil` waits
    ///   as long as it takes.
    /// - Returns: The number of events to read with ``event(at:)``.
    /// - Throws: The error of `epoll_wait(2)` or `timerfd_settime(2)`; neither is expected.
    public mutating func wait(until deadline: Int64?) throws(Errno) -> Int {
        if let deadline, deadline <= Self.now() {
            // Arming a timer to learn what the clock says costs twenty times as much as the rest.
            _ = try collect(timeout: 0)
            eventCount += 1
            return eventCount
        }
        // One call where it will do: under load something is ready already, and the timer need not be set at all.
        if !timer.isArmed(for: deadline) {
            guard try collect(timeout: 0) == 0 else { return eventCount }
            try timer.arm(deadline)
        }
        return try collect(timeout: -1)
    }

    /// Collects what is ready, without waiting.
    ///
    /// - Returns: The number of events to read with ``event(at:)``.
    /// - Throws: As ``wait(until:)``.
    public mutating func poll() throws(Errno) -> Int {
        try collect(timeout: 0)
    }

    /// One event of the latest wait.
    ///
    /// - Returns: `nil` when its registration has gone since, or it was a false alarm.
    public func event(at index: Int) -> PollEvent? {
        precondition(index >= 0 && index < eventCount, "no such event in the latest wait")
        guard index < collectedCount else { return .deadline }
        let event = epoll[index]
        let registration = Registration(packed: event.token)
        guard registrations[registration] != nil else { return nil }
        if registration.descriptor == timer.rawValue { return .deadline }
        if registration.descriptor == signals.rawValue { return caughtSignal.map(PollEvent.signal) }
        return .ready(registration, Readiness(epollEvents: event.events))
    }

    // MARK: -

    private func control(
        _ operation: Int32, _ registration: Registration, _ interest: Interest
    ) throws(Errno) {
        try epoll.control(
            operation, registration.descriptor, events: interest.epollEvents, token: registration.packed)
    }

    private mutating func collect(timeout: Int32) throws(Errno) -> Int {
        eventCount = 0
        collectedCount = 0
        let count = try epoll.wait(timeout: timeout)
        for index in 0..<count {
            let source = Registration(packed: epoll[index].token).descriptor
            if source == timer.rawValue { timer.expired() }
            if source == signals.rawValue { caughtSignal = try signals.next() }
        }
        eventCount = count
        collectedCount = count
        return count
    }
}

extension Interest {
    fileprivate var epollEvents: UInt32 {
        (contains(.read) ? clinuxnet_EPOLLIN | clinuxnet_EPOLLRDHUP : 0) | (contains(.write) ? clinuxnet_EPOLLOUT : 0)
    }
}

extension Readiness {
    fileprivate init(epollEvents events: UInt32) {
        self = []
        if events & clinuxnet_EPOLLIN != 0 { insert(.readable) }
        if events & clinuxnet_EPOLLOUT != 0 { insert(.writable) }
        if events & clinuxnet_EPOLLERR != 0 { insert(.error) }
        if events & (clinuxnet_EPOLLHUP | clinuxnet_EPOLLRDHUP) != 0 { insert(.hangup) }
    }
}
