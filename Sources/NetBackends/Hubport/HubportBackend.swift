public import NetCore
public import NetdevOptions

/// A port of a hub in this process, as QEMU's `hubport`.
///
/// The port that it hands out is the hub's own, so a frame takes one step to the others. Whoever opened it plugs the port in:
/// into the netdev that the options name, or as any other netdev.
public final class HubportBackend: Backend {
    /// Towards what is plugged in.
    public let port: Port
    /// The number of the hub.
    public let summary: String

    private let number: UInt32
    private unowned let driver: RealTimeDriver
    private var isOpen = true

    private init(_ number: UInt32, _ driver: RealTimeDriver) {
        self.number = number
        self.driver = driver
        port = driver.hubs.addPort(of: number)
        summary = "hub \(number)"
    }

    /// Opens a port of a hub, which cannot fail.
    ///
    /// - Parameters:
    ///   - options: A netdev's options.
    ///   - driver: Has the hubs of its loop.
    public static func open(_ options: HubportOptions, driver: RealTimeDriver) -> HubportBackend {
        HubportBackend(options.hub, driver)
    }

    /// Takes the port out of the hub; a hub without ports is gone.
    public func close() {
        guard isOpen else { return }
        isOpen = false
        driver.hubs.remove(port, of: number)
    }

    /// Nothing was asked of the kernel.
    public var degraded: [String] { [] }

    /// What went into the hub, and no system calls.
    public var counters: BackendCounters {
        let frames = port.counters
        return BackendCounters(
            sent: SentCounts(frames: frames.rxFrames, bytes: frames.rxBytes), refusals: 0,
            systemCalls: SystemCallCounts(send: 0, receive: 0))
    }

    /// Nothing leaves the loop here: the hub accounts for its copies.
    public var account: ElementAccount { ElementAccount() }

    /// The kernel has no part in it.
    public func countLosses() {}

    /// Never called: the port is the hub's.
    public func receive(_ burst: Burst, on port: Port) -> Int { burst.count }
}
