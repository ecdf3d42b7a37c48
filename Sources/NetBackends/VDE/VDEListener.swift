import LinuxNet
public import NetCore
public import NetdevOptions
import SystemPackage
import Tunnels

/// Where plugs of a VDE network come and go, as ports of a switch or a hub: the other side of ``VDEBackend``, and what a
/// `vde_switch` is to QEMU, User-mode Linux and vde_plug.
///
/// A plug that asks for something else than the protocol has is refused and counted. Frames of any length pass.
public final class VDEListener: TimerClient {
    /// Requests that were refused, by reason, in the order in which the reasons first came.
    public private(set) var refusals: [(reason: String, count: UInt64)] = []

    private unowned let driver: RealTimeDriver
    private let ports: [VDEPlugPort]
    private var socket: VDEControlListener?
    private var watch: DescriptorWatch?
    /// Plugs that have knocked and not said yet what they want, oldest first.
    private var knocking: [VDEKnock] = []
    private let pause: LoopTimer

    /// Strangers cannot have more descriptors than this by knocking and saying nothing.
    private static let knockLimit = 16
    /// The most different reasons that are told apart.
    private static let reasonLimit = 16
    /// How long nobody is let in after descriptors have run out.
    private static let pauseLength: Int64 = 100_000_000

    /// Listens, and gives the element a port for every plug that may come.
    ///
    /// - Parameters:
    ///   - options: Where, and who may plug in; whether the element is a hub is the caller's affair.
    ///   - name: For people, and the names of the ports.
    ///   - driver: Watches the sockets.
    ///   - addPort: Makes the next port of the element.
    /// - Throws: ``BackendError``; then nothing listens, and the element has no more ports.
    public init(
        _ options: VDESwitchOptions, name: String, driver: RealTimeDriver, addPort: () -> Port
    ) throws(BackendError) {
        let access = try VDEBackend.access(mode: options.mode, group: options.group)
        let socket: VDEControlListener
        do throws(SocketError) {
            socket = try VDEControlListener(in: options.sock, access: access)
        } catch {
            throw BackendError(error)
        }
        var ports: [VDEPlugPort] = []
        do throws(PortError) {
            for number in 1...max(1, options.ports) {
                ports.append(try VDEPlugPort(driver, number: number, into: addPort(), name: name))
            }
        } catch {
            ports.forEach { $0.close() }
            throw BackendError("\(name): \(error)")
        }
        self.driver = driver
        self.ports = ports
        pause = driver.loop.makeTimer()
        do throws(Errno) {
            watch = try DescriptorWatch(driver, socket.descriptor) { [unowned self] _ in knocked() }
        } catch {
            ports.forEach { $0.close() }
            throw BackendError("could not watch \(options.sock): \(error)")
        }
        self.socket = consume socket
        driver.loop.attach(self, to: pause)
    }

    /// Sends all plugs away and stops listening: directory and sockets are gone when the call returns.
    public func close() {
        watch?.cancel()
        watch = nil
        pause.cancel()
        knocking.forEach { $0.cancel() }
        knocking = []
        ports.forEach { $0.close() }
        socket = nil
    }

    /// Ports that have a plug.
    public var plugCount: Int { ports.reduce(0) { $0 + ($1.isFree ? 0 : 1) } }

    /// Frames that came from plugs.
    public var enteredFrames: UInt64 { ports.reduce(0) { $0 + $1.port.counters.enteredFrames } }

    /// What went to plugs so far.
    public var counters: BackendCounters {
        ports.reduce(into: .zero) { $0.add($1.counters) }
    }

    /// What was refused, as sentences for the report.
    public var degraded: [String] {
        refusals.map { "\($0.count) \($0.count == 1 ? "plug was" : "plugs were") refused: \($0.reason)" }
    }

    // MARK: Knocking

    private func knocked() {
        do throws(Errno) {
            while let control = try socket?.accept() {
                if knocking.count >= Self.knockLimit {
                    knocking.removeFirst().cancel()
                    refuse("it knocked and said nothing while others waited")
                }
                knocking.append(try VDEKnock(driver, control) { [unowned self] in heard($0) })
            }
        } catch {
            // Descriptors have run out: the knock would be reported for ever.
            watch?.set(.read, false)
            pause.arm(at: pause.now + Self.pauseLength)
            refuse("\(error)")
        }
    }

    /// Lets plugs knock again.
    public func timerFired(_ timer: LoopTimer) { watch?.set(.read, true) }

    private func heard(_ knock: VDEKnock) {
        let request: VDERequest
        do throws(VDERequest.Refusal) {
            guard let whole = try knock.request() else { return }
            request = whole
        } catch {
            refuse("\(error)")
            return dismiss(knock)
        }
        knocking.removeAll { $0 === knock }
        guard let control = knock.release() else { return }
        guard let port = freePort(request.port) else {
            return refuse(request.port.map { "port \($0) is not free" } ?? "all ports are taken")
        }
        plug(control, request, into: port)
    }

    private func plug(_ control: consuming VDEControl, _ request: VDERequest, into port: VDEPlugPort) {
        guard let socket = socket.take() else { return }
        do throws(SocketError) {
            try port.plug(control, request, at: socket)
        } catch {
            refuse("\(error)")
        }
        self.socket = consume socket
    }

    private func dismiss(_ knock: VDEKnock) {
        knock.cancel()
        knocking.removeAll { $0 === knock }
    }

    private func freePort(_ wanted: Int?) -> VDEPlugPort? {
        guard let wanted else { return ports.first(where: \.isFree) }
        guard ports.indices.contains(wanted - 1), ports[wanted - 1].isFree else { return nil }
        return ports[wanted - 1]
    }

    private func refuse(_ reason: String) {
        if let index = refusals.firstIndex(where: { $0.reason == reason }) {
            refusals[index].count += 1
        } else if refusals.count < Self.reasonLimit {
            refusals.append((reason, 1))
        } else {
            refusals[refusals.count - 1].count += 1
        }
    }
}

/// A plug that has knocked: its stream, and what it has said so far.
private final class VDEKnock {
    private var control: VDEControl?
    private var said: [UInt8] = []
    private var isOver = false
    private var watch: DescriptorWatch?

    init(
        _ driver: RealTimeDriver, _ control: consuming VDEControl, heard: @escaping (VDEKnock) -> Void
    ) throws(Errno) {
        self.control = nil
        watch = nil
        watch = try DescriptorWatch(driver, control.descriptor) { [unowned self] _ in heard(self) }
        self.control = consume control
    }

    /// What it wants, once it has said so.
    func request() throws(VDERequest.Refusal) -> VDERequest? {
        switch control?.receive(atMost: VDERequest.byteLimit + 1) ?? .end {
        case .nothing: return nil
        // A look around, as of somebody who asks whether a switch is alive, ends so too.
        case .end: throw .incomplete
        case .bytes(let bytes): said += bytes
        }
        do throws(VDERequest.Refusal) {
            return try VDERequest(parsing: said)
        } catch .incomplete {
            return nil
        }
    }

    /// Gives up the stream.
    func release() -> VDEControl? {
        watch?.cancel()
        watch = nil
        return control.take()
    }

    func cancel() {
        _ = release()
    }
}
