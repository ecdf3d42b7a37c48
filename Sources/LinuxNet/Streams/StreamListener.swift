import CLinuxNet
import Glibc
public import SystemPackage

/// A socket that waits for clients, TCP or unix.
///
/// A unix socket's file goes with it, if it is still the one that was made.
public struct StreamListener: ~Copyable {
    /// Where it listens; a TCP port is never 0.
    public let localAddress: StreamAddress
    private let owned: OwnedDescriptor
    private let file: UnixSocketFile?

    /// How many clients the kernel keeps until they are accepted.
    private static let backlog: Int32 = 64

    /// Opens a socket, binds it, and listens.
    ///
    /// - Parameters:
    ///   - address: With a TCP port of 0 the kernel chooses one, see ``localAddress``.
    ///   - access: Who may connect to a unix socket at a path; nil: as the process makes files.
    /// - Throws: What failed, on which address; nothing stays open. ``SocketError/Operation/bind`` with `EADDRINUSE` if
    ///   somebody listens there, with `EEXIST` if the path is that of a file which is no socket.
    public init(listeningAt address: StreamAddress, access: FileAccess? = nil) throws(SocketError) {
        let owned = try StreamSocket.open(address)
        let setter = SocketOptions(descriptor: owned.descriptor, name: address.name)
        var file: UnixSocketFile?
        var localAddress = address
        switch address {
        case .tcp(let tcp):
            // Connections of a former run that still wait for their last packets do not hold the port; a listener does.
            try setter.set("SO_REUSEADDR", SOL_SOCKET, SO_REUSEADDR, Int32(1))
            if tcp.family == .ipv6 { try setter.set("IPV6_V6ONLY", Level.ipv6, IPV6_V6ONLY, Int32(1)) }
            try Self.bind(address) { () throws(Errno) in try owned.descriptor.bind(to: tcp) }
            localAddress = .tcp(try setter.localAddress())
        case .unix(let unix) where unix.space == .fileSystem:
            file = try UnixSocketFile(binding: owned.descriptor, to: unix, access: access)
        case .unix(let unix):
            try Self.bind(address) { () throws(Errno) in try owned.descriptor.bind(to: unix) }
        }
        do {
            _ = try retryingOnInterrupt { listen(owned.descriptor.rawValue, Self.backlog) }
        } catch {
            throw SocketError(.listen, address.name, error)
        }
        self.localAddress = localAddress
        self.file = file
        self.owned = consume owned
    }

    private static func bind(_ address: StreamAddress, _ call: () throws(Errno) -> Void) throws(SocketError) {
        do {
            try call()
        } catch {
            throw SocketError(.bind, address.name, error)
        }
    }

    /// The descriptor, lent for polling: it must not be closed.
    public var descriptor: FileDescriptor { owned.descriptor }

    /// Takes the next client.
    ///
    /// - Returns: nil if there is none, or it has gone again.
    /// - Throws: `EMFILE` and its kind, and then the client waits on.
    public func accept() throws(Errno) -> StreamSocket? {
        do throws(Errno) {
            guard case .done(let number) = try nonBlocking({ clinuxnet_accept(descriptor.rawValue) }) else {
                return nil
            }
            return StreamSocket(accepted: OwnedDescriptor(owning: Int32(number)), domain: domain)
        } catch .connectionAbort {
            return nil
        }
    }

    private var domain: Int32 { localAddress.domain }
}
