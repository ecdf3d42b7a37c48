public import LinuxNet
public import NetCore
public import NetdevOptions

/// The socket under an L2TPv3 session as a net client: what it is handed goes out as a message, headers included, and what
/// arrives comes in as it is.
///
///     node ── L2TPv3End ── L2TPv3Transport ~ kernel
///
/// The lower half of what ``L2TPv3Backend`` does in one, for those who want to see or touch the messages in between. Both
/// write the same bytes, and end the same datagrams for the same reasons.
public final class L2TPv3Transport: Backend, TimerClient, ReadinessClient {
    /// Towards the encoder.
    public let port: Port
    /// From where to where.
    public let summary: String

    private unowned let driver: RealTimeDriver
    /// nil once closed.
    private var socket: SessionSocket?
    private var channel: DatagramChannel<MessageFraming>

    /// A transport on a socket that is bound already.
    ///
    /// - Parameters:
    ///   - driver: Watches the socket.
    ///   - name: For people, and the name of the port.
    ///   - options: Whether it is strict about its peer; the rest is the encoder's.
    ///   - socket: Bound to the local address.
    ///   - peer: Where messages go.
    /// - Throws: What epoll said.
    public init(
        driver: RealTimeDriver, name: String, options: L2TPv3Options, socket: consuming SessionSocket,
        peer: SocketAddress
    ) throws(BackendError) {
        summary = L2TPv3Backend.summary(from: socket.localAddress, to: peer)
        self.driver = driver
        port = driver.loop.makePort(name: name, pausable: true)
        let retryTimer = driver.loop.makeTimer()
        channel = DatagramChannel(
            driver: driver, port: port, retryTimer: retryTimer,
            framing: MessageFraming(skipsIPv4Header: !options.udp && peer.family == .ipv4),
            wiring: .init(
                reading: socket.descriptor, destination: peer, mayRun: options.udp,
                sourceRule: options.strictPeer ? .only(peer) : .any))
        self.socket = consume socket
        // First what may fail: once it is attached, the loop keeps the backend.
        try channel.watch(for: self, named: summary)
        driver.loop.attach(self, to: port)
        driver.loop.attach(self, to: retryTimer)
    }

    /// Stops watching the socket, closes it, and unplugs the port: its address is free when the call returns.
    public func close() {
        channel.unwatch()
        driver.loop.remove(self)
        // Not left to `deinit`: the loop keeps its timers' clients for as long as it lives.
        socket = nil
    }

    /// What the kernel gave less of than was asked for, for the report.
    public var degraded: [String] { (socket?.degraded ?? []) + channel.sender.degraded }

    /// What went through the socket so far.
    public var counters: BackendCounters { channel.counters }

    /// For the end of a run.
    public func countLosses() { channel.countLosses() }

    /// Sends what the kernel takes.
    public func receive(_ burst: Burst, on port: Port) -> Int { channel.send(burst) }

    /// The kernel may have buffers again.
    public func timerFired(_ timer: LoopTimer) { port.resume() }

    /// The peer has room again: the socket is read on.
    public func peerHasRoom(on port: Port) { channel.readOn() }

    func ready(_ readiness: Readiness) { channel.ready(readiness) }
}

/// A message is the datagram, or what stands behind the header of an IPv4 packet.
struct MessageFraming: DatagramFraming {
    let template = HeaderTemplate()
    /// Raw IPv4 sockets hand over the packet with its header.
    let skipsIPv4Header: Bool

    @inline(__always)
    func patch(_ datagrams: Range<Int>, in slots: SendSlots) {}

    @inline(__always)
    mutating func commit(_ count: Int) {}

    @inline(__always)
    mutating func open(_ datagram: RawSpan) -> OpenedDatagram {
        let offset = skipsIPv4Header ? ipv4HeaderByteCount(of: datagram) : 0
        // A message of no bytes ends before its header.
        guard let offset, offset < datagram.byteCount else { return .refused(.truncated) }
        return .frame(at: offset)
    }
}

/// The bytes of the header that an IPv4 packet begins with; nil if it is cut.
///
/// RFC 791 section 3.1: IHL counts words of 32 bits; with options there are more than five.
@inline(__always)
func ipv4HeaderByteCount(of packet: RawSpan) -> Int? {
    guard packet.byteCount >= 20 else { return nil }
    let byteCount = Int(packet.byte(at: 0) & 0x0F) * 4
    return byteCount >= 20 && byteCount <= packet.byteCount ? byteCount : nil
}
