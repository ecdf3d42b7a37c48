import CLinuxNet
import Glibc
public import SystemPackage

/// A unix datagram socket that is bound to a path of its own and sends to the socket at another (unix(7)).
///
/// It is connected for as long as the peer is there: then readiness to write is honest, and nobody else can send to it. The
/// peer may come, go and come again at the same path, see ``connect()``. The path goes with the socket, if it is still the
/// one that was made.
public struct UnixDatagramSocket: ~Copyable {
    /// Where it is bound.
    public let local: UnixAddress
    /// Where it sends.
    public let remote: UnixAddress
    /// Whether the latest ``connect()`` found the peer, and no ``disconnect()`` came after.
    public private(set) var isConnected = false
    /// Whether datagrams of others, from before there was a peer, may still wait to be read.
    public private(set) var mayHoldOthers = true
    private let owned: OwnedDescriptor
    private let file: UnixSocketFile

    /// Opens a socket and binds it; the peer need not be there.
    ///
    /// A socket file that nobody listens to any more, left by a process that was killed, is replaced. Anything else at the
    /// path is left as it is.
    ///
    /// - Throws: ``SocketError/Operation/bind``: `EADDRINUSE` if somebody listens there, `EEXIST` if it is no socket. Nothing
    ///   stays open.
    public init(bindingTo local: UnixAddress, remote: UnixAddress) throws(SocketError) {
        let owned = try Self.open(for: local)
        file = try UnixSocketFile(binding: owned.descriptor, to: local)
        self.local = local
        self.remote = remote
        self.owned = consume owned
        // Not there is no error: it may come.
        try? connect()
    }

    /// The descriptor, lent for polling, sending and receiving: it must not be closed.
    public var descriptor: FileDescriptor { owned.descriptor }

    /// Looks for the peer, and connects to whoever is there now.
    ///
    /// To be called again when a send finds that the peer has gone, and now and then: a peer that was replaced cannot send
    /// to a socket that is connected to its predecessor, and nothing tells. Connecting again to the same peer changes nothing.
    ///
    /// A change of peers makes the kernel throw away what the former one has sent and nobody has read. So while something
    /// waits to be read, a socket that is connected stays as it is.
    ///
    /// - Throws: `ENOENT` or `ECONNREFUSED` when there is none, `EPERM` when it is connected to somebody else; then the socket
    ///   is not connected.
    public mutating func connect() throws(Errno) {
        if hasUnread {
            if isConnected { return }
        } else {
            mayHoldOthers = false
        }
        do throws(Errno) {
            try descriptor.connect(to: remote)
        } catch {
            disconnect()
            throw error
        }
        // Whatever came until now, came from anybody.
        if !isConnected { mayHoldOthers = hasUnread }
        isConnected = true
    }

    /// A send has found that the peer has gone (`ECONNREFUSED`): the kernel has let go of it by itself.
    ///
    /// It has also thrown away what that peer had sent and nobody had read; nothing tells how much.
    public mutating func peerHasGone() {
        isConnected = false
    }

    /// Lets go of the peer, so that its successor can be heard before anything is sent to it.
    ///
    /// What the peer had sent and nobody has read is thrown away by the kernel.
    public mutating func disconnect() {
        guard isConnected else { return }
        isConnected = false
        var none = sockaddr()
        none.sa_family = sa_family_t(AF_UNSPEC)
        // SAFETY: the kernel copies the address during the call; it cannot refuse.
        _ = unsafe Glibc.connect(descriptor.rawValue, &none, socklen_t(MemoryLayout<sockaddr>.size))
    }

    /// Whether a datagram waits to be read, an empty one too.
    private var hasUnread: Bool {
        // An error that waits is told instead of the datagram, once (unix(7), ECONNRESET).
        takePendingError(of: descriptor)
        // A peek into a buffer of no bytes.
        return recv(descriptor.rawValue, nil, 0, Int32(MSG_PEEK) | clinuxnet_MSG_DONTWAIT) >= 0
    }

    private static func open(for address: UnixAddress) throws(SocketError) -> OwnedDescriptor {
        do {
            return OwnedDescriptor(
                owning: try retryingOnInterrupt { socket(AF_UNIX, clinuxnet_DATAGRAM_SOCKET_TYPE, 0) })
        } catch {
            throw SocketError(.openSocket, .unix(address.path), error)
        }
    }
}
