public import LinuxNet
public import NetdevOptions

extension L2TPv3Backend {
    /// Opens a session as its options say: names resolved, all addresses of `src` and `dst` tried.
    ///
    /// - Parameters:
    ///   - options: A netdev's options.
    ///   - name: For people, and the name of the port.
    ///   - driver: Watches the socket.
    /// - Throws: ``BackendError``, and then nothing is left open.
    public static func open(
        _ options: L2TPv3Options, name: String, driver: RealTimeDriver
    ) throws(BackendError) -> L2TPv3Backend {
        let peers = try addresses(options.dst, port: options.dstport ?? 0, "dst", options)
        let socket = try bindSessionSocket(options, towards: peers)
        let peer = try peer(among: peers, of: options, from: socket.localAddress)
        return try L2TPv3Backend(driver: driver, name: name, options: options, socket: socket, peer: peer)
    }

    /// Opens and binds the socket of a session, over UDP or IP, at the first address of `src` that this host has.
    ///
    /// - Parameters:
    ///   - options: A netdev's options; over UDP `srcport` 0, or none, lets the kernel choose one.
    ///   - peers: Where it may have to send: an address from which a way leads to one of them is preferred.
    public static func bindSessionSocket(
        _ options: L2TPv3Options, towards peers: [SocketAddress] = []
    ) throws(BackendError) -> SessionSocket {
        if options.udp { return .udp(try bindSocket(options, towards: peers)) }
        return .rawIP(
            try bindingFirst(options, towards: peers) { address throws(SocketError) in
                try RawIPSocket(bindingTo: address, protocol: SessionSocket.ipProtocol)
            })
    }

    /// Where a session's datagrams go: the first address of `dst` to which a way leads.
    ///
    /// - Parameters:
    ///   - options: A netdev's options.
    ///   - source: Where its socket is bound, once that is known.
    public static func peer(
        of options: L2TPv3Options, from source: SocketAddress? = nil
    ) throws(BackendError) -> SocketAddress {
        let peers = try addresses(options.dst, port: options.dstport ?? 0, "dst", options)
        return try peer(among: peers, of: options, from: source)
    }

    /// Opens and binds the socket of a session over UDP, at the first address of `src` that this host has.
    ///
    /// - Parameters:
    ///   - options: A netdev's options; `srcport` 0, or none, lets the kernel choose one.
    ///   - peers: Where it may have to send: an address from which a way leads to one of them is preferred.
    public static func bindSocket(
        _ options: L2TPv3Options, towards peers: [SocketAddress] = []
    ) throws(BackendError) -> UDPSocket {
        try bindingFirst(options, towards: peers) { address throws(SocketError) in try UDPSocket(bindingTo: address) }
    }

    /// The first to which a way leads; if none does, the first: a way may come later.
    private static func peer(
        among peers: [SocketAddress], of options: L2TPv3Options, from source: SocketAddress?
    ) throws(BackendError) -> SocketAddress {
        guard let first = peers.first else { throw BackendError("dst \(options.dst) has no address") }
        guard peers.count > 1, let source else { return first }
        return peers.first { UDPSocket.hasRoute(from: source, to: $0) } ?? first
    }

    /// The first address of `src` that can be bound; otherwise why the first of them could not.
    private static func bindingFirst<Socket: ~Copyable>(
        _ options: L2TPv3Options, towards peers: [SocketAddress],
        _ bind: (SocketAddress) throws(SocketError) -> Socket
    ) throws(BackendError) -> Socket {
        var refusal: SocketError?
        let sources = try addresses(options.src, port: options.srcport ?? 0, "src", options)
        for address in inOrder(sources, towards: peers) {
            do throws(SocketError) {
                return try bind(address)
            } catch {
                refusal = refusal ?? error
            }
        }
        throw refusal.map { BackendError($0) } ?? BackendError("src \(options.src) has no address")
    }

    /// Addresses from which a way leads to a peer, and behind them the others.
    private static func inOrder(_ sources: [SocketAddress], towards peers: [SocketAddress]) -> [SocketAddress] {
        guard sources.count > 1, !peers.isEmpty else { return sources }
        let reaches = sources.map { source in peers.contains { UDPSocket.hasRoute(from: source, to: $0) } }
        return zip(sources, reaches).filter(\.1).map(\.0) + zip(sources, reaches).filter { !$0.1 }.map(\.0)
    }

    private static func addresses(
        _ host: String, port: UInt16, _ key: String, _ options: L2TPv3Options
    ) throws(BackendError) -> [SocketAddress] {
        do {
            return try SocketAddress.resolve(host, service: String(port), family: options.ipv6 ? .ipv6 : .ipv4)
        } catch {
            // It may have addresses of the other version of IP, which nobody asked for.
            let others = try? SocketAddress.resolve(host, service: String(port))
            let remedy =
                others == nil
                ? "" : "; it has addresses of IPv\(options.ipv6 ? 4 : 6): ipv6=\(options.ipv6 ? "off" : "on")"
            throw BackendError("\(key): \(error)\(remedy)")
        }
    }
}
