import LinuxNet
public import NetCore
import SystemPackage

/// A netdev whose frames stand behind their lengths on a byte stream, TCP or unix: QEMU's `stream`, and `socket` with listen,
/// connect or a stream that was inherited.
///
///     server   listening ─▶ connected ─▶ listening …
///     client   connecting ─▶ connected ─▶ waiting ─▶ connecting …      or over, if it does not connect again
///     fd                     connected ─▶ over
///
/// The port is up while there is a connection, so the node has carrier for so long. What stands in the port's queue when a
/// connection ends goes out on the next one, unless it has waited longer than ``staleAge`` by then. A server has one client:
/// others are turned away at once.
public final class StreamBackend: Backend, TimerClient, ReadinessClient {
    /// Towards the node.
    public let port: Port
    /// Clients that were turned away, because the server had one.
    public internal(set) var refusedClients: UInt64 = 0

    unowned let driver: RealTimeDriver
    var channel: StreamChannel
    var state = State.over
    /// Why there is no connection any more, or not yet.
    var reason: String?
    /// What the netdev is called: the address of a server, which a client has too, or a descriptor.
    let label: String
    /// Of a client: what its server's host resolved to.
    let targets: [StreamAddress]
    var backoff: Backoff?
    var listener: StreamListener?
    var listenerWatch: Watch?
    var socket: StreamSocket?
    /// Of the socket, while it connects.
    var connectWatch: Watch?
    /// When the connection came to be.
    var since: Int64 = 0
    /// How often, in nanoseconds, it is asked whether a TCP peer still acknowledges, and how long one may owe that.
    var patience: (interval: Int64, milliseconds: UInt32) = (5_000_000_000, 25_000)
    /// The next try of a client, or of a server that had no descriptor for one; while connected, the next look at the peer.
    let stepTimer: LoopTimer
    /// When what the last connection has left in the queue is stale.
    let staleTimer: LoopTimer

    enum State {
        case listening
        /// To the target of this number.
        case connecting(Int)
        /// To whom.
        case connected(String)
        case waiting
        case over
    }

    /// Nanoseconds that a frame may wait for a connection.
    static let staleAge: Int64 = 1_000_000_000

    init(
        driver: RealTimeDriver, name: String, label: String, targets: [StreamAddress] = [], backoff: Backoff? = nil
    ) {
        self.driver = driver
        self.label = label
        self.targets = targets
        self.backoff = backoff
        port = driver.loop.makePort(name: name, pausable: true)
        stepTimer = driver.loop.makeTimer()
        staleTimer = driver.loop.makeTimer()
        channel = StreamChannel(driver: driver, port: port)
        port.setUp(false)
    }

    /// Gives port and timers to the backend; last, because the loop keeps it from then on.
    func attach() {
        driver.loop.attach(self, to: port)
        driver.loop.attach(self, to: stepTimer)
        driver.loop.attach(self, to: staleTimer)
    }

    /// Ends the connection, stops listening, removes its own path, and unplugs the port.
    public func close() {
        if let listenerWatch { driver.deregister(listenerWatch.registration) }
        if let connectWatch { driver.deregister(connectWatch.registration) }
        listenerWatch = nil
        connectWatch = nil
        _ = channel.end()
        state = .over
        stepTimer.cancel()
        staleTimer.cancel()
        driver.loop.remove(self)
        // Not left to `deinit`: the loop keeps its timers' clients for as long as it lives.
        socket = nil
        listener = nil
    }

    /// Where a server listens, with the port that the kernel chose; nil for others.
    public var localAddress: StreamAddress? { listener?.localAddress }

    /// With whom it is connected, or what it waits for and why: `tcp:127.0.0.1:5000`, `listening on unix:/run/lab.sock`.
    public var summary: String {
        let because = reason.map { "; \($0)" } ?? ""
        return switch state {
        case .listening: "listening on \(label)\(because)"
        case .connecting: "connecting to \(label)\(because)"
        case .connected(let peer): peer
        case .waiting: "waiting to connect to \(label)\(because)"
        case .over: "not connected to \(label)\(because)"
        }
    }

    /// For the report.
    public var degraded: [String] {
        refusedClients == 0
            ? [] : ["\(label): turned away \(refusedClients) more clients; a server has one at a time"]
    }

    /// What went through so far, on all connections.
    public var counters: BackendCounters { channel.counters }

    /// Nothing is lost between the kernel and here.
    public func countLosses() {}

    // MARK: Frames

    /// Sends what the kernel takes; without a connection frames wait, as long as they may.
    public func receive(_ burst: Burst, on port: Port) -> Int {
        let isConnected = socket != nil && connectWatch == nil
        let taken = dropStale(burst, before: isConnected ? since : port.now)
        guard isConnected else { return taken }
        let settled = channel.send(burst, from: taken)
        if let error = channel.sendingIsOver { sendingIsOver(error) }
        return settled
    }

    /// Drops the frames at the front that have waited too long for a connection: at most until the one that there is.
    private func dropStale(_ burst: Burst, before time: Int64) -> Int {
        var taken = 0
        while taken < burst.count, case .over = state {
            port.drop(burst[taken], .linkDown)
            taken += 1
        }
        while taken < burst.count, time - burst[taken].time >= Self.staleAge {
            port.drop(burst[taken], .stale)
            taken += 1
        }
        return taken
    }

    /// The peer of the port has room again: the stream is read on.
    public func peerHasRoom(on port: Port) {
        if let ending = channel.readOn() { disconnect(ending) }
    }
}
