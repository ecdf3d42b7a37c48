import LinuxNet
public import NetdevOptions
import SystemPackage

extension StreamBackend {
    /// Opens a stream as the options say: listens, begins to connect, or takes over what was inherited.
    ///
    /// A client that would not try again and finds at once that nobody is there fails to open; where that takes longer to tell
    /// its link stays down, and ``summary`` says why.
    ///
    /// - Parameters:
    ///   - options: A netdev's options.
    ///   - name: For people, and the name of the port.
    ///   - driver: Watches the sockets.
    ///   - needsServer: Whether a client that finds nobody at once, and does not try again, fails to open; otherwise its link
    ///     stays down.
    /// - Throws: ``BackendError``, and then nothing is left open.
    public static func open(
        _ options: StreamOptions, name: String, driver: RealTimeDriver, needsServer: Bool = true
    ) throws(BackendError) -> StreamBackend {
        if case .descriptor(let number) = options.address { return try adopt(number, name: name, driver) }
        let addresses = try addresses(of: options.address)
        if options.isServer { return try serve(addresses, name: name, driver) }
        let label = label(of: options.address, addresses)
        let client = StreamBackend(
            driver: driver, name: name, label: label, targets: addresses,
            backoff: options.reconnect.map { Backoff(milliseconds: $0) })
        let refusal = client.connect()
        if needsServer, client.backoff == nil, let refusal { throw refusal }
        client.attach()
        return client
    }

    /// A server at the first address that can be bound.
    private static func serve(
        _ addresses: [StreamAddress], name: String, _ driver: RealTimeDriver
    ) throws(BackendError) -> StreamBackend {
        var refusal: SocketError?
        for address in addresses {
            do throws(SocketError) {
                let listener = try StreamListener(listeningAt: address)
                return try serve(consume listener, name: name, driver)
            } catch {
                refusal = refusal ?? error
            }
        }
        throw refusal.map { BackendError($0) } ?? BackendError("\(name): no address to listen on")
    }

    private static func serve(
        _ listener: consuming StreamListener, name: String, _ driver: RealTimeDriver
    ) throws(SocketError) -> StreamBackend {
        let server = StreamBackend(driver: driver, name: name, label: listener.localAddress.description)
        let registration: Registration
        do throws(Errno) {
            registration = try driver.register(StreamDoorbell(server), listener.descriptor, .read)
        } catch {
            throw SocketError(.listen, .unix(server.label), error)
        }
        server.listenerWatch = Watch(registration: registration, interest: .read)
        server.listener = consume listener
        server.state = .listening
        server.attach()
        return server
    }

    /// Takes over a descriptor, unless another netdev has it.
    private static func adopt(
        _ number: Int32, name: String, _ driver: RealTimeDriver
    ) throws(BackendError) -> StreamBackend {
        guard !driver.watches(number) else { throw BackendError("descriptor \(number) belongs to another netdev") }
        do throws(SocketError) {
            let socket = try StreamSocket(adopting: number)
            let backend = StreamBackend(driver: driver, name: name, label: "fd:\(number)")
            let peer = socket.peerAddress.map { ",\(StreamAddress.tcp($0))" } ?? ""
            do throws(Errno) {
                let registration = try driver.register(backend, socket.descriptor, .read)
                backend.establish(
                    socket, Watch(registration: registration, interest: .read), named: backend.label + peer)
            } catch {
                throw SocketError(.adoptStream, .descriptor(number), error)
            }
            backend.attach()
            return backend
        } catch {
            throw BackendError(error)
        }
    }

    private static func addresses(of address: StreamOptions.Address) throws(BackendError) -> [StreamAddress] {
        switch address {
        case .inet(let endpoint, let version):
            let family: AddressFamily? = version.map { $0 == .ipv4 ? .ipv4 : .ipv6 }
            do {
                return try SocketAddress.resolve(endpoint.host, service: String(endpoint.port), family: family)
                    .map { .tcp($0) }
            } catch {
                throw BackendError("\(error)")
            }
        case .unix(let path): return [.unix(try unix(path, .fileSystem))]
        case .abstract(let name, let padding):
            return [.unix(try unix(name, padding == .none ? .abstract : .abstractPadded))]
        case .descriptor: return []
        }
    }

    private static func unix(_ name: String, _ space: UnixAddress.Space) throws(BackendError) -> UnixAddress {
        guard let address = UnixAddress(path: name, in: space) else {
            throw BackendError("\(name): a unix socket's path has 1 to \(UnixAddress.pathByteLimit) bytes")
        }
        return address
    }

    /// A name as it was written, where it has more than one address.
    private static func label(of address: StreamOptions.Address, _ addresses: [StreamAddress]) -> String {
        if case .inet(let endpoint, _) = address, addresses.count > 1 { return "tcp:\(endpoint.host):\(endpoint.port)" }
        return addresses.first.map(\.description) ?? ""
    }
}
