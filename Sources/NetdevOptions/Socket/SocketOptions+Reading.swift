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
            let group = try rules.group()
            self = .multicast(group: group, interface: try rules.interface(of: group))
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
        guard let kind = try? HostText(group.host), kind.isMulticast else {
            throw OptionError(
                "mcast: \(group.host) is no multicast group", at: reader.valuePosition(of: Key.mcast),
                rule: "QEMU: specified mcastaddr \(group.host) does not contain a multicast address",
                remedy: "a group is an address in 224.0.0.0/4, such as 239.1.1.1 (RFC 2365), or in ff00::/8")
        }
        return group
    }

    /// The interface on which a group is heard.
    func interface(of group: InetEndpoint) throws(OptionError) -> String? {
        guard let host = reader.text(Key.localaddr) else {
            try checkZone(of: group, interface: nil)
            return nil
        }
        let version = group.isIPv6 ? "IPv6" : "IPv4"
        let isVersion: Bool
        let kind = try? HostText(host)
        switch kind {
        case .ipv4?: isVersion = !group.isIPv6
        case .ipv6?: isVersion = group.isIPv6
        default: isVersion = false
        }
        guard isVersion, let kind, !kind.isMulticast else {
            throw OptionError(
                "localaddr: '\(host)' is not the \(version) address of an interface",
                at: reader.valuePosition(of: Key.localaddr),
                rule: "QEMU: localaddr '\(host)' is not a valid IPv4 address",
                remedy: "with mcast it is an address alone; without localaddr the route decides")
        }
        let interface = kind.isUnspecified ? nil : host
        try checkZone(of: group, interface: interface)
        return interface
    }

    /// A group of one link needs the interface.
    private func checkZone(of group: InetEndpoint, interface: String?) throws(OptionError) {
        guard interface == nil, !group.host.utf8.contains(UInt8(ascii: "%")),
            (try? HostText(group.host))?.isGroupOfOneLink == true
        else { return }
        throw OptionError(
            "mcast: \(group.host) is another group on each link", at: reader.valuePosition(of: Key.mcast),
            rule: "RFC 4007 6: an address of one link or host has a zone",
            remedy: "write [\(group.host)%INTERFACE]:\(group.port), or localaddr with an address of the interface")
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
