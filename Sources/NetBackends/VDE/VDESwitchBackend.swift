import LinuxNet
public import NetCore
public import NetdevOptions

/// A VDE switch of our own, as a netdev: the node it is connected to is one more port of a switch, or hub, of plugs.
public final class VDESwitchBackend: Backend {
    /// Towards the node: a port of the element, which always has its link, as a switch has without others.
    public let port: Port
    /// Where it listens.
    public let summary: String
    private unowned let loop: Loop
    private let element: any NetClient
    private let listener: VDEListener

    /// Listens as the options say.
    ///
    /// - Parameters:
    ///   - options: A netdev's options.
    ///   - name: For people, and the names of the ports.
    ///   - driver: Watches the sockets.
    /// - Throws: ``BackendError``, and then nothing is left open.
    public static func open(
        _ options: VDESwitchOptions, name: String, driver: RealTimeDriver
    ) throws(BackendError) -> VDESwitchBackend {
        try VDESwitchBackend(options, name: name, driver: driver)
    }

    private init(_ options: VDESwitchOptions, name: String, driver: RealTimeDriver) throws(BackendError) {
        loop = driver.loop
        summary = "sock=\(options.sock)" + (options.isHub ? ",hub=on" : "")
        let addPort: () -> Port
        if options.isHub {
            let hub = Hub(loop: driver.loop, name: name)
            element = hub
            addPort = hub.addPort
        } else {
            let bridge = Switch(loop: driver.loop, name: name)
            element = bridge
            addPort = bridge.addPort
        }
        port = addPort()
        do throws(BackendError) {
            listener = try VDEListener(options, name: name, driver: driver, addPort: addPort)
        } catch {
            driver.loop.remove(element)
            throw error
        }
    }

    /// Sends all plugs away, removes directory and sockets, and closes the port.
    public func close() {
        listener.close()
        loop.remove(element)
    }

    /// Plugs that are there.
    public var plugCount: Int { listener.plugCount }

    /// Which plugs were refused, and why.
    public var degraded: [String] { listener.degraded }

    /// What went to plugs so far.
    public var counters: BackendCounters { listener.counters }

    /// Frames that came from plugs.
    public var enteredFrames: UInt64 { listener.enteredFrames }

    /// Unix sockets lose nothing.
    public func countLosses() {}

    /// Nothing comes here: the element has the port.
    public func receive(_ burst: Burst, on port: Port) -> Int { burst.count }
}
