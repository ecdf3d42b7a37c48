import LinuxNet
import NetCore
import SystemPackage
import WireFormats

/// The one raw socket of an address, for all sessions there over IP (RFC 3931 section 4.1.1).
///
///     session 7 ─▶╮                     ╭─▶ session 7
///     session 8 ─▶┼─▶ kernel   kernel ─▶┼─▶ session 8
///     session 9 ─▶╯                     ╰─▶ strays: no session here has that number
///
/// The kernel gives every raw socket of a protocol a copy of every packet; with a socket for each session, all would read what
/// is for one. So a packet goes to the session that it names, whatever its source. What names none is nobody's mismatch: it may
/// be another program's. It ends at a port of the socket's own, ``strays``, on the books of the loop like all else.
///
/// The socket is read as long as any session takes frames. What comes meanwhile for one whose peer is full is let in past the
/// bound of that queue, up to ``L2TPv3Backend/sharedQueueLimit``, and ends as `queue-full` beyond: it must not hold up the others.
final class SharedRawSocket: NetClient, ReadinessClient {
    let localAddress: SocketAddress
    /// Where packets end that are for no session; never plugged in.
    let strays: Port
    /// Whether packets may go out in fragments.
    let fragments: Bool
    /// Lent: it must not be closed.
    let descriptor: FileDescriptor

    private unowned let driver: RealTimeDriver
    /// nil once closed.
    private var socket: RawIPSocket?
    private var receiver = DatagramReceiver<LinuxKernel>(kernel: LinuxKernel())
    private var watch: Watch?
    /// In the order of their numbers.
    private var sessions: [Session] = []
    private var joined = 0
    private var reads: UInt64 = 0
    private var countedOverflow: UInt64 = 0
    private var latestStray: UInt32?

    private struct Session {
        let number: UInt32
        /// How many have joined before it.
        let rank: Int
        /// It leaves before it goes.
        unowned let backend: L2TPv3Backend
    }

    init(driver: RealTimeDriver, socket: consuming RawIPSocket, fragments: Bool) throws(BackendError) {
        self.driver = driver
        self.fragments = fragments
        localAddress = socket.localAddress
        descriptor = socket.descriptor
        strays = driver.loop.makePort(name: "\(socket.localAddress.host) L2TPv3 over IP")
        self.socket = consume socket
        do throws(Errno) {
            watch = Watch(registration: try driver.register(self, descriptor, .read), interest: .read)
        } catch {
            throw BackendError("could not watch \(localAddress.host): \(error)")
        }
        driver.loop.attach(self, to: strays)
    }

    /// Nothing goes through it: frames enter at the ports of sessions.
    var account: ElementAccount { ElementAccount() }

    /// Never called: nothing is plugged in at ``strays``.
    func receive(_ burst: Burst, on port: Port) -> Int { burst.count }

    // MARK: Sessions

    /// Says no to a session that cannot share the socket.
    func check(_ number: UInt32, fragments: Bool) throws(BackendError) {
        let place = place(of: number)
        let text = "0x\(String(number, radix: 16)) at \(localAddress.host)"
        if place < sessions.count, sessions[place].number == number {
            let name = driver.loop.name(of: sessions[place].backend.port)
            throw BackendError(
                """
                session \(text) is received by \(name) already; over IP an address has each session once: choose another \
                rxsession
                """)
        }
        guard fragments == self.fragments || sessions.isEmpty else {
            throw BackendError(
                """
                session \(text): fragment=\(fragments ? "on" : "off") differs from that of the others there, which share \
                a socket
                """)
        }
    }

    /// Lets a session in that has been checked.
    func join(_ backend: L2TPv3Backend, as number: UInt32) {
        sessions.insert(Session(number: number, rank: joined, backend: backend), at: place(of: number))
        joined += 1
        setReading()
    }

    /// Lets a session go; with the last one the socket is closed.
    func leave(_ backend: L2TPv3Backend) {
        sessions.removeAll { $0.backend === backend }
        guard sessions.isEmpty else { return setReading() }
        if let watch { driver.deregister(watch.registration) }
        watch = nil
        driver.rawSockets.removeAll { $0 === self }
        driver.loop.remove(self)
        socket = nil
    }

    /// The one that speaks for the socket: who has been there longest.
    func isEldest(_ backend: L2TPv3Backend) -> Bool {
        sessions.min { $0.rank < $1.rank }?.backend === backend
    }

    /// Where a number stands, or would stand.
    @inline(__always)
    private func place(of number: UInt32) -> Int {
        var (low, high) = (0, sessions.count)
        while low < high {
            let middle = (low + high) / 2
            if sessions[middle].number < number { low = middle + 1 } else { high = middle }
        }
        return low
    }

    // MARK: Readiness

