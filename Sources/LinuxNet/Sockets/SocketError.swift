public import SystemPackage

/// Which call on a socket failed, on which address, and why.
public struct SocketError: Error, Equatable, CustomStringConvertible {
    /// What was tried.
    public enum Operation: Equatable, Sendable {
        /// `socket(2)`.
        case openSocket
        /// `bind(2)`.
        case bind
        /// `listen(2)`.
        case listen
        /// `connect(2)`.
        case connect
        /// Taking over a descriptor that was inherited, for datagrams.
        case adopt
        /// The same, for a byte stream.
        case adoptStream
        /// `getsockname(2)`.
        case readLocalAddress
        /// `getpeername(2)`.
        case readPeerAddress
        /// `setsockopt(2)` or `getsockopt(2)` of the option named.
        case option(String)
    }

    /// What was tried.
    public let operation: Operation
    /// What it was tried on: the far end for ``Operation/connect``, otherwise the local one.
    public let name: SocketName
    /// Why it failed.
    public let errno: Errno

    /// An error from its parts.
    public init(_ operation: Operation, _ name: SocketName, _ errno: Errno) {
        self.operation = operation
        self.name = name
        self.errno = errno
    }

    /// An error of a connection that was to be.
    public init(connecting address: StreamAddress, _ errno: Errno) {
        self.init(.connect, address.name, errno)
    }

    /// An error on an IP address.
    public init(_ operation: Operation, _ address: SocketAddress, _ errno: Errno) {
        self.init(operation, .internet(address), errno)
    }

    /// `could not bind 127.0.0.1:1701: Address already in use`.
    public var description: String {
        switch operation {
        case .openSocket: "could not open a socket for \(name): \(errno)"
        case .bind: "could not bind \(name): \(errno)"
        case .listen: "could not listen on \(name): \(errno)"
        case .connect: "could not connect to \(name): \(errno)"
        case .adopt, .adoptStream: "could not use \(name): \(errno)"
        case .readLocalAddress: "could not read the address bound for \(name): \(errno)"
        case .readPeerAddress: "could not read whom \(name) is connected to: \(errno)"
        case .option(let option): "could not use \(option) on \(name): \(errno)"
        }
    }
}
