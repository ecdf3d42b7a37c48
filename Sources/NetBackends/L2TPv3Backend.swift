public import LinuxNet
public import NetCore
public import NetdevOptions
import Pseudowires
import SystemPackage
import Tunnels
import WireFormats

/// An L2TPv3 session over a UDP socket (RFC 3931): encoder, socket and decoder in one.
///
///     port ─▶ header template in each slot, number patched ─▶ sendmmsg, runs with UDP_SEGMENT ─▶ kernel
///     port ◀─ version, session, cookie, number ◀─ recvmmsg into the loop's slabs, UDP_GRO ◀─ kernel
///
/// Nothing is copied on either way. When the kernel takes no more, the rest of the burst waits in the port's queue;
/// when the peer takes no more, the socket is not read. A number is used up by a datagram that went out, by no other.
public final class L2TPv3Backend: NetClient, TimerClient, ReadinessClient {
    /// Towards the node.
    public let port: Port
    /// Where the socket is bound.
    public let localAddress: SocketAddress
    /// Where datagrams go.
    public let peerAddress: SocketAddress

    private unowned let driver: RealTimeDriver
    /// nil once closed.
    private var socket: UDPSocket?
    private let descriptor: FileDescriptor
    private var sender: DatagramSender<LinuxKernel>
    private var receiver: DatagramReceiver<LinuxKernel>
    private let template: HeaderTemplate
    private var transmitter: L2TPv3Transmitter
    private var checker: L2TPv3Receiver
    private let isStrict: Bool

    private var registration: Registration?
    private var interest: Interest = .read
    private let retryTimer: LoopTimer
    private var retries = 0
    private var sentFrames: UInt64 = 0
    private var countedOverflow: UInt64 = 0

    /// How long a send that found no buffers (`ENOBUFS`) waits: no readiness tells when there are some again.
    private static let retryInterval: Int64 = 1_000_000
    /// After so many waits in a row the frame at the front is given up as `socket-error`.
    private static let retryLimit = 50

    /// A session on a socket that is bound already.
    ///
    /// - Parameters:
    ///   - driver: Watches the socket.
    ///   - name: For people, and the name of the port.
    ///   - options: Session, cookies, sublayer; its addresses have been resolved into the next two.
    ///   - socket: Bound to the local address.
    ///   - peer: Where datagrams go.
    /// - Throws: What epoll said.
    public init(
        driver: RealTimeDriver, name: String, options: L2TPv3Options, socket: consuming UDPSocket, peer: SocketAddress
    ) throws(BackendError) {
        let configuration = L2TPv3Configuration(options)
        let kernel = LinuxKernel()
        localAddress = socket.localAddress
        peerAddress = peer
        self.driver = driver
        descriptor = socket.descriptor
        self.socket = consume socket
        sender = DatagramSender(to: peer, kernel: kernel)
        receiver = DatagramReceiver(kernel: kernel)
        transmitter = L2TPv3Transmitter(configuration)
        template = HeaderTemplate(transmitter.template)
        checker = L2TPv3Receiver(configuration)
        isStrict = options.strictPeer
        port = driver.loop.makePort(name: name, pausable: true)
        retryTimer = driver.loop.makeTimer()
        // First what may fail: once it is attached, the loop keeps the backend.
        do {
            registration = try driver.register(self, descriptor, .read)
        } catch {
            throw BackendError("could not watch \(localAddress): \(error)")
        }
        driver.loop.attach(self, to: port)
        driver.loop.attach(self, to: retryTimer)
    }

    /// Stops watching the socket, closes it, and unplugs the port: its address is free when the call returns.
    public func close() {
        if let registration { driver.deregister(registration) }
        registration = nil
        retryTimer.cancel()
        driver.loop.remove(self)
        // Not left to `deinit`: the loop keeps its timers' clients for as long as it lives.
        socket = nil
    }

    /// Datagrams that the kernel took.
    public var account: ElementAccount { ElementAccount(consumed: sentFrames) }

    /// What the kernel gave less of than was asked for, for the report.
    public var degraded: [String] { (socket?.degraded ?? []) + sender.degraded }

    /// System calls so far, for benchmarks: sending, receiving.
    public var systemCalls: (send: UInt64, receive: UInt64) {
        (sender.statistics.systemCalls, receiver.statistics.systemCalls)
    }

    // MARK: Sending

    /// Sends what the kernel takes.
    public func receive(_ burst: Burst, on port: Port) -> Int {
        var next = 0
        while next < burst.count {
            var end = next
            while end < burst.count && burst[end].byteCount > 0 { end += 1 }
            let taken = send(burst, next..<end)
            next += taken
            if next < end { return next }
            if end < burst.count {
                // An empty frame would be a header without payload, which every receiver refuses.
                port.drop(burst[end], .runt)
                next += 1
            }
        }
        return burst.count
    }

