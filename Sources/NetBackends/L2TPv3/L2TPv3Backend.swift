public import LinuxNet
public import NetCore
public import NetdevOptions
import Pseudowires
import SystemPackage
public import Tunnels

/// An L2TPv3 session over a UDP or raw IP socket (RFC 3931): encoder, socket and decoder in one.
///
///     node ── L2TPv3Backend ~ kernel                         frames
///     node ── L2TPv3End ── L2TPv3Backend ~ kernel            messages
///
/// With ``Payload/messages`` it is the socket alone: what it is handed goes out as it is, headers included, for those who want
/// to see or touch the messages in between. Both forms write the same bytes, and end the same datagrams for the same reasons.
///
/// A number is used up by a datagram that went out, by no other. The socket is not connected: what others send to it is seen
/// and counted, and refused with `strict-peer=on`. Over IP, sessions at one address share a socket.
public final class L2TPv3Backend: Backend, TimerClient, ReadinessClient {
    /// What goes through the port.
    public enum Payload: Sendable {
        /// Ethernet frames: it encodes and decodes.
        case frames
        /// L2TPv3 messages: somebody else does.
        case messages
    }

    /// Towards the node.
    public let port: Port
    /// Where the socket is bound.
    public let localAddress: SocketAddress
    /// Where datagrams go.
    public let peerAddress: SocketAddress

    /// The most that stands in the queue of a peer which takes nothing while the socket is read for other sessions.
    static let sharedQueueLimit = (frames: 2000, bytes: 8 << 20)

    private unowned let driver: RealTimeDriver
    private let txsession: UInt32
    /// nil over IP, and once closed.
    private var socket: UDPSocket?
    /// nil over UDP, and once closed.
    private var shared: SharedRawSocket?
    private var channel: DatagramChannel<L2TPv3Framing>
    /// nil unless early frames wait for their turn.
    private let turnTimer: LoopTimer?
    private var turn = SharedRead()

    /// Where it stands in a read of a socket that it shares.
    private struct SharedRead {
        /// The number of the latest read that had something for it.
        var number: UInt64 = 0
        /// Whether its peer had no room when that began.
        var wasPaused = false
    }

    /// A session on a UDP socket that is bound already.
    ///
    /// - Parameters:
    ///   - driver: Watches the socket.
    ///   - name: For people, and the name of the port.
    ///   - options: Session, cookies, sublayer; its addresses have been resolved into the next two.
    ///   - socket: Bound to the local address.
    ///   - peer: Where datagrams go.
    /// - Throws: What epoll said.
    public convenience init(
        driver: RealTimeDriver, name: String, options: L2TPv3Options, socket: consuming UDPSocket, peer: SocketAddress
    ) throws(BackendError) {
        try self.init(driver: driver, name: name, options: options, socket: .udp(socket), peer: peer)
    }

    /// A session on a socket that is bound already.
    ///
    /// - Parameters:
    ///   - driver: Watches the socket.
    ///   - name: For people, and the name of the port.
    ///   - options: Session, cookies, sublayer; its addresses have been resolved into the next two.
    ///   - socket: Bound to the local address.
    ///   - peer: Where datagrams go.
    ///   - payload: What goes through the port.
    /// - Throws: What epoll said, or that another session at the address has the same number.
    public init(
        driver: RealTimeDriver, name: String, options: L2TPv3Options, socket: consuming SessionSocket,
        peer: SocketAddress, carrying payload: Payload = .frames
    ) throws(BackendError) {
        localAddress = socket.localAddress
        peerAddress = peer
        txsession = options.txsession
        self.driver = driver
        if !options.fragment {
            do throws(SocketError) { try socket.forbidFragments() } catch { throw BackendError(error) }
        }
        let descriptor: FileDescriptor
        switch consume socket {
        case .udp(let udp):
            descriptor = udp.descriptor
            self.socket = consume udp
        case .rawIP(let raw):
            let joined = try driver.share(raw, with: options.rxsession, fragments: options.fragment)
            descriptor = joined.descriptor
            shared = joined
        }
        let isRawIPv4 = !options.udp && localAddress.family == .ipv4
        let port = driver.loop.makePort(name: name, pausable: true)
        self.port = port
        let configuration = L2TPv3Configuration(options)
        let waits = payload == .frames && configuration.reorders
        let turnTimer = waits ? driver.loop.makeTimer() : nil
        self.turnTimer = turnTimer
        let early = turnTimer.map { EarlyFrames(loop: driver.loop, port: port, timer: $0) }
        let framing = L2TPv3Framing(configuration, skipsIPv4Header: isRawIPv4, carrying: payload, early: early)
        let ipHeader = peer.family == .ipv4 ? 20 : 40
        channel = DatagramChannel(
            driver: driver, port: port, framing: framing,
            wiring: .init(
                reading: descriptor, destination: peer, mayRun: options.udp,
                sourceRule: options.strictPeer ? .only(peer) : .any,
                outerHeaderByteCount: ipHeader + (options.udp ? 8 : 0)))
        try channel.open(for: self, named: localAddress.description, watches: shared == nil)
        if let turnTimer { driver.loop.attach(self, to: turnTimer) }
        shared?.join(self, as: options.rxsession)
    }

