import Capture
import Glibc
import LinuxNet
import NetBackends
import NetCore
public import NetdevOptions
public import Results
public import SystemPackage

/// Real netdevs wired together: point to point, or through a hub or a switch.
///
///     init ─▶ sockets are open ─▶ run ─▶ result ─▶ close
///
/// Everything is on one loop and one thread.
public final class PatchPanel {
    /// What stands between the netdevs.
    public enum Via: String, CaseIterable, Sendable {
        /// Every frame goes to every other netdev.
        case hub
        /// A frame goes where its destination was last seen.
        case `switch`
    }

    /// A netdev that has been opened.
    fileprivate struct Outlet {
        /// Its id, or one made of type and place.
        let name: String
        /// As it was asked for.
        let configuration: NetdevConfiguration
        /// At work.
        let backend: any Backend
    }

    /// In the order in which they were given.
    private let outlets: [Outlet]
    private let driver: RealTimeDriver
    private let wiring: Wiring
    /// The hub's or switch's ports; empty for a wire.
    private let inner: [Port]
    /// When the run is over, in the driver's time; nil: when a signal comes.
    private var end: Int64?
    private var capture: (file: FrameCapture, path: String)?

    /// Opens netdevs and wires them.
    ///
    /// Those that a hubport names are plugged into its hub. Of what is left over, two are plugged into each other, or all are
    /// into what `via` says; one alone stays without a peer.
    ///
    /// - Parameters:
    ///   - configurations: At least two.
    ///   - via: What stands between those that no hubport names; nil: a wire.
    /// - Throws: ``PatchPanelError``, and then nothing is left open.
    public init(_ configurations: [NetdevConfiguration], via: Via?) throws(PatchPanelError) {
        let wiring = try Wiring(configurations, via: via)
        self.wiring = wiring
        do {
            driver = try RealTimeDriver(loop: Loop(), signals: Self.endingSignals, coalesces: true)
        } catch {
            throw PatchPanelError("epoll, timerfd or signalfd: \(error)")
        }
        outlets = try Self.open(configurations, driver)
        inner = Self.ports(of: via, count: wiring.ends.count, driver.loop)
        do {
            try wiring.plug(outlets.map(\.backend.port), into: inner)
        } catch {
            close()
            throw PatchPanelError("\(error)")
        }
    }

    /// `SIG_IGN`, which C has as a cast.
    private static let ignore = 1

    /// SIGHUP, too, when a terminal goes, unless nohup(1) has said otherwise: a signal that is blocked comes although it is
    /// ignored.
    private static var endingSignals: [Int32] {
        var action = sigaction()
        // SAFETY: the structure is written during the call; of the handler nothing but its bits is looked at.
        let isKnown = unsafe sigaction(SIGHUP, nil, &action) == 0
        let handler = unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
        return isKnown && handler == Self.ignore ? [SIGINT, SIGTERM] : [SIGINT, SIGTERM, SIGHUP]
    }

    private static func open(
        _ configurations: [NetdevConfiguration], _ driver: RealTimeDriver
    ) throws(PatchPanelError) -> [Outlet] {
        var outlets: [Outlet] = []
        for (index, configuration) in configurations.enumerated() {
            let name = configuration.name(at: index)
            do {
                let backend = try Backends.open(configuration, name: name, driver: driver)
                outlets.append(Outlet(name: name, configuration: configuration, backend: backend))
            } catch {
                for outlet in outlets { outlet.backend.close() }
                throw PatchPanelError("netdev \(index + 1) (\(name)): \(error)", netdev: index)
            }
        }
        return outlets
    }

    private static func ports(of via: Via?, count: Int, _ loop: Loop) -> [Port] {
        switch via {
        case nil: return []
        case .hub:
            let hub = Hub(loop: loop)
            return (0..<count).map { _ in hub.addPort() }
        case .switch:
            let element = Switch(loop: loop)
            return (0..<count).map { _ in element.addPort() }
        }
    }

    /// Captures all frames of all netdevs as pcapng, an interface for each, from now to the end of ``run(for:every:tick:)``.
    ///
    /// What came from the network is inbound, what was given to it outbound.
    ///
    /// - Parameters:
    ///   - descriptor: Open for writing.
    ///   - path: What the file is called in the result.
    ///   - closes: Whether the descriptor is closed at the end.
    public func capture(to descriptor: FileDescriptor, path: String, closes: Bool) {
        let room = RoomToWrite(in: descriptor, unless: driver.signalDescriptor).map { room in
            FrameCapture.Room(byteCount: RoomToWrite.byteCount) { [unowned self] isLast in
                room.wait(atMost: millisecondsLeft, isEnding: isLast)
            }
        }
        let file = FrameCapture(
            loop: driver.loop, to: descriptor, closesDescriptor: closes, room: room,
            epoch: SystemClock.realtime.now - driver.now)
        for outlet in outlets {
            file.add(outlet.backend.port, name: outlet.name, description: outlet.configuration.optionString)
        }
        file.start()
        capture = (file, path)
    }

