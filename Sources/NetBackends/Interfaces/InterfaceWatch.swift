import LinuxNet
import SystemPackage

/// Whose port goes up and down with an interface of the host.
protocol InterfaceClient: AnyObject {
    /// The interface may have changed, see ``InterfaceWatch/state``. Runs inside a dispatch.
    func interfaceChanged()
}

/// Tells a backend of changes of its interface.
final class InterfaceWatch: ReadinessClient {
    private unowned let driver: RealTimeDriver
    private weak var client: (any InterfaceClient)?
    private var monitor: InterfaceMonitor
    private var registration: Registration?
    private var isGone = false

    /// - Parameter monitor: Belongs to the watch from now on.
    init(_ monitor: consuming InterfaceMonitor, driver: RealTimeDriver) {
        self.monitor = monitor
        self.driver = driver
    }

    /// Begins to tell.
    func watch(for client: any InterfaceClient) throws(BackendError) {
        do throws(Errno) {
            registration = try driver.register(self, monitor.descriptor, .read)
            self.client = client
        } catch {
            throw BackendError("could not watch the interface \(monitor.name): \(error)")
        }
    }

    /// Tells no more; before it is let go.
    func unwatch() {
        if let registration { driver.deregister(registration) }
        registration = nil
    }

    /// How the interface is now.
    var state: InterfaceMonitor.State {
        let state = monitor.state
        isGone = state == .gone
        return state
    }

    /// The number of an interface that has come in the place of one that has gone.
    func findAgain() -> Int32? { monitor.findAgain() ? monitor.index : nil }

    func ready(_ readiness: Readiness) {
        // Another interface may be the one that comes in the place of the one that has gone.
        if monitor.drain() || isGone { client?.interfaceChanged() }
    }
}
