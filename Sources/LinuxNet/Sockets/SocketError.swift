public import SystemPackage

/// Which call on a socket failed, on which address, and why.
public struct SocketError: Error, Equatable, CustomStringConvertible {
    /// What was tried.
    public enum Operation: Equatable, Sendable {
        /// `socket(2)`.
        case openSocket
        /// `bind(2)`.
        case bind
        /// `connect(2)`.
        case connect
        /// `getsockname(2)`.
        case readLocalAddress
        /// `setsockopt(2)` or `getsockopt(2)` of the option named.
        case option(String)
    }

    /// What was tried.
    public let operation: Operation
    /// The address it was tried on: the far one for ``Operation/connect``, otherwise the local one.
    public let address: SocketAddress
    /// Why it failed.
    public let errno: Errno

    /// An error from its parts.
    public init(_ operation: Operation, _ address: SocketAddress, _ errno: Errno) {
        self.operation = operation
        self.address = address
        self.errno = errno
    }

    /// `could not bind 127.0.0.1:1701: Address already in use`.
    public var description: String {
        switch operation {
        case .openSocket: "could not open a UDP socket for \(address): \(errno)"
        case .bind: "could not bind \(address): \(errno)"
        case .connect: "could not connect to \(address): \(errno)"
        case .readLocalAddress: "could not read the address bound for \(address): \(errno)"
        case .option(let name): "could not use \(name) on \(address): \(errno)"
        }
    }
}