    /// Until the time of the run is over; negative without one.
    private var millisecondsLeft: Int32 {
        guard let end else { return -1 }
        return Int32(clamping: max(0, end - driver.now) / 1_000_000)
    }

    /// Moves frames until the time is over, or SIGINT, SIGTERM or SIGHUP comes.
    ///
    /// - Parameters:
    ///   - duration: Nanoseconds; nil: until a signal comes.
    ///   - interval: Nanoseconds between two calls of `tick`.
    ///   - tick: Shown what has been counted so far; nil: nobody looks.
    /// - Returns: Everything that was counted, what still stood in a queue included.
    /// - Throws: ``PatchPanelError`` when epoll fails.
    public func run(
        for duration: Int64? = nil, every interval: Int64 = 1_000_000_000, tick: ((ConnectResult) -> Void)? = nil
    ) throws(PatchPanelError) -> ConnectResult {
        let start = driver.now
        end = duration.map { start + $0 }
        let ticker = tick.map { tick in
            Ticker(loop: driver.loop, interval: interval) { [unowned self] in tick(counted(since: start)) }
        }
        let ended: RealTimeDriver.Ended
        do {
            ended = try driver.run(until: end)
        } catch {
            throw PatchPanelError("epoll: \(error)")
        }
        ticker?.stop()
        // What has been read already is on its way out; a storm has no end.
        var turns = 0
        while turns < Self.lastTurns, driver.loop.runTurn() { turns += 1 }
        capture?.file.finish()
        var result = counted(since: start)
        result.faults = driver.loop.audit().map(\.description)
        result.ended =
            switch ended {
            case .signal(let number): .signal(number)
            default: .time
            }
        return result
    }

    private static let lastTurns = 64

    /// Closes every netdev; addresses and paths are free when the call returns.
    public func close() {
        for outlet in outlets { outlet.backend.close() }
    }

    // MARK: Counting

    /// What has been counted so far.
    public var result: ConnectResult { counted(since: driver.now) }

    private func counted(since start: Int64) -> ConnectResult {
        var conservation = Conservation()
        let ports = driver.loop.ports
        for account in driver.loop.accounts {
            conservation.copies += account.copies
            conservation.left += account.consumed
            conservation.inFlight += account.held
        }
        for port in ports {
            conservation.entered += port.counters.enteredFrames
            conservation.inFlight += UInt64(port.queuedFrames)
        }
        conservation.dropped = dropCounts(ports)
        return ConnectResult(
            netdevs: outlets.map(\.result), via: wiring.name, duration: driver.now - start,
            dropped: dropCounts(inner), conservation: conservation, capture: captured,
            warnings: wiring.warnings)
    }
}

extension PatchPanel {
    private var captured: ConnectResult.Capture? {
        guard let capture else { return nil }
        let summary = capture.file.summary
        return ConnectResult.Capture(
            path: capture.path, packets: summary.frames, missing: summary.missed,
            failure: summary.error?.description)
    }
}

extension PatchPanel.Outlet {
    fileprivate var result: NetdevResult {
        let (frames, kernel) = (backend.port.counters, backend.counters)
        return NetdevResult(
            name: name, type: configuration.type.name, summary: backend.summary, options: configuration.optionString,
            isUp: backend.port.isUp,
            received: .init(frames: frames.txFrames, bytes: frames.txBytes),
            sent: .init(frames: kernel.sent.frames, bytes: kernel.sent.bytes), refused: kernel.refusals,
            dropped: dropCounts([backend.port]), queued: UInt64(backend.port.queuedFrames),
            sendCalls: kernel.systemCalls.send, receiveCalls: kernel.systemCalls.receive,
            degraded: backend.degraded)
    }
}

/// What ended at ports, by reason.
private func dropCounts(_ ports: [Port]) -> [DropCount] {
    DropReason.counted { reason in ports.reduce(0) { $0 + $1.counters.drops[reason] } }
        .map { DropCount($0.name, $0.count) }
}