    /// Stops watching the socket, closes it, and unplugs the port: its address is free when the call returns.
    public func close() {
        channel.framing.close()
        shared?.leave(self)
        channel.close(for: self)
        // Not left to `deinit`: the loop keeps its timers' clients for as long as it lives.
        socket = nil
        shared = nil
    }

    /// What the kernel gave less of than was asked for, and what was in vain, for the report.
    public var degraded: [String] {
        let shared = shared.flatMap { $0.isEldest(self) ? $0.degraded : nil }
        return (shared ?? socket?.degraded ?? []) + channel.degraded(peerAddress.family)
    }

    /// What went through the socket so far; a read that brought something for several sessions counts for each.
    public var counters: BackendCounters { channel.counters }

    /// Frames given to the kernel, and those that wait for their turn.
    public var account: ElementAccount {
        ElementAccount(consumed: channel.counters.sent.frames, held: UInt64(channel.framing.waitingCount))
    }

    /// What was seen in the numbers of what came; nothing where they are not looked at.
    public var sequenceCounters: L2TPv3SequenceCounters { channel.framing.sequenceCounters }

    /// Packets over IP that came to its address and named no session there.
    ///
    /// Sessions share the socket, and one of them, the eldest, has the count.
    public var strayPackets: UInt64 { strays?.counters.enteredFrames ?? 0 }

    /// Where those ended; nil for all sessions of an address but the eldest.
    public var strays: Port? { shared.flatMap { $0.isEldest(self) ? $0.strays : nil } }

    /// For the end of a run.
    public func countLosses() {
        if let shared { shared.countLosses() } else { channel.countLosses() }
    }

    /// Where from, where to.
    public var summary: String {
        // Over IP there are no ports.
        localAddress.port == 0
            ? "l2tpv3=\(localAddress.host)/\(peerAddress.host)" : "l2tpv3=\(localAddress)/\(peerAddress)"
    }

    /// Sends what the kernel takes.
    public func receive(_ burst: Burst, on port: Port) -> Int {
        let taken = channel.send(burst)
        if let shared, channel.awaitsRoom { shared.awaitRoom() }
        return taken
    }

    /// The kernel may have buffers again, or early frames have waited long enough.
    public func timerFired(_ timer: LoopTimer) {
        guard timer == turnTimer else { return port.resume() }
        if channel.framing.giveUp(through: port) == .paused { channel.setPaused(true) }
        shared?.setReading()
    }

    /// The peer has room again: the socket is read on.
    public func peerHasRoom(on port: Port) {
        channel.readOn()
        shared?.setReading()
    }

    func ready(_ readiness: Readiness) { channel.ready(readiness) }
}

// What the socket asks for that it shares.

extension L2TPv3Backend {
    /// Whether its peer has no room.
    var isPaused: Bool { channel.isPaused }

    /// Whether a datagram that begins with these four bytes was its own.
    func sends(to session: UInt32?) -> Bool { session == txsession }

    /// Takes note of the fate of a datagram.
    func count(_ error: DeliveryError) { channel.count(error) }

    /// The kernel has room.
    func roomAgain() { channel.roomAgain() }

    /// Lets in what a read has brought for it.
    ///
    /// - Parameters:
    ///   - messages: A run of them.
    ///   - slabs: Where they lie.
    ///   - batch: Empty, and empty again when the call is over.
    ///   - read: The number of the read, which may have several runs for it.
    func letIn(
        _ messages: Range<Int>, of slabs: ReceiveSlabs, through batch: inout InboundBatch, read: UInt64
    ) -> SendResult {
        let isFurther = turn.number == read
        if !isFurther {
            turn = SharedRead(number: read, wasPaused: channel.isPaused)
            channel.sharedReads &+= 1
        }
        let isContinuation = turn.wasPaused ? hasRoomPastBound : isFurther
        let result = channel.letIn(messages, of: slabs, through: &batch, isContinuation: isContinuation)
        if result == .paused { channel.setPaused(true) }
        return result
    }

    private var hasRoomPastBound: Bool {
        guard let peer = port.peer else { return false }
        return peer.queuedFrames < Self.sharedQueueLimit.frames && peer.queuedBytes < Self.sharedQueueLimit.bytes
    }
}
