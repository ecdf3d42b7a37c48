public import LinuxNet
public import NetdevOptions

// Ends of a link between two sockets of one program: both are bound before either is connected.

extension DgramBackend {
    /// A netdev on a UDP socket that is bound already; it connects to its one peer.
    ///
    /// - Parameters:
    ///   - driver: Watches the socket.
    ///   - name: For people, and the name of the port.
    ///   - socket: Bound to the local address.
    ///   - peer: Where datagrams go, and from where they are taken.
    /// - Throws: What connect(2) or epoll said.
    public convenience init(
        driver: RealTimeDriver, name: String, socket: consuming UDPSocket, peer: SocketAddress
    ) throws(BackendError) {
        do throws(SocketError) {
            try socket.connect(to: peer)
        } catch {
            throw BackendError(error)
        }
        let summary = "udp=\(socket.localAddress)/\(peer)"
        try self.init(driver: driver, name: name, socket: .udp(socket), summary: summary)
    }

    /// A netdev on a unix socket that is bound already; it connects to its peer, if that is there by now.
    ///
    /// - Parameters:
    ///   - driver: Watches the socket.
    ///   - name: For people, and the name of the port.
    ///   - socket: Bound to its path.
    /// - Throws: What epoll said.
    public convenience init(
        driver: RealTimeDriver, name: String, socket: consuming UnixDatagramSocket
    ) throws(BackendError) {
        // Not there is no error: it may come.
        try? socket.connect()
        let summary = "unix=\(socket.local.path):\(socket.remote.path)"
        try self.init(driver: driver, name: name, socket: .unix(socket), summary: summary)
    }

    /// Opens a UDP socket and binds it at the first address of a host that this host has.
    ///
    /// - Parameters:
    ///   - local: With port 0 the kernel chooses one.
    ///   - family: The version of IP.
    public static func bindSocket(
        _ local: InetEndpoint, family: AddressFamily
    ) throws(BackendError) -> UDPSocket {
        var refusal: SocketError?
        for address in try addresses(of: local, "local.host", family: family) {
            do throws(SocketError) {
                return try UDPSocket(bindingTo: address)
            } catch {
                refusal = refusal ?? error
            }
        }
        throw refusal.map { BackendError($0) } ?? BackendError("local.host \(local.host) has no address")
    }

    /// Opens a UDP socket and binds it.
    ///
    /// - Parameter address: With port 0 the kernel chooses one.
    public static func bindSocket(_ address: SocketAddress) throws(BackendError) -> UDPSocket {
        do throws(SocketError) {
            return try UDPSocket(bindingTo: address)
        } catch {
            throw BackendError(error)
        }
    }

    /// Opens a unix socket and binds it at a path.
    ///
    /// - Parameters:
    ///   - local: At most 107 bytes.
    ///   - remote: The peer's path, likewise; nobody need be there yet.
    public static func bindSocket(local: String, remote: String) throws(BackendError) -> UnixDatagramSocket {
        let (near, far) = (try path(local), try path(remote))
        do throws(SocketError) {
            return try UnixDatagramSocket(bindingTo: near, remote: far)
        } catch {
            throw BackendError(error)
        }
    }

    /// Where datagrams go: the first address of a host.
    ///
    /// - Parameters:
    ///   - remote: The host and its port.
    ///   - family: The version of IP.
    public static func peer(_ remote: InetEndpoint, family: AddressFamily) throws(BackendError) -> SocketAddress {
        guard let first = try addresses(of: remote, "remote.host", family: family).first else {
            throw BackendError("remote.host \(remote.host) has no address")
        }
        return first
    }
}
