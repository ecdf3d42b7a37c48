import LinuxNet
public import NetCore
import NetdevOptions
import SystemPackage

/// A netdev on an Ethernet interface of the host, by a packet socket: such as one end of a veth pair.
///
/// The port is up while the interface is, and has carrier. An interface that was deleted may come again under its name.
public final class PacketBackend: Backend, TimerClient, ReadinessClient, InterfaceClient {
    /// Towards the node.
    public let port: Port
    /// The interface.
    public let summary: String

    private unowned let driver: RealTimeDriver
    /// nil once closed.
    private var socket: PacketSocket?
    private var channel: DatagramChannel<PacketFraming>
    /// nil once closed.
    private var interface: InterfaceWatch?

    static func open(
        _ options: PacketOptions, name: String, driver: RealTimeDriver
    ) throws(BackendError) -> PacketBackend {
        do {
            let monitor = try InterfaceMonitor(options.ifname)
            let socket = try PacketSocket(bindingTo: options.ifname, index: monitor.index)
            return try PacketBackend(driver: driver, name: name, socket: socket, monitor: monitor)
        } catch {
            throw BackendError(error)
        }
    }

    private init(
        driver: RealTimeDriver, name: String, socket: consuming PacketSocket, monitor: consuming InterfaceMonitor
    ) throws(BackendError) {
        self.driver = driver
        summary = "ifname=\(socket.name)"
        port = driver.loop.makePort(name: name, pausable: true)
        channel = DatagramChannel(
            driver: driver, port: port, framing: PacketFraming(),
            wiring: .init(reading: socket.descriptor, mayRun: false, hasErrorQueue: false))
        let interface = InterfaceWatch(monitor, driver: driver)
        self.interface = interface
        self.socket = consume socket
        // First what may fail: once it is attached, the loop keeps the backend.
        try interface.watch(for: self)
        do throws(BackendError) {
            try channel.open(for: self, named: summary)
        } catch {
            interface.unwatch()
            throw error
        }
        interfaceChanged()
    }

    /// Stops watching, closes the socket, and unplugs the port.
    public func close() {
        interface?.unwatch()
        channel.close(for: self)
        // Not left to `deinit`: the loop keeps its timers' clients for as long as it lives.
        socket = nil
        interface = nil
    }

    /// What the kernel gave less of than was asked for, for the report.
    public var degraded: [String] { (socket?.degraded ?? []) + channel.degraded(nil) }

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

    func interfaceChanged() {
        guard let interface else { return }
        if interface.state == .gone, let index = interface.findAgain() {
            // Refused only if that one has gone again, which is told next.
            try? socket?.bind(to: index)
        }
        port.setUp(interface.state == .up)
    }
}