    /// - Returns: How many of the range were taken: sent, or ended here.
    private func send(_ burst: Burst, _ range: Range<Int>) -> Int {
        stage(burst, range)
        var next = range.lowerBound
        while next < range.upperBound {
            let outcome = sender.send(
                next - range.lowerBound..<range.count, of: driver.slots, on: descriptor)
            next += outcome.sent
            sentFrames &+= UInt64(outcome.sent)
            transmitter.commit(outcome.sent)
            if outcome.sent > 0 { retries = 0 }
            switch outcome.stop {
            case .done:
                return range.count
            case .wouldBlock:
                setInterest(interest.union(.write))
                return next - range.lowerBound
            case .noBuffers where retries < Self.retryLimit:
                retries += 1
                retryTimer.arm(at: retryTimer.now + Self.retryInterval)
                return next - range.lowerBound
            case .oversize:
                port.drop(burst[next], .oversize)
            case .noBuffers, .failed:
                port.drop(burst[next], .socketError)
                retries = 0
            }
            // The dropped frame's number goes to the next one.
            next += 1
            number(next - range.lowerBound..<range.count)
        }
        return range.count
    }

    private func stage(_ burst: Burst, _ range: Range<Int>) {
        let slots = driver.slots
        slots.prepare(range.count, with: template)
        for position in range {
            let frame = burst[position]
            // SAFETY: the frame's bytes stay until the dispatch ends, and the slots are read before that.
            unsafe slots.stage(position - range.lowerBound, payload: frame.address, byteCount: frame.byteCount)
        }
        number(0..<range.count)
    }

    /// Gives staged datagrams their numbers, the next free one to the first.
    private func number(_ datagrams: Range<Int>) {
        guard let offset = transmitter.counterOffset else { return }
        let slots = driver.slots
        for index in datagrams {
            var header = slots.header(at: index)
            let field = transmitter.counterField(ahead: index - datagrams.lowerBound)
            header.storeBytes(of: field.bigEndian, toByteOffset: offset, as: UInt32.self)
        }
    }

    /// The kernel may have buffers again.
    public func timerFired(_ timer: LoopTimer) { port.resume() }

    // MARK: Receiving

    func ready(_ readiness: Readiness) {
        if readiness.contains(.error) {
            // The fates of earlier datagrams: looked at so that the descriptor falls silent. Sending counts them.
            _ = try? receiver.drainErrors(from: descriptor) { _ in }
        }
        if readiness.contains(.writable) && interest.contains(.write) {
            setInterest(interest.subtracting(.write))
            port.resume()
        }
        if readiness.contains(.readable) && interest.contains(.read) { read() }
    }

    /// One system call's worth: the descriptor stays ready if there is more.
    private func read() {
        guard case .done(let count)? = try? receiver.receive(into: driver.slabs, from: descriptor) else {
            return
        }
        let slabs = driver.slabs
        let result = driver.withBatch { batch in
            var result = SendResult.open
            var isContinuation = false
            for index in 0..<count {
                let message = slabs.message(at: index)
                let isForeign = isStrict && !message.isFrom(peerAddress)
                for position in 0..<message.datagramCount {
                    let datagram = message.datagram(at: position)
                    let isCut = message.isTruncated && position == message.datagramCount - 1
                    if isForeign || isCut {
                        port.dropEntering(datagram, isForeign ? .sourceMismatch : .truncated)
                        continue
                    }
                    take(datagram, into: &batch)
                    if batch.isFull {
                        result = batch.send(through: port, isContinuation: isContinuation)
                        isContinuation = true
                    }
                }
            }
            return batch.count > 0 ? batch.send(through: port, isContinuation: isContinuation) : result
        }
        countOverflow()
        if result == .paused { setInterest(interest.subtracting(.read)) }
    }

    @inline(__always)
    private func take(_ datagram: RawSpan, into batch: inout InboundBatch) {
        switch checker.check(datagram) {
        case .frame(let offset):
            // SAFETY: the bytes are a slab's, which nobody writes to before the dispatch ends.
            unsafe datagram.extracting(droppingFirst: offset).withUnsafeBytes { bytes in
                unsafe batch.append(bytes, time: port.now)
            }
        case .refused(let refusal):
            port.dropEntering(datagram, DropReason(refusal))
        }
    }

    private func countOverflow() {
        let overflow = receiver.statistics.overflow
        guard overflow > countedOverflow else { return }
        port.dropUnseen(overflow - countedOverflow, .socketOverflow)
        countedOverflow = overflow
    }

    /// The peer has room again: the socket is read on.
    public func peerHasRoom(on port: Port) { setInterest(interest.union(.read)) }

    private func setInterest(_ wanted: Interest) {
        guard wanted != interest, let registration else { return }
        interest = wanted
        // Refused only for a descriptor that is gone, which the next read or send says better.
        try? driver.setInterest(wanted, of: registration)
    }
}
