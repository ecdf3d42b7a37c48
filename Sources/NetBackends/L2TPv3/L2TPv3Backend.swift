public import LinuxNet
public import NetCore
public import NetdevOptions
import Pseudowires
import Tunnels

/// An L2TPv3 session over a UDP or raw IP socket (RFC 3931): encoder, socket and decoder in one.
///
/// A number is used up by a datagram that went out, by no other. The socket is not connected: what others send to it is seen
/// and counted, and refused with `strict-peer=on`.
public final class L2TPv3Backend: Backend, TimerClient, ReadinessClient {
    /// Towards the node.
    public let port: Port
    /// Where the socket is bound.
    public let localAddress: SocketAddress
    /// Where datagrams go.
    public let peerAddress: SocketAddress

    private unowned let driver: RealTimeDriver
    /// nil once closed.
    private var socket: SessionSocket?
    private var channel: DatagramChannel<L2TPv3Framing>

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
    /// - Throws: What epoll said.
    public init(
        driver: RealTimeDriver, name: String, options: L2TPv3Options, socket: consuming SessionSocket,
        peer: SocketAddress
    ) throws(BackendError) {
        localAddress = socket.localAddress
        peerAddress = peer
        self.driver = driver
        port = driver.loop.makePort(name: name, pausable: true)
        let retryTimer = driver.loop.makeTimer()
        channel = DatagramChannel(
            driver: driver, port: port, retryTimer: retryTimer,
            framing: L2TPv3Framing(
                L2TPv3Configuration(options), skipsIPv4Header: !options.udp && peer.family == .ipv4),
            wiring: .init(
                reading: socket.descriptor, destination: peer, mayRun: options.udp,
                sourceRule: options.strictPeer ? .only(peer) : .any))
        self.socket = consume socket
        // First what may fail: once it is attached, the loop keeps the backend.
        try channel.watch(for: self, named: localAddress.description)
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

    /// Where from, where to.
    public var summary: String { Self.summary(from: localAddress, to: peerAddress) }

    static func summary(from local: SocketAddress, to peer: SocketAddress) -> String {
        // Over IP there are no ports.
        local.port == 0 ? "l2tpv3=\(local.host)/\(peer.host)" : "l2tpv3=\(local)/\(peer)"
    }

    /// Sends what the kernel takes.
    public func receive(_ burst: Burst, on port: Port) -> Int { channel.send(burst) }

    /// The kernel may have buffers again.
    public func timerFired(_ timer: LoopTimer) { port.resume() }

    /// The peer has room again: the socket is read on.
    public func peerHasRoom(on port: Port) { channel.readOn() }

    func ready(_ readiness: Readiness) { channel.ready(readiness) }
}
