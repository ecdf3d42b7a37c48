import CLinuxNet
import Glibc
public import SystemPackage

/// A socket that carries a byte stream, TCP or unix: connected, or about to be.
///
/// TCP is asked not to hold back what is short (`TCP_NODELAY`), and to look now and then whether a peer that says nothing is
/// still there (`SO_KEEPALIVE`).
public struct StreamSocket: ~Copyable {
    /// Whether it is TCP.
    public let isTCP: Bool
    /// Whether the connection was not there yet when the socket was made: wait until it is writable, then ask
    /// ``takePendingError(of:)``.
    public let wasConnecting: Bool
    private let owned: OwnedDescriptor

    /// Seconds without a word after which TCP asks, those between its questions, and how many of these may stay without an
    /// answer: after 25 s a peer that was idle is gone.
    private static let keepAlive: (idle: Int32, interval: Int32, count: Int32) = (10, 5, 3)

    /// Begins to connect, without waiting for it.
    ///
    /// - Throws: ``SocketError/Operation/connect`` if it is clear at once that nobody is there; nothing stays open.
    public init(connectingTo address: StreamAddress) throws(SocketError) {
        let owned = try Self.open(address)
        let isTCP = Self.tune(owned.descriptor, address.domain)
        var wasConnecting = false
        do throws(Errno) {
            try owned.descriptor.connect(to: address)
        } catch .nowInProgress {
            wasConnecting = true
        } catch {
            throw SocketError(connecting: address, error)
        }
        self.isTCP = isTCP
        self.wasConnecting = wasConnecting
        self.owned = consume owned
    }

    /// Takes over a stream that another program opened and connected.
    ///
    /// Its flags are left as they are: they belong to the open file, which others may share, and every call here says for
    /// itself that it does not wait.
    ///
    /// - Throws: ``SocketError/Operation/adoptStream``: `EBADF` if it is not open, `ENOTSOCK` if it is no socket, `EPROTOTYPE`
    ///   if it carries no byte stream, `EAFNOSUPPORT` if it is neither IP nor unix, `ENOTCONN` without a peer. Then it is left
    ///   open.
    public init(adopting number: Int32) throws(SocketError) {
        let setter = SocketOptions(descriptor: FileDescriptor(rawValue: number), name: .descriptor(number))
        let domain: Int32
        do throws(Errno) {
            guard try setter.value(SOL_SOCKET, SO_TYPE) == clinuxnet_SOCK_STREAM else {
                throw .protocolWrongTypeForSocket
            }
            domain = try setter.value(SOL_SOCKET, SO_DOMAIN)
            guard [AF_INET, AF_INET6, AF_UNIX].contains(domain) else { throw .addressFamilyNotSupported }
            try setter.requirePeer()
        } catch {
            throw SocketError(.adoptStream, .descriptor(number), error)
        }
        isTCP = Self.tune(setter.descriptor, domain)
        wasConnecting = false
        owned = OwnedDescriptor(owning: number)
        // Children of this process have no business with it; it is open, and so this does not fail.
        _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    }

    /// Of a listener.
    init(accepted owned: consuming OwnedDescriptor, domain: Int32) {
        isTCP = Self.tune(owned.descriptor, domain)
        wasConnecting = false
        self.owned = owned
    }

    /// The descriptor, lent for polling, sending and receiving: it must not be closed.
    public var descriptor: FileDescriptor { owned.descriptor }

    /// The far end of a TCP connection; nil if there is none, or it is a unix socket.
    public var peerAddress: SocketAddress? {
        try? SocketOptions(descriptor: descriptor, name: .descriptor(descriptor.rawValue)).peerAddress()
    }

    /// Whether the peer sends no more, or the connection is broken; what it has sent may still wait to be read.
    ///
    /// The corresponding C function is `poll(2)`.
    public var peerHasGone: Bool {
        var watched = pollfd(fd: descriptor.rawValue, events: clinuxnet_POLLRDHUP, revents: 0)
        // SAFETY: one structure, which the kernel writes during the call.
        let count = try? retryingOnInterrupt { unsafe poll(&watched, 1, 0) }
        return count ?? 0 > 0
    }

