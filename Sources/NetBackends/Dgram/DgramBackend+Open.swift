import LinuxNet
public import NetdevOptions

extension DgramBackend {
    /// Opens sockets as the options say.
    ///
    /// - Parameters:
    ///   - options: A netdev's options.
    ///   - name: For people, and the name of the port.
    ///   - driver: Watches the sockets.
    /// - Throws: ``BackendError``, and then nothing is left open.
    public static func open(
        _ options: DgramOptions, name: String, driver: RealTimeDriver
    ) throws(BackendError) -> DgramBackend {
        do {
            switch options {
            case .inet(let local, let remote):
                return try connecting(local, remote) { socket, peer in
                    let summary = "udp=\(socket.localAddress)/\(peer)"
                    return try DgramBackend(driver: driver, name: name, socket: .udp(socket), summary: summary)
                }
            case .unix(let local, let remote):
                let socket = try UnixDatagramSocket(bindingTo: path(local), remote: path(remote))
                return try DgramBackend(
                    driver: driver, name: name, socket: .unix(socket), summary: "unix=\(local):\(remote)")
            case .multicast(let group, let interface):
                let membership = try membership(group, on: interface)
                var options = UDPSocket.Options()
                options.membership = membership
                let hearing = try UDPSocket(bindingTo: membership.group, options: options)
                let sending = try UDPSocket.sender(to: membership)
                return try DgramBackend(
                    driver: driver, name: name, socket: .multicast(.init(hearing: hearing, sending: sending)),
                    summary: "mcast=\(membership.group)")
            case .descriptor(let number):
                let socket = try adopt(number, for: .peer, driver)
                return try DgramBackend(
                    driver: driver, name: name, socket: .adopted(socket), summary: "fd=\(number)")
            case .descriptorMulticast(let number, let group):
                try AdoptedSocket.check(number, for: .group)
                let membership = try membership(group, on: AdoptedSocket.multicastInterface(of: number))
                // Taken over last: until then a failure leaves it to whoever opened it.
                let sending = try UDPSocket.sender(to: membership)
                let hearing = try adopt(number, for: .group, driver)
                return try DgramBackend(
                    driver: driver, name: name, socket: .adoptedMulticast(.init(hearing: hearing, sending: sending)),
                    summary: "fd=\(number),mcast=\(membership.group)")
            }
        } catch let error as SocketError {
            throw BackendError(error)
        } catch let error as BackendError {
            throw error
        } catch {
            throw BackendError("\(error)")
        }
    }

    /// Hands on a socket between the first addresses of the two ends that are of one version of IP and can be bound.
    private static func connecting(
        _ local: InetEndpoint, _ remote: InetEndpoint,
        _ body: (consuming UDPSocket, SocketAddress) throws -> DgramBackend
    ) throws -> DgramBackend {
        let peers = try addresses(of: remote, "remote.host")
        var refusal: SocketError?
        for address in try addresses(of: local, "local.host") {
            guard let peer = peers.first(where: { $0.family == address.family }) else { continue }
            do {
                let socket = try UDPSocket(bindingTo: address)
                try socket.connect(to: peer)
                return try body(socket, peer)
            } catch let error as SocketError {
                refusal = refusal ?? error
            }
        }
        guard let refusal else {
            throw BackendError("local.host \(local.host) and remote.host \(remote.host) share no version of IP")
        }
        throw refusal
    }

    /// Takes over a descriptor, unless another netdev has it: two owners would close it twice, the second time perhaps
    /// somebody else's.
    private static func adopt(
        _ number: Int32, for use: AdoptedSocket.Use, _ driver: RealTimeDriver
    ) throws -> AdoptedSocket {
        guard !driver.watches(number) else { throw BackendError("descriptor \(number) belongs to another netdev") }
        return try AdoptedSocket(number, for: use)
    }

    private static func membership(_ group: InetEndpoint, on interface: String?) throws -> MulticastMembership {
        try membership(
            group, on: interface.flatMap { try addresses(of: InetEndpoint(host: $0, port: 0), "local.host").first })
    }

    private static func membership(
        _ group: InetEndpoint, on interface: SocketAddress?
    ) throws -> MulticastMembership {
        guard let first = try addresses(of: group, "remote.host").first,
            let membership = MulticastMembership(group: first, interface: interface)
        else {
            throw BackendError("multicast needs an IPv4 group and an IPv4 address of an interface")
        }
        return membership
    }

    static func addresses(
        of endpoint: InetEndpoint, _ key: String, family: AddressFamily? = nil
    ) throws(BackendError) -> [SocketAddress] {
        do {
            return try SocketAddress.resolve(endpoint.host, service: String(endpoint.port), family: family)
        } catch {
            throw BackendError("\(key): \(error)")
        }
    }

    static func path(_ text: String) throws(BackendError) -> UnixAddress {
        guard let address = UnixAddress(path: text) else {
            throw BackendError("\(text): a unix socket's path has 1 to \(UnixAddress.pathByteLimit) bytes")
        }
        return address
    }
}
