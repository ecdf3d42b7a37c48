public import LinuxNet
public import NetdevOptions

extension L2TPv3Backend {
    /// Opens a session as its options say: names resolved, all addresses of `src` tried.
    ///
    /// - Parameters:
    ///   - options: A netdev's options; `udp=on`.
    ///   - name: For people, and the name of the port.
    ///   - driver: Watches the socket.
    /// - Throws: ``BackendError``, and then nothing is left open.
    public static func open(
        _ options: L2TPv3Options, name: String, driver: RealTimeDriver
    ) throws(BackendError) -> L2TPv3Backend {
        let peer = try peer(of: options)
        let socket = try bindSocket(options)
        return try L2TPv3Backend(driver: driver, name: name, options: options, socket: socket, peer: peer)
    }

    /// Where a session's datagrams go: the first address of `dst`.
    ///
    /// - Parameter options: A netdev's options.
    public static func peer(of options: L2TPv3Options) throws(BackendError) -> SocketAddress {
        let addresses = try resolve(options.dst, port: options.dstport ?? 0, "dst", options)
        guard let first = addresses.first else { throw BackendError("dst \(options.dst) has no address") }
        return first
    }

    /// Opens and binds the socket of a session, at the first address of `src` that this host has.
    ///
    /// - Parameter options: A netdev's options; `srcport` 0, or none, lets the kernel choose one.
    public static func bindSocket(_ options: L2TPv3Options) throws(BackendError) -> UDPSocket {
        guard options.udp else {
            throw BackendError(
                "l2tpv3 over raw IP (udp=off) is not supported yet; write udp=on,srcport=...,dstport=...")
        }
        var refusal: SocketError?
        for address in try resolve(options.src, port: options.srcport ?? 0, "src", options) {
            do {
                return try UDPSocket(bindingTo: address)
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
