import LinuxNet
public import NetCore

/// A netdev whose frames are datagrams, without a header: UDP, unix or multicast, as QEMU's `dgram`.
///
/// Where there is one peer the socket is connected: the kernel keeps others out, and readiness to write is honest. A unix
/// peer may come, go and be replaced at its path at any time.
public final class DgramBackend: Backend, TimerClient, ReadinessClient {
    /// Towards the node.
    public let port: Port
    /// From where to where.
    public let summary: String

    private unowned let driver: RealTimeDriver
    /// nil once closed.
    private var socket: DgramSocket?
    private var channel: DatagramChannel<BareFraming>
    private let probe: LoopTimer

    /// How often a unix peer is looked for: nothing tells that it was replaced, see ``UnixDatagramSocket/connect()``.
    private static let probeInterval: Int64 = 100_000_000

    init(
        driver: RealTimeDriver, name: String, socket: consuming DgramSocket, summary: String
    ) throws(BackendError) {
        let wiring: DatagramChannel<BareFraming>.Wiring
        do {
            wiring = try socket.wiring()
        } catch {
            throw BackendError(error)
        }
        self.summary = summary
        self.driver = driver
        port = driver.loop.makePort(name: name, pausable: true)
        probe = driver.loop.makeTimer()
        channel = DatagramChannel(driver: driver, port: port, framing: BareFraming(), wiring: wiring)
        let comesAndGoes = socket.isConnected != nil
        self.socket = consume socket
        try channel.open(for: self, named: summary)
        driver.loop.attach(self, to: probe)
        if comesAndGoes { probe.arm(at: probe.now + Self.probeInterval) }
    }

    /// Stops watching the sockets, closes them, removes its own path, and unplugs the port.
    public func close() {
        probe.cancel()
        channel.close(for: self)
        // Not left to `deinit`: the loop keeps its timers' clients for as long as it lives.
        socket = nil
    }

    /// What the kernel gave less of than was asked for, for the report.
    public var degraded: [String] { (socket?.degraded ?? []) + channel.degraded(socket?.family ?? nil) }

    /// What went through the socket so far.
    public var counters: BackendCounters { channel.counters }

    /// For the end of a run.
    public func countLosses() { channel.countLosses() }

    /// Sends what the kernel takes; a unix peer that has gone is looked for once a burst.
    public func receive(_ burst: Burst, on port: Port) -> Int {
        var rule: SourceRule?
        let taken = channel.send(burst) { error in
            rule = socket?.reconnect(after: error)
            return socket?.isConnected ?? false
        }
        if let rule { channel.sourceRule = rule }
        return taken
    }

    /// The kernel may have buffers again, or it is time to look for the peer.
    public func timerFired(_ timer: LoopTimer) {
        guard timer == probe else { return port.resume() }
        lookForPeer()
        probe.arm(at: probe.now + Self.probeInterval)
    }

    /// The peer has room again: the socket is read on.
    public func peerHasRoom(on port: Port) { channel.readOn() }

    func ready(_ readiness: Readiness) {
        // What came before there was a peer is judged by its name, so it is read first.
        channel.ready(readiness)
        if socket?.isWaiting == true { lookForPeer() }
    }

    private func lookForPeer() {
        if let rule = socket?.reconnect() { channel.sourceRule = rule }
    }
}