    /// Milliseconds since the peer has sent anything, while it owes an acknowledgement; 0 if it owes none.
    ///
    /// Keep-alive does not ask while something is under way, and TCP itself tries for a quarter of an hour. `TCP_USER_TIMEOUT`
    /// (tcp(7)) is no help: it also ends connections to peers that answer, but have had no room for so long.
    public var silence: UInt32 {
        var facts = tcp_info()
        var size = socklen_t(MemoryLayout<tcp_info>.size)
        // SAFETY: the kernel writes at most `size` bytes.
        let result = unsafe getsockopt(descriptor.rawValue, Int32(IPPROTO_TCP), TCP_INFO, &facts, &size)
        guard isTCP, result == 0, facts.tcpi_unacked > 0 else { return 0 }
        // Data that acknowledges nothing new is no acknowledgement to the kernel, and a sign of life all the same.
        return min(facts.tcpi_last_ack_recv, facts.tcpi_last_data_recv)
    }

    /// Ends both directions: what has come can still be read, and then the end.
    public func shutDown() {
        // Refused only where there is no connection any more.
        _ = Glibc.shutdown(descriptor.rawValue, Int32(SHUT_RDWR))
    }

    /// Closes it so that the peer sees a refusal, not a clean end: a TCP reset.
    public consuming func reset() {
        let setter = SocketOptions(descriptor: descriptor, name: .descriptor(descriptor.rawValue))
        try? setter.set("SO_LINGER", SOL_SOCKET, SO_LINGER, linger(l_onoff: 1, l_linger: 0))
    }

    static func open(_ address: StreamAddress) throws(SocketError) -> OwnedDescriptor {
        do {
            return OwnedDescriptor(
                owning: try retryingOnInterrupt { socket(address.domain, clinuxnet_STREAM_SOCKET_TYPE, 0) })
        } catch {
            throw SocketError(.openSocket, address.name, error)
        }
    }

    /// Sets what is good to have.
    ///
    /// - Returns: Whether it is TCP.
    private static func tune(_ descriptor: FileDescriptor, _ domain: Int32) -> Bool {
        guard domain != AF_UNIX else { return false }
        let setter = SocketOptions(descriptor: descriptor, name: .descriptor(descriptor.rawValue))
        let tcp = Int32(IPPROTO_TCP)
        for (level, option, value) in [
            (tcp, TCP_NODELAY, 1), (SOL_SOCKET, SO_KEEPALIVE, 1), (tcp, TCP_KEEPIDLE, keepAlive.idle),
            (tcp, TCP_KEEPINTVL, keepAlive.interval), (tcp, TCP_KEEPCNT, keepAlive.count),
        ] { _ = setter.accepts(level, option, value) }
        return true
    }
}

/// Whether a socket that another program opened carries a byte stream; if not, it carries datagrams.
///
/// - Parameter number: A descriptor's number.
/// - Throws: ``SocketError/Operation/adoptStream``: `EBADF`, `ENOTSOCK`, or `EPROTOTYPE` if it carries neither.
public func isByteStream(_ number: Int32) throws(SocketError) -> Bool {
    let setter = SocketOptions(descriptor: FileDescriptor(rawValue: number), name: .descriptor(number))
    do throws(Errno) {
        switch try setter.value(SOL_SOCKET, SO_TYPE) {
        case clinuxnet_SOCK_STREAM: return true
        case clinuxnet_SOCK_DGRAM: return false
        default: throw .protocolWrongTypeForSocket
        }
    } catch {
        throw SocketError(.adoptStream, .descriptor(number), error)
    }
}

extension FileDescriptor {
    /// The corresponding C function is `connect(2)`.
    func connect(to address: StreamAddress) throws(Errno) {
        switch address {
        case .tcp(let address): try connect(to: address)
        case .unix(let address): try connect(to: address)
        }
    }
}
