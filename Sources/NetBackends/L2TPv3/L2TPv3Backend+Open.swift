public import LinuxNet
public import NetdevOptions

extension L2TPv3Backend {
    /// Opens a session as its options say: names resolved, all addresses of `src` tried.
    ///
    /// - Parameters:
    ///   - options: A netdev's options.
    ///   - name: For people, and the name of the port.
    ///   - driver: Watches the socket.
    /// - Throws: ``BackendError``, and then nothing is left open.
    public static func open(
        _ options: L2TPv3Options, name: String, driver: RealTimeDriver
    ) throws(BackendError) -> L2TPv3Backend {
        let peer = try peer(of: options)
        return try L2TPv3Backend(
            driver: driver, name: name, options: options, socket: bindSessionSocket(options), peer: peer)
    }

    /// Opens and binds the socket of a session, over UDP or IP, at the first address of `src` that this host has.
    ///
    /// - Parameter options: A netdev's options; over UDP `srcport` 0, or none, lets the kernel choose one.
    public static func bindSessionSocket(_ options: L2TPv3Options) throws(BackendError) -> SessionSocket {
        if options.udp { return .udp(try bindSocket(options)) }
        return .rawIP(
            try bindingFirst(options) { address throws(SocketError) in
                try RawIPSocket(bindingTo: address, protocol: SessionSocket.ipProtocol)
            })
    }

    /// Where a session's datagrams go: the first address of `dst`.
    ///
    /// - Parameter options: A netdev's options.
    public static func peer(of options: L2TPv3Options) throws(BackendError) -> SocketAddress {
        let addresses = try resolve(options.dst, port: options.dstport ?? 0, "dst", options)
        guard let first = addresses.first else { throw BackendError("dst \(options.dst) has no address") }
        return first
    }

    /// Opens and binds the socket of a session over UDP, at the first address of `src` that this host has.
    ///
    /// - Parameter options: A netdev's options; `srcport` 0, or none, lets the kernel choose one.
    public static func bindSocket(_ options: L2TPv3Options) throws(BackendError) -> UDPSocket {
        try bindingFirst(options) { address throws(SocketError) in try UDPSocket(bindingTo: address) }
    }

    /// The first address of `src` that can be bound; otherwise why the first of them could not.
    private static func bindingFirst<Socket: ~Copyable>(
        _ options: L2TPv3Options, _ bind: (SocketAddress) throws(SocketError) -> Socket
    ) throws(BackendError) -> Socket {
        var refusal: SocketError?
        for address in try resolve(options.src, port: options.srcport ?? 0, "src", options) {
            do throws(SocketError) {
                return try bind(address)
            } catch {
                refusal = refusal ?? error
            }
        }
        throw refusal.map { BackendError($0) } ?? BackendError("src \(options.src) has no address")
    }

    private static func resolve(
        _ host: String, port: UInt16, _ key: String, _ options: L2TPv3Options
    ) throws(BackendError) -> [SocketAddress] {
        do {
            return try SocketAddress.resolve(host, service: String(port), family: options.ipv6 ? .ipv6 : .ipv4)
        } catch {
            throw BackendError("\(key): \(error)")
        }
    }
}
