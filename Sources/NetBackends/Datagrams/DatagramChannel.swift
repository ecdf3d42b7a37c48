import LinuxNet
import NetCore
import SystemPackage

/// The way between a port and a datagram socket, both directions, batched.
///
///     port ─▶ header template in each slot, patched ─▶ sendmmsg, runs with UDP_SEGMENT ─▶ kernel
///     port ◀─ source, framing ◀─ recvmmsg into the loop's slabs, UDP_GRO ◀─ kernel
///
/// What arrives is passed on where it lies; what leaves is copied only where that is cheaper (``SendSlots``). When the kernel
/// takes no more, the rest of the burst waits in the port's queue; when the peer takes no more, the socket is not read. A
/// backend is a socket, a framing, and one of these; generic over the framing, so that each backend gets code of its own.
struct DatagramChannel<Framing: DatagramFraming & ~Copyable>: ~Copyable {
    let port: Port
    var framing: Framing
    var sourceRule: SourceRule
    var sender: DatagramSender<LinuxKernel>
    private(set) var receiver: DatagramReceiver<LinuxKernel>
    /// Frames that the kernel took.
    var sentFrames: UInt64 = 0
    /// Bytes of frames that the port took and the kernel did not.
    var unsentBytes: UInt64 = 0
    /// Datagrams of which the network told that they did not arrive.
    private var refusals: UInt64 = 0
    /// Reads that somebody else has done for it, see ``letIn(_:of:through:isContinuation:)``.
    var sharedReads: UInt64 = 0
    var oversize = OversizeFrames()

    unowned let driver: RealTimeDriver
    private(set) var writing: FileDescriptor
    private var reading: FileDescriptor
    private let hasErrorQueue: Bool
    private let outerHeaderByteCount: Int?
    private var readWatch: Watch?
    /// The watch of a descriptor that is only written to; otherwise one watch serves both.
    private var writeWatch: Watch?
    /// Whether the peer has no room: what is read now may have to be dropped.
    private(set) var isPaused = false
    /// Whether the kernel has no room, and the port waits until it has.
    private(set) var awaitsRoom = false
    let retryTimer: LoopTimer
    var retries = 0
    private var countedOverflow: UInt64 = 0

    /// What is fixed when a channel is made.
    struct Wiring {
        var reading: FileDescriptor
        /// Nil: the descriptor that is read is also written to.
        var writing: FileDescriptor?
        /// Nil: the socket is connected.
        var destination: SocketAddress?
        /// Whether the socket is UDP, and runs of datagrams may travel as one message.
        var mayRun = true
        /// Whether the errors of earlier datagrams wait in the socket's queue (`IP_RECVERR`).
        var hasErrorQueue = true
        var sourceRule = SourceRule.any
        /// Bytes of the IP header and of what stands between it and the framing's; nil where there is no IP.
        var outerHeaderByteCount: Int?
    }

    /// A channel that watches nothing yet, see ``open(for:named:)``.
    init(driver: RealTimeDriver, port: Port, framing: consuming Framing, wiring: Wiring) {
        let kernel = LinuxKernel()
        self.driver = driver
        self.port = port
        retryTimer = driver.loop.makeTimer()
        self.framing = framing
        sourceRule = wiring.sourceRule
        reading = wiring.reading
        writing = wiring.writing ?? wiring.reading
        hasErrorQueue = wiring.hasErrorQueue
        outerHeaderByteCount = wiring.outerHeaderByteCount
        sender = DatagramSender(to: wiring.destination, kernel: kernel, mayRun: wiring.mayRun)
        receiver = DatagramReceiver(kernel: kernel)
    }

    // MARK: Opening and closing

    /// Gives the port to its backend, and begins to watch.
    ///
    /// - Parameters:
    ///   - client: The backend, which closes the channel again.
    ///   - name: For the error.
    ///   - watches: Whether the descriptor is the channel's own; otherwise somebody else watches and reads it.
    /// - Throws: What epoll said; then nothing is watched.
    mutating func open(
        for client: some NetClient & TimerClient & ReadinessClient, named name: String, watches: Bool = true
    ) throws(BackendError) {
        // First what may fail: once it is attached, the loop keeps the backend.
        if watches { try watch(for: client, named: name) }
        attach(client)
    }

    /// Gives the port to a backend that has no socket yet.
    func attach(_ client: some NetClient & TimerClient) {
        driver.loop.attach(client, to: port)
        driver.loop.attach(client, to: retryTimer)
    }

    /// Goes on with another socket of the same kind, both ways: a link that was made again.
    ///
    /// - Precondition: Nothing is watched.
    mutating func move(to descriptor: FileDescriptor) {
        precondition(readWatch == nil && writeWatch == nil, "the former socket is watched")
        reading = descriptor
        writing = descriptor
    }

    /// Stops watching, and unplugs the port; the descriptors are to be closed behind it.
    mutating func close(for client: some NetClient) {
        unwatch()
        driver.loop.remove(client)
    }

