// The rules of a socket netdev: one key of five, and what may stand beside it.

extension SocketOptions {
    /// Makes options from what the table has accepted key by key.
    ///
    /// - Throws: ``OptionError`` for the first rule that does not hold.
    init(_ reader: OptionReader) throws(OptionError) {
        let rules = SocketRules(reader)
        switch try rules.kind() {
        case Key.listen:
            self = .listen(try rules.endpoint(Key.listen, emptyHost: "0.0.0.0"))
        case Key.connect:
            self = .connect(try rules.destination(Key.connect))
        case Key.mcast:
            self = .multicast(group: try rules.group(), interface: try rules.interface())
        case Key.udp:
            let remote = try rules.destination(Key.udp)
            let local = try rules.endpoint(Key.localaddr, emptyHost: remote.isIPv6 ? "::" : "0.0.0.0")
            try rules.checkPair(local, remote)
            self = .udp(local: local, remote: remote)
        default:
            guard let number: Int32 = reader.integer(Key.fd) else { throw rules.kindMissing() }
            self = .descriptor(number)
        }
    }
}

/// What is said about options of a socket netdev that do not go together.
struct SocketRules {
    private let reader: OptionReader

    init(_ reader: OptionReader) {
        self.reader = reader
    }

    /// Which of the five keys was written.
    func kind() throws(OptionError) -> NetdevKey {
        let written = reader.written(among: Key.kinds)
        guard let kind = written.first else { throw kindMissing() }
        if written.count > 1 {
            throw OptionError(
                "\(written[1].name) beside \(kind.name)", at: reader.position(of: written[1]), rule: Self.oneOfFive,
                remedy: "each is a netdev of its own kind")
        }
        let hasLocal = reader.text(Key.localaddr) != nil
        if hasLocal, kind != Key.mcast, kind != Key.udp {
            throw OptionError(
                "localaddr beside \(kind.name)", at: reader.position(of: Key.localaddr),
                rule: "QEMU: localaddr= is only valid with mcast= or udp=")
        }
        if !hasLocal, kind == Key.udp {
            throw OptionError(
                "udp needs localaddr", at: reader.position(of: Key.udp),
                rule: "QEMU: localaddr= is mandatory with udp=", remedy: "write localaddr=[HOST]:PORT, which is bound")
        }
        return kind
    }

    private static let oneOfFive = "QEMU: exactly one of listen=, connect=, mcast= or udp= is required, or fd="

    func kindMissing() -> OptionError {
        OptionError(
            "socket needs one of \(Key.kinds.map(\.name).listed(with: "or"))", at: reader.position(of: .type),
            rule: Self.oneOfFive)
    }

    /// A host and a port.
    func endpoint(_ key: NetdevKey, emptyHost: String) throws(OptionError) -> InetEndpoint {
        let endpoint = try HostPortText.read(key, reader)
        let host = endpoint.host.isEmpty ? emptyHost : endpoint.host
        if (try? HostText(host))?.isMulticast == true, key != Key.mcast {
            throw OptionError(
                "\(key.name): \(host) is a multicast group", at: reader.valuePosition(of: key),
                suggestion: "mcast=\(endpoint.hostAndPort)",
                rule: "RFC 1122 3.2.1.3: a group has no connections, and nothing is sent from its address")
        }
        return InetEndpoint(host: host, port: endpoint.port)
    }

    /// Where to, which is one address: without a host this host, as Linux takes 0.0.0.0 there.
    func destination(_ key: NetdevKey) throws(OptionError) -> InetEndpoint {
        let endpoint = try endpoint(key, emptyHost: "127.0.0.1")
        guard let kind = try? HostText(endpoint.host), kind.isUnspecified else { return endpoint }
        throw OptionError(
            "\(key.name): \(endpoint.host) is no address to send to", at: reader.valuePosition(of: key),
            suggestion: "\(endpoint.isIPv6 ? "[::1]" : "127.0.0.1"):\(endpoint.port)",
            rule: "RFC 1122 3.2.1.3: it is no destination")
    }

    /// The group of mcast.
    func group() throws(OptionError) -> InetEndpoint {
        let group = try endpoint(Key.mcast, emptyHost: "0.0.0.0")
        let position = reader.valuePosition(of: Key.mcast)
        switch try? HostText(group.host) {
        case .ipv4(let address)? where address.isMulticast: return group
        case .ipv6(let address)? where address.isMulticast:
            throw OptionError(
                "mcast: IPv6 multicast is not supported yet; \(group.host) is a group", at: position,
                rule: "RFC 4291 2.7: ff00::/8 is multicast", remedy: "use an IPv4 group, 224.0.0.0/4")
        default:
            throw OptionError(
                "mcast: \(group.host) is no multicast group", at: position,
                rule: "QEMU: specified mcastaddr \(group.host) does not contain a multicast address",
                remedy: "a group is an address in 224.0.0.0/4, such as 239.1.1.1 (RFC 2365)")
        }
    }

    /// The interface on which a group is heard.
    func interface() throws(OptionError) -> String? {
        guard let host = reader.text(Key.localaddr) else { return nil }
        guard case .ipv4(let address)? = try? HostText(host), !address.isMulticast else {
            throw OptionError(
                "localaddr: '\(host)' is not the IPv4 address of an interface",
                at: reader.valuePosition(of: Key.localaddr),
                rule: "QEMU: localaddr '\(host)' is not a valid IPv4 address",
                remedy: "with mcast it is an address alone; without localaddr the route decides")
        }
        return address.isUnspecified ? nil : host
    }

    /// The rules of UDP between two addresses.
    func checkPair(_ local: InetEndpoint, _ remote: InetEndpoint) throws(OptionError) {
        switch (try? HostText(local.host), try? HostText(remote.host)) {
        case (.ipv4?, .ipv6?), (.ipv6?, .ipv4?):
            throw OptionError(
                "localaddr is \(local.isIPv6 ? "IPv6" : "IPv4") and udp is \(remote.isIPv6 ? "IPv6" : "IPv4")",
                at: reader.valuePosition(of: Key.localaddr), rule: "one UDP socket has one version of IP for both")
        default: break
        }
        guard local != remote else {
            throw OptionError(
                "localaddr is the same as udp", at: reader.valuePosition(of: Key.localaddr),
                rule: "a frame that was sent would come back as if it had been received")
        }
    }
}

private typealias Key = NetdevType.SocketKey
