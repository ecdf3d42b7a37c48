public import SystemPackage

/// Which call about an interface failed, on which one, and why.
public struct DeviceError: Error, Equatable, CustomStringConvertible {
    /// What was tried.
    public enum Operation: Equatable, Sendable {
        /// Opening `/dev/net/tun`.
        case openTun
        /// `TUNSETIFF`: making an interface, or attaching to one.
        case attach
        /// Taking over a descriptor that was inherited.
        case adopt
        /// Looking for an interface of that name.
        case find
        /// Listening to changes of interfaces (rtnetlink(7)).
        case watch
        /// Making a network namespace, or going there and back (network_namespaces(7)).
        case enterNetwork
        /// Making a bridge.
        case makeBridge
        /// A request of ioctl(2) or an option of setsockopt(2), by its name.
        case set(String)
    }

    /// What was tried.
    public let operation: Operation
    /// The interface, or `descriptor N`.
    public let name: String
    /// Why it failed.
    public let errno: Errno

    /// An error from its parts.
    public init(_ operation: Operation, _ name: String, _ errno: Errno) {
        self.operation = operation
        self.name = name
        self.errno = errno
    }

    /// `could not attach to tap0: Device or resource busy`.
    public var description: String {
        switch operation {
        case .openTun: "could not open /dev/net/tun for \(name): \(errno)"
        case .attach: "could not attach to \(name): \(errno)"
        case .adopt: "could not use \(name): \(errno)"
        case .find: "could not find the interface \(name): \(errno)"
        case .watch: "could not watch the interface \(name): \(errno)"
        case .enterNetwork: "could not have a network namespace for \(name): \(errno)"
        case .makeBridge: "could not make the bridge \(name): \(errno)"
        case .set(let request): "could not use \(request) on \(name): \(errno)"
        }
    }

    /// Makes a call whose error is this one.
    static func wrapping(
        _ operation: Operation, _ name: String, _ call: () -> Int32
    ) throws(DeviceError) -> Int32 {
        do {
            return try retryingOnInterrupt(call)
        } catch {
            throw DeviceError(operation, name, error)
        }
    }
}