    /// Begins to watch.
    ///
    /// - Throws: What epoll said; then nothing is watched.
    mutating func watch(for client: any ReadinessClient, named name: String) throws(BackendError) {
        do throws(Errno) {
            readWatch = Watch(registration: try driver.register(client, reading, .read), interest: .read)
            guard writing != reading else { return }
            do throws(Errno) {
                writeWatch = Watch(registration: try driver.register(client, writing, []), interest: [])
            } catch {
                unwatch()
                throw error
            }
        } catch {
            throw BackendError("could not watch \(name): \(error)")
        }
    }

    /// Stops watching; before the descriptors are closed.
    mutating func unwatch() {
        if let readWatch { driver.deregister(readWatch.registration) }
        if let writeWatch { driver.deregister(writeWatch.registration) }
        readWatch = nil
        writeWatch = nil
        retryTimer.cancel()
    }

    // MARK: Readiness

    /// A descriptor is ready.
    mutating func ready(_ readiness: Readiness) {
        if readiness.contains(.error) { countErrors() }
        // A socket that was shut down stays so, and no room is to be waited for: the next send says it (EPIPE).
        if !readiness.isDisjoint(with: [.writable, .hangup]) { roomAgain() }
        if readiness.contains(.readable), readWatch?.interest.contains(.read) ?? false {
            read(isLast: readiness.contains(.hangup))
        }
    }

    /// The fates of earlier datagrams: counted, and taken so that the descriptors fall silent.
    private mutating func countErrors() {
        countErrors(of: reading)
        if writing != reading { countErrors(of: writing) }
    }

    mutating func countErrors(of descriptor: FileDescriptor) {
        if hasErrorQueue {
            var (refusals, oversize) = (refusals, oversize)
            _ = try? receiver.drainErrors(from: descriptor) { Self.count($0, &refusals, &oversize) }
            (self.refusals, self.oversize) = (refusals, oversize)
        }
        takePendingError(of: descriptor)
    }

    /// Takes note of an error that somebody else has read from the descriptor.
    mutating func count(_ error: DeliveryError) { Self.count(error, &refusals, &oversize) }

    private static func count(_ error: DeliveryError, _ refusals: inout UInt64, _ oversize: inout OversizeFrames) {
        oversize.note(error)
        // What this host would not send was not sent.
        if error.origin != .local { refusals &+= 1 }
    }

    /// The peer has room again: the socket is read on.
    mutating func readOn() { setPaused(false) }

    /// Stops reading, or goes on.
    mutating func setPaused(_ isPaused: Bool) {
        self.isPaused = isPaused
        setReading(!isPaused)
    }

    private mutating func setReading(_ isWanted: Bool) {
        if readWatch != nil { driver.set(.read, isWanted, of: &readWatch) }
    }

    /// Waits until the kernel has room.
    mutating func awaitRoom() {
        awaitsRoom = true
        watchForRoom()
    }

    /// The kernel has room: who waits for it goes on.
    mutating func roomAgain() {
        guard awaitsRoom else { return }
        awaitsRoom = false
        watchForRoom()
        port.resume()
    }

    private mutating func watchForRoom() {
        if writeWatch != nil {
            driver.set(.write, awaitsRoom, of: &writeWatch)
        } else if readWatch != nil {
            driver.set(.write, awaitsRoom, of: &readWatch)
        }
    }

    // MARK: Reading

    /// One system call's worth: the descriptor stays ready if there is more.
    ///
    /// - Parameter isLast: The socket was shut down for reading (shutdown(2)): once it is empty it would be ready for ever,
    ///   with nothing to read.
    private mutating func read(isLast: Bool) {
        guard case .done(let count)? = try? receiver.receive(into: driver.slabs, from: reading) else {
            if isLast { setReading(false) }
            return
        }
        driver.messagesRead &+= count
        var batch = driver.takeBatch()
        let result = letIn(0..<count, of: driver.slabs, through: &batch, isContinuation: false)
        driver.giveBack(batch)
        countOverflow()
        if result == .paused { setPaused(true) }
    }

    /// Counts what the kernel lost behind the last datagram that was read.
    mutating func countLosses() {
        receiver.askForOverflow(of: reading)
        countOverflow()
    }

    private mutating func countOverflow() {
        let overflow = receiver.statistics.overflow
        guard overflow > countedOverflow else { return }
        port.dropUnseen(overflow - countedOverflow, .socketOverflow)
        countedOverflow = overflow
    }

    /// What went through so far.
    var counters: BackendCounters {
        BackendCounters(
            sent: SentCounts(frames: sentFrames, bytes: port.counters.rxBytes &- unsentBytes), refusals: refusals,
            systemCalls: SystemCallCounts(
                send: sender.statistics.systemCalls, receive: receiver.statistics.systemCalls &+ sharedReads))
    }

    /// What goes less well than it could, as sentences for the report.
    ///
    /// - Parameter family: The version of IP of the addresses.
    func degraded(_ family: AddressFamily?) -> [String] {
        guard let outerHeaderByteCount, let family else { return sender.degraded }
        let sentence = oversize.sentence(
            headers: outerHeaderByteCount + framing.template.byteCount, family: family,
            // Over IP there are no ports.
            to: sender.destination.map { $0.port == 0 ? $0.host : $0.description } ?? "the peer")
        return sender.degraded + [sentence].compactMap { $0 }
    }
}

/// A registration and what it is told of.
struct Watch {
    let registration: Registration
    var interest: Interest
}