    func ready(_ readiness: Readiness) {
        if readiness.contains(.error) { countErrors() }
        if !readiness.isDisjoint(with: [.writable, .hangup]), watch?.interest.contains(.write) ?? false {
            driver.set(.write, false, of: &watch)
            for session in sessions { session.backend.roomAgain() }
        }
        if readiness.contains(.readable), watch?.interest.contains(.read) ?? false { read() }
    }

    /// A session waits until the kernel has room.
    func awaitRoom() { driver.set(.write, true, of: &watch) }

    /// Reads as long as there is a session that takes frames.
    func setReading() {
        driver.set(.read, sessions.contains { !$0.backend.isPaused }, of: &watch)
    }

    /// Tells each session what became of its datagrams: what comes back begins with the session that they were for.
    private func countErrors() {
        var errors: [DeliveryError] = []
        _ = try? receiver.drainErrors(from: descriptor) { errors.append($0) }
        for error in errors {
            let peer = error.destination?.withPort(0)
            let sessions = sessions.filter { $0.backend.peerAddress.withPort(0) == peer }
            let sender = sessions.first { $0.backend.sends(to: error.start) } ?? sessions.first
            sender?.backend.count(error)
        }
        takePendingError(of: descriptor)
    }

    // MARK: Reading

    /// One system call's worth, handed out in runs of one session each.
    private func read() {
        let slabs = driver.slabs
        guard case .done(let count)? = try? receiver.receive(into: slabs, from: descriptor) else { return }
        driver.messagesRead &+= count
        reads &+= 1
        var batch = driver.takeBatch()
        var isAnyFull = false
        var next = 0
        while next < count {
            let number = self.number(in: slabs.message(at: next).datagram(at: 0))
            var end = next + 1
            while end < count, self.number(in: slabs.message(at: end).datagram(at: 0)) == number { end += 1 }
            let place = number.map { self.place(of: $0) } ?? sessions.count
            if place < sessions.count, sessions[place].number == number {
                let result = sessions[place].backend.letIn(next..<end, of: slabs, through: &batch, read: reads)
                isAnyFull = isAnyFull || result == .paused
            } else {
                for index in next..<end { dropStray(slabs.message(at: index).datagram(at: 0), number) }
            }
            next = end
        }
        driver.giveBack(batch)
        countOverflow()
        if isAnyFull { setReading() }
    }

    /// The session that a packet names; nil if it is cut before that.
    @inline(__always)
    private func number(in packet: RawSpan) -> UInt32? {
        let offset = localAddress.family == .ipv4 ? ipv4HeaderByteCount(of: packet) : 0
        guard let offset, packet.byteCount >= offset + 4 else { return nil }
        return packet.bigEndian(UInt32.self, at: offset)
    }

    private func dropStray(_ packet: RawSpan, _ number: UInt32?) {
        switch number {
        case nil: strays.dropEntering(packet, .truncated)
        // RFC 3931 section 4.1.1.2: session 0 is reserved for control messages.
        case 0?: strays.dropEntering(packet, .controlMessage)
        case let number?:
            latestStray = number
            strays.dropEntering(packet, .sessionMismatch)
        }
    }

    // MARK: Counting

    /// Counts what the kernel lost behind the last datagram that was read.
    func countLosses() {
        receiver.askForOverflow(of: descriptor)
        countOverflow()
    }

    /// What overflowed was anybody's; where there is one session, its.
    private func countOverflow() {
        let overflow = receiver.statistics.overflow
        guard overflow > countedOverflow else { return }
        let port = sessions.count == 1 ? sessions[0].backend.port : strays
        port.dropUnseen(overflow - countedOverflow, .socketOverflow)
        countedOverflow = overflow
    }

    /// For the report.
    var degraded: [String] {
        var facts = socket?.degraded ?? []
        let count = strays.counters.drops[.sessionMismatch]
        if let latestStray, count > 0 {
            facts.append(
                """
                \(localAddress.host): \(count) \(count == 1 ? "packet" : "packets") of L2TPv3 over IP for no session here, the \
                latest for 0x\(String(latestStray, radix: 16))
                """)
        }
        return facts
    }
}

extension RealTimeDriver {
    /// The socket that sessions at an address share: the one that there is, or this one from now on.
    ///
    /// - Parameters:
    ///   - socket: Bound; closed where there is one already.
    ///   - session: The number that is to join.
    ///   - fragments: Whether its packets may go out in fragments.
    /// - Throws: Why the session cannot join; then nothing has changed.
    func share(
        _ socket: consuming RawIPSocket, with session: UInt32, fragments: Bool
    ) throws(BackendError) -> SharedRawSocket {
        let address = socket.localAddress
        if let shared = rawSockets.first(where: { $0.localAddress == address }) {
            try shared.check(session, fragments: fragments)
            return shared
        }
        let shared = try SharedRawSocket(driver: self, socket: socket, fragments: fragments)
        rawSockets.append(shared)
        return shared
    }
}
