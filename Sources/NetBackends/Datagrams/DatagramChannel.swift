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
struct DatagramChannel<Framing: DatagramFraming>: ~Copyable {
    let port: Port
    var framing: Framing
    var sourceRule: SourceRule
    private(set) var sender: DatagramSender<LinuxKernel>
    private(set) var receiver: DatagramReceiver<LinuxKernel>
    /// Frames that the kernel took.
    private var sentFrames: UInt64 = 0
    /// Datagrams of which the network told that they did not arrive.
    private var refusals: UInt64 = 0
    /// Bytes of frames that the port took and the kernel did not.
    private var unsentBytes: UInt64 = 0

    private unowned let driver: RealTimeDriver
    private var reading: FileDescriptor
    private var writing: FileDescriptor
    private let hasErrorQueue: Bool
    private var readWatch: Watch?
    /// The watch of a descriptor that is only written to; otherwise one watch serves both.
    private var writeWatch: Watch?
    private let retryTimer: LoopTimer
    private var retries = 0
    private var countedOverflow: UInt64 = 0

    /// How long a send that found no buffers (`ENOBUFS`) waits: no readiness tells when there are some again.
    private static var retryInterval: Int64 { 1_000_000 }
    /// After so many waits in a row the frame at the front is given up as `socket-error`.
    private static var retryLimit: Int { 50 }

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
    }

    /// A channel that watches nothing yet, see ``watch(for:named:)``.
    init(driver: RealTimeDriver, port: Port, retryTimer: LoopTimer, framing: Framing, wiring: Wiring) {
        let kernel = LinuxKernel()
        self.driver = driver
        self.port = port
        self.retryTimer = retryTimer
        self.framing = framing
        sourceRule = wiring.sourceRule
        reading = wiring.reading
        writing = wiring.writing ?? wiring.reading
        hasErrorQueue = wiring.hasErrorQueue
        sender = DatagramSender(to: wiring.destination, kernel: kernel, mayRun: wiring.mayRun)
        receiver = DatagramReceiver(kernel: kernel)
    }

    /// Goes on with another socket of the same kind, both ways: a link that was made again.
    ///
    /// - Precondition: Nothing is watched.
    mutating func move(to descriptor: FileDescriptor) {
        precondition(readWatch == nil && writeWatch == nil, "the former socket is watched")
        reading = descriptor
        writing = descriptor
    }

    // MARK: Readiness

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

    /// A descriptor is ready.
    mutating func ready(_ readiness: Readiness) {
        if readiness.contains(.error) { countErrors() }
        // A socket that was shut down stays so, and no room is to be waited for: the next send says it (EPIPE).
        if !readiness.isDisjoint(with: [.writable, .hangup]) && wantsWrite {
            wantsWrite = false
            port.resume()
        }
        if readiness.contains(.readable) && wantsRead { read(isLast: readiness.contains(.hangup)) }
    }

    /// The fates of earlier datagrams: counted, and taken so that the descriptors fall silent.
    private mutating func countErrors() {
        countErrors(of: reading)
        if writing != reading { countErrors(of: writing) }
    }

    private mutating func countErrors(of descriptor: FileDescriptor) {
        if hasErrorQueue {
            let told = (try? receiver.drainErrors(from: descriptor) { _ in }) ?? 0
            refusals &+= UInt64(told)
        }
        takePendingError(of: descriptor)
    }

    /// The peer has room again: the socket is read on.
    mutating func readOn() { wantsRead = true }

    private var wantsRead: Bool {
        get { readWatch?.interest.contains(.read) ?? false }
        set { if readWatch != nil { driver.set(.read, newValue, of: &readWatch) } }
    }

    private var wantsWrite: Bool {
        get { (writeWatch ?? readWatch)?.interest.contains(.write) ?? false }
        set {
            if writeWatch != nil {
                driver.set(.write, newValue, of: &writeWatch)
            } else {
                driver.set(.write, newValue, of: &readWatch)
            }
        }
    }

    // MARK: Sending

    /// Sends what the kernel takes.
    ///
    /// - Parameters:
    ///   - burst: Frames, oldest first.
    ///   - recovers: Asked at most once, when a datagram was refused twice; true if it is worth another try.
    /// - Returns: How many frames were taken: sent, or ended here.
    mutating func send(_ burst: Burst, recovers: (Errno) -> Bool = { _ in false }) -> Int {
        var next = 0
        var mayRecover = true
        while next < burst.count {
            var end = next
            while end < burst.count && framing.refusal(of: burst[end].byteCount) == nil { end += 1 }
            next += send(burst, next..<end, &mayRecover, recovers)
            if next < end { return next }
            if end < burst.count, let reason = framing.refusal(of: burst[end].byteCount) {
                drop(burst[end], reason)
                next += 1
            }
        }
        return burst.count
    }

    private mutating func send(
        _ burst: Burst, _ range: Range<Int>, _ mayRecover: inout Bool, _ recovers: (Errno) -> Bool
    ) -> Int {
        stage(burst, range)
        var next = range.lowerBound
        while next < range.upperBound {
            let outcome = sender.send(next - range.lowerBound..<range.count, of: driver.slots, on: writing)
            next += outcome.sent
            sentFrames &+= UInt64(outcome.sent)
            framing.commit(outcome.sent)
            if outcome.sent > 0 { retries = 0 }
            switch outcome.stop {
            case .done:
                return range.count
            case .wouldBlock:
                wantsWrite = true
                return next - range.lowerBound
            case .noBuffers where retries < Self.retryLimit:
                retries += 1
                retryTimer.arm(at: retryTimer.now + Self.retryInterval)
                return next - range.lowerBound
            case .oversize:
                drop(burst[next], .oversize)
            case .noBuffers:
                drop(burst[next], .socketError)
                retries = 0
            case .failed(let error):
                // The answer holds for the burst: whoever is not there is not looked for once a frame.
                let hasRecovered = mayRecover && recovers(error)
                mayRecover = false
                if hasRecovered { continue }
                drop(burst[next], error.meansNoPeer ? .noPeer : error.meansLinkDown ? .linkDown : .socketError)
            }
            // What the dropped frame would have carried goes to the next one.
            next += 1
            framing.patch(next - range.lowerBound..<range.count, in: driver.slots)
        }
        return range.count
    }

    /// Ends a whole burst here: there is no socket to send it on.
    ///
    /// - Returns: All of it was taken.
    mutating func drop(_ burst: Burst, _ reason: DropReason) -> Int {
        for position in 0..<burst.count { drop(burst[position], reason) }
        return burst.count
    }

    private mutating func drop(_ frame: Frame, _ reason: DropReason) {
        unsentBytes &+= UInt64(frame.byteCount)
        port.drop(frame, reason)
    }

    private func stage(_ burst: Burst, _ range: Range<Int>) {
        let slots = driver.slots
        slots.prepare(range.count, with: framing.template)
        for position in range {
            let frame = burst[position]
            // SAFETY: the frame's bytes stay until the dispatch ends, and the slots are read before that.
            unsafe slots.stage(position - range.lowerBound, payload: frame.address, byteCount: frame.byteCount)
        }
        framing.patch(0..<range.count, in: slots)
    }

    // MARK: Receiving

    /// One system call's worth: the descriptor stays ready if there is more.
    ///
    /// - Parameter isLast: The socket was shut down for reading (shutdown(2)): once it is empty it would be ready for ever,
    ///   with nothing to read.
    private mutating func read(isLast: Bool) {
        guard case .done(let count)? = try? receiver.receive(into: driver.slabs, from: reading) else {
            if isLast { wantsRead = false }
            return
        }
        driver.messagesRead &+= count
        var batch = driver.takeBatch()
        let result = letIn(count, of: driver.slabs, through: &batch)
        driver.giveBack(batch)
        countOverflow()
        if result == .paused { wantsRead = false }
    }

    private mutating func letIn(
        _ count: Int, of slabs: ReceiveSlabs, through batch: inout InboundBatch
    ) -> SendResult {
        var result = SendResult.open
        var isContinuation = false
        let now = port.now
        for index in 0..<count {
            let message = Framing.completed(slabs.message(at: index))
            let judgement = sourceRule.judge(message)
            if judgement == .ignore { continue }
            for position in 0..<message.datagramCount {
                let datagram = message.datagram(at: position)
                let isCut = message.isTruncated && position == message.datagramCount - 1
                guard judgement == .take, !isCut else {
                    port.dropEntering(datagram, judgement == .take ? .truncated : .sourceMismatch)
                    continue
                }
                take(datagram, at: now, into: &batch)
                if batch.isFull {
                    result = batch.send(through: port, isContinuation: isContinuation)
                    isContinuation = true
                }
            }
        }
        return batch.count > 0 ? batch.send(through: port, isContinuation: isContinuation) : result
    }

    @inline(__always)
    private mutating func take(_ datagram: RawSpan, at time: Int64, into batch: inout InboundBatch) {
        switch framing.open(datagram) {
        case .frame(let offset):
            // A unix socket carries more than any Ethernet has.
            guard datagram.byteCount - offset <= Frame.byteLimit else {
                return port.dropEntering(datagram, .oversize)
            }
            // SAFETY: the bytes are a slab's, which nobody writes to before the dispatch ends.
            unsafe datagram.extracting(droppingFirst: offset).withUnsafeBytes { bytes in
                unsafe batch.append(bytes, time: time)
            }
        case .refused(let reason):
            port.dropEntering(datagram, reason)
        }
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
                send: sender.statistics.systemCalls, receive: receiver.statistics.systemCalls))
    }
}

/// A registration and what it is told of.
struct Watch {
    let registration: Registration
    var interest: Interest
}

extension Errno {
    /// Whether a datagram was refused because nobody is there to take it.
    var meansNoPeer: Bool {
        switch self {
        case .connectionRefused, .noSuchFileOrDirectory, .socketNotConnected, .connectionReset, .brokenPipe: true
        default: false
        }
    }

    /// Whether a datagram was refused because the interface is down, or gone.
    fileprivate var meansLinkDown: Bool {
        self == .networkDown || self == .noSuchAddressOrDevice || self == .operationNotSupportedByDevice
    }
}
