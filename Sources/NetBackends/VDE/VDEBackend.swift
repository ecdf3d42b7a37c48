import LinuxNet
public import NetCore
import NetdevOptions
import SystemPackage
import Tunnels

/// A plug of a VDE switch, as QEMU's `vde`, which speaks the switch's protocol by itself.
///
///     control stream   request ─▶ ◀─ reply, and then silence until one of the two goes
///     data sockets     a frame is a datagram, both ways
///
/// Nothing here waits: a switch that does not drain its socket holds frames back in the port's queue. When the control stream
/// ends, the switch has gone: the port loses its link, and plugs in again as soon as there is a switch in the directory.
public final class VDEBackend: Backend, TimerClient, ReadinessClient {
    /// Towards the node; up while it is plugged in.
    public let port: Port
    /// Where to, and what it waits for.
    public var summary: String { isPlugged || connections == 0 ? network : "\(network), waiting for the switch" }
    private let network: String

    private unowned let driver: RealTimeDriver
    private let directory: String
    private let options: VDEOptions
    private let access: FileAccess
    private var channel: DatagramChannel<VDEFraming>
    /// While the switch is there, or is being asked.
    private var data: VDEDataSocket?
    private var control: VDEControl?
    private var controlWatch: DescriptorWatch?
    private var isPlugged = false
    private var answer: [UInt8] = []
    private var backoff = Backoff(milliseconds: VDEBackend.firstWait)
    private var pluggedInAt: Int64 = 0
    /// When the next attempt is due, or the answer to this one overdue.
    private let attempt: LoopTimer
    /// How often it has been plugged in.
    private(set) var connections = 0

    /// Milliseconds from the end of a connection to the next attempt; later ones wait longer.
    static let firstWait: UInt32 = 100
    /// How long a switch may take to answer.
    private static let patience: Int64 = 5_000_000_000

    /// Asks the switch for a port.
    ///
    /// - Throws: ``BackendError`` if no switch listens there; then nothing is left open.
    init(
        _ options: VDEOptions, in directory: String, access: FileAccess, name: String, driver: RealTimeDriver
    ) throws(BackendError) {
        self.options = options
        self.directory = directory
        self.access = access
        self.driver = driver
        network = "sock=\(directory)" + (options.port == 0 ? "" : ",port=\(options.port)")
        port = driver.loop.makePort(name: name, pausable: true)
        attempt = driver.loop.makeTimer()
        channel = DatagramChannel(
            driver: driver, port: port,
            framing: VDEFraming(frameByteLimit: options.frameLimit ?? VDEFraming.switchByteLimit),
            wiring: .init(reading: FileDescriptor(rawValue: -1), mayRun: false, hasErrorQueue: false))
        port.setUp(false)
        do throws(SocketError) {
            try ask()
        } catch {
            unplug()
            throw BackendError(error)
        }
        channel.attach(self)
        driver.loop.attach(self, to: attempt)
        attempt.arm(at: attempt.now + Self.patience)
    }

    /// Unplugs, removes its own path, and closes the port.
    public func close() {
        unplug()
        attempt.cancel()
        driver.loop.remove(self)
    }

    /// Nothing: unix sockets have no such limits.
    public var degraded: [String] { [] }

    /// What went through the data sockets so far.
    public var counters: BackendCounters { channel.counters }

    /// Unix sockets lose nothing.
    public func countLosses() {}

    // MARK: Plugging in

    /// Connects, and sends the request; what comes of it is heard later.
    private func ask() throws(SocketError) {
        let control = try VDEControl(connectingTo: directory)
        let data = try VDEDataSocket.ofPlug(in: directory, access: access)
        let refusal = { (error: Errno) in SocketError(.connect, .unix(self.directory), error) }
        guard let address = VDEAddress(path: data.local.path) else { throw refusal(.fileNameTooLong) }
        let request = VDERequest(
            port: options.port == 0 ? nil : Int(options.port), address: address,
            description: "wirework \(driver.loop.name(of: port))")
        do throws(Errno) {
            try control.send(request.bytes)
            controlWatch = try DescriptorWatch(driver, control.descriptor) { [unowned self] _ in controlReady() }
        } catch {
            throw refusal(error)
        }
        answer = []
        self.control = consume control
        self.data = consume data
    }

    private func controlReady() {
        let arrival = control?.receive(atMost: VDEReply.byteCount) ?? .nothing
        switch arrival {
        case .nothing: return
        case .end:
            // What it sent last may still stand in the socket.
            if isPlugged { channel.ready(.readable) }
            return lost()
        // After its answer a switch has nothing to say.
        case .bytes where isPlugged: return
        case .bytes(let bytes): answer += bytes
        }
        guard answer.count >= VDEReply.byteCount else { return }
        guard let reply = VDEReply(parsing: answer) else { return lost() }
        do {
            guard let descriptor = data?.descriptor else { return lost() }
            try data?.connect(to: reply.address.name)
            channel.move(to: descriptor)
            channel.framing.frameByteLimit =
                options.frameLimit ?? reply.frameByteLimit ?? VDEFraming.switchByteLimit
            try channel.watch(for: self, named: summary)
        } catch {
            return lost()
        }
        isPlugged = true
        connections += 1
        pluggedInAt = port.now
        attempt.cancel()
        port.setUp(true)
    }

    /// The switch has gone, or answers nothing that can be used.
    private func lost() {
        if isPlugged { backoff.connectionStood(for: port.now - pluggedInAt) }
        unplug()
        attempt.arm(at: attempt.now + backoff.wait())
    }

    private func unplug() {
        channel.unwatch()
        controlWatch?.cancel()
        controlWatch = nil
        control = nil
        data = nil
        guard isPlugged else { return }
        isPlugged = false
        port.setUp(false)
        // What waited for room in a socket that is gone ends now, and is not told to the next switch.
        port.resume()
    }

    /// The kernel may have buffers again, or it is time for another attempt.
    public func timerFired(_ timer: LoopTimer) {
        guard timer == attempt else { return port.resume() }
        guard control == nil else { return lost() }
        do throws(SocketError) {
            try ask()
            attempt.arm(at: attempt.now + Self.patience)
        } catch {
            lost()
        }
    }

    // MARK: Frames

    /// Sends what the kernel takes.
    public func receive(_ burst: Burst, on port: Port) -> Int {
        isPlugged ? channel.send(burst) : channel.drop(burst, .linkDown)
    }

    /// The peer has room again: the socket is read on.
    public func peerHasRoom(on port: Port) { channel.readOn() }

    func ready(_ readiness: Readiness) { channel.ready(readiness) }
}
