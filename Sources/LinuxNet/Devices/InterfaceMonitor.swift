import CLinuxNet
public import SystemPackage

/// Follows the state of one interface: the kernel tells of changes, and is then asked.
///
/// It costs nothing while nothing changes, unlike asking now and then. The socket belongs to the network namespace in which
/// it was opened.
public struct InterfaceMonitor: ~Copyable {
    /// The state of an interface.
    public enum State: Equatable, Sendable {
        /// It is up and has carrier (`IFF_UP` and `IFF_RUNNING`, netdevice(7)).
        case up
        /// It was taken down, or what it is connected to is not there.
        case down
        /// There is none: it was deleted, or has moved to another namespace.
        case gone
    }

    /// The name that it had when the monitor was made.
    public let name: String
    /// Its number in the namespace, the latest that was found.
    public private(set) var index: Int32
    private let owned: OwnedDescriptor

    /// The most messages one call takes, so that a storm of them cannot hold up a turn of the loop.
    private static let messagesPerDrain = 64

    /// Follows an interface.
    ///
    /// - Throws: ``DeviceError/Operation/find`` with `ENODEV` for one that is not there.
    public init(_ name: String) throws(DeviceError) {
        // First it listens, then it asks: a change in between is told.
        let owned = OwnedDescriptor(owning: try DeviceError.wrapping(.watch, name) { clinuxnet_open_link_monitor() })
        let socket = owned.descriptor.rawValue
        // SAFETY: here and below the name is NUL-terminated for the call.
        index = try DeviceError.wrapping(.find, name) { unsafe clinuxnet_interface_index(socket, name) }
        self.name = name
        self.owned = owned
    }

    /// The descriptor, lent for polling: it must not be closed.
    public var descriptor: FileDescriptor { owned.descriptor }

    /// Takes what the kernel has told.
    ///
    /// - Returns: Whether ``state`` may have changed.
    public func drain() -> Bool {
        var mayHaveChanged = false
        for _ in 0..<Self.messagesPerDrain {
            let told = clinuxnet_next_link(descriptor.rawValue)
            guard told >= 0 else { break }
            // 0: messages were lost, or of a kind that nobody asked for.
            if told == index || told == 0 { mayHaveChanged = true }
        }
        return mayHaveChanged
    }

    /// How it is now.
    public var state: State {
        let flags = clinuxnet_interface_flags(descriptor.rawValue, index)
        guard flags >= 0 else { return .gone }
        let wanted = clinuxnet_IFF_UP | clinuxnet_IFF_RUNNING
        return flags & wanted == wanted ? .up : .down
    }

    /// Looks whether there is an interface of that name again, and follows it.
    public mutating func findAgain() -> Bool {
        let socket = descriptor.rawValue
        guard let found = try? retryingOnInterrupt({ unsafe clinuxnet_interface_index(socket, name) }) else {
            return false
        }
        index = found
        return true
    }

    /// Whether a tap's descriptor is of the interface that is followed here.
    func isInterface(of tap: FileDescriptor) -> Bool {
        // SAFETY: the name is NUL-terminated for the call.
        unsafe clinuxnet_tap_is(tap.rawValue, descriptor.rawValue, name) == 1
    }
}
