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
        try open(options, name: name, driver: driver, words: .ofDgram)
    }

    /// The same under the keys of another type.
    static func open(
        _ options: DgramOptions, name: String, driver: RealTimeDriver, words: DgramWords
    ) throws(BackendError) -> DgramBackend {
        do {
            switch options {
            case .inet(let local, let remote):
                return try connecting(local, remote, words) { socket, peer in
                    let summary = "udp=\(socket.localAddress)/\(peer)"
                    return try DgramBackend(driver: driver, name: name, socket: .udp(socket), summary: summary)
                }
            case .unix(let local, let remote):
                let socket = try UnixDatagramSocket(bindingTo: path(local), remote: path(remote))
                return try DgramBackend(
                    driver: driver, name: name, socket: .unix(socket), summary: "unix=\(local):\(remote)")
            case .multicast(let group, let interface, let hopLimit):
                let membership = try membership(group, on: interface, hopLimit, words)
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
            case .descriptorMulticast(let number, let group, let hopLimit):
                return try open(number, hearing: group, hopLimit, name, driver, words)
            }
        } catch {
            throw BackendError(error, words: words)
        }
    }

    /// Takes over a socket that hears a group, and opens one that sends to it.
    private static func open(
        _ number: Int32, hearing group: InetEndpoint, _ hopLimit: UInt8, _ name: String, _ driver: RealTimeDriver,
        _ words: DgramWords
    ) throws -> DgramBackend {
        let address = try groupAddress(group, words)
        try AdoptedSocket.check(number, for: .group(address.family))
        let interface = AdoptedSocket.multicastInterface(of: number, address.family)
        let membership = try membership(address, on: interface, hopLimit)
        // Taken over last: until then a failure leaves it to whoever opened it.
        let sending = try UDPSocket.sender(to: membership)
        let hearing = try adopt(number, for: .group(address.family), driver)
        return try DgramBackend(
            driver: driver, name: name, socket: .adoptedMulticast(.init(hearing: hearing, sending: sending)),
            summary: "fd=\(number),mcast=\(membership.group)")
    }

    /// Hands on a socket between the first addresses of the two ends that are of one version of IP and can be bound.
    private static func connecting(
        _ local: InetEndpoint, _ remote: InetEndpoint, _ words: DgramWords,
        _ body: (consuming UDPSocket, SocketAddress) throws -> DgramBackend
    ) throws -> DgramBackend {
        let peers = try addresses(of: remote, words.remote)
        var refusal: SocketError?
        for address in try addresses(of: local, words.local) {
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
            throw BackendError(
                "\(words.local) \(local.host) and \(words.remote) \(remote.host) share no version of IP")
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

    private static func membership(
        _ group: InetEndpoint, on interface: String?, _ hopLimit: UInt8, _ words: DgramWords
    ) throws -> MulticastMembership {
        try membership(
            groupAddress(group, words), on: interface.flatMap { try interfaceAddress($0, words) }, hopLimit)
    }

    private static func membership(
        _ group: SocketAddress, on interface: SocketAddress?, _ hopLimit: UInt8
    ) throws -> MulticastMembership {
        guard let membership = MulticastMembership(group: group, interface: interface, hopLimit: hopLimit) else {
            throw BackendError(
                """
                multicast needs a group, and an address of an interface of the same version of IP; an IPv6 group of one \
                link needs the interface, as in ff02::1%eth0
                """)
        }
        return membership
    }

    private static func groupAddress(_ group: InetEndpoint, _ words: DgramWords) throws -> SocketAddress {
        guard let first = try addresses(of: group, words.group).first else {
            throw BackendError("\(words.group) \(group.host) has no address")
        }
        return first
    }

    /// An address of an interface; an IPv6 one with the interface as its scope, which is what the kernel joins by.
    private static func interfaceAddress(_ host: String, _ words: DgramWords) throws -> SocketAddress? {
        let first = try addresses(of: InetEndpoint(host: host, port: 0), words.local).first
        guard let first, first.family == .ipv6 else { return first }
        guard let scoped = try first.scopedToItsInterface() else {
            throw BackendError(
                "\(words.local): no interface of this host has \(host); `ip address` shows those that there are")
        }
        return scoped
    }

    static func addresses(
        of endpoint: InetEndpoint, _ key: String, family: AddressFamily? = nil
    ) throws(BackendError) -> [SocketAddress] {
        // The resolver knows no names of zones but for addresses of one link, and an IPv6 group of any scope may have one.
        if let address = SocketAddress(numeric: endpoint.host, port: endpoint.port),
            family ?? address.family == address.family
        {
            return [address]
        }
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
