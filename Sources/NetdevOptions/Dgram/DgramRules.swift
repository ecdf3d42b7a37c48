import WireFormats

/// Which local goes with which remote, and what is said about a pair that does not.
struct DgramRules {
    private let reader: OptionReader

    init(_ reader: OptionReader) {
        self.reader = reader
    }

    /// Whether this remote host is a multicast group; only an address can be one, a name is not looked up.
    func isGroup(_ host: String) -> Bool { (try? HostText(host))?.isMulticast ?? false }

    /// A multicast group with what `local` says about it.
    func multicast(_ group: InetEndpoint, heardAt local: DgramAddress?) throws(OptionError) -> DgramOptions {
        let ttl: UInt8 = reader.integer(Key.ttl) ?? 1
        switch local {
        case nil:
            try checkZone(of: group.host, interface: nil)
            return .multicast(group: group, interface: nil, ttl: ttl)
        case .descriptor(let number):
            // Its opener has chosen the interface.
            return .descriptorMulticast(number, group: group, ttl: ttl)
        case .inet(let host, _):
            let interface = try interface(host, of: group.host)
            try checkZone(of: group.host, interface: interface)
            return .multicast(group: group, interface: interface, ttl: ttl)
        case .unix:
            throw OptionError(
                "a multicast group is not heard with local.type=unix", at: reader.valuePosition(of: Key.localType),
                suggestion: "local.type=inet", rule: "QEMU: only support inet or fd type for local",
                remedy: "local.host is then the address of the interface; without local.* the route decides")
        }
    }

    /// The address of the interface on which a group is heard; nil for 0.0.0.0 and ::, with which the route decides.
    private func interface(_ host: String, of group: String) throws(OptionError) -> String? {
        let position = reader.valuePosition(of: Key.localHost)
        let version: String
        let isVersion: Bool
        let kind = try? HostText(host)
        switch (try? HostText(group), kind) {
        case (.ipv6?, .ipv6?): (version, isVersion) = ("IPv6", true)
        case (.ipv6?, _): (version, isVersion) = ("IPv6", false)
        case (_, .ipv4?): (version, isVersion) = ("IPv4", true)
        default: (version, isVersion) = ("IPv4", false)
        }
        guard isVersion, let kind else {
            throw OptionError(
                "'\(host)' is not the \(version) address of an interface", at: position,
                rule: version == "IPv6"
                    ? "a group and its interface are of one version of IP"
                    : "QEMU: localaddr '\(host)' is not a valid IPv4 address",
                remedy: "the group is heard on the interface with this address; without local.* the route decides")
        }
        guard !kind.isMulticast else { throw localIsGroup(host) }
        return kind.isUnspecified ? nil : host
    }

    /// A group of one link needs the interface.
    private func checkZone(of group: String, interface: String?) throws(OptionError) {
        guard interface == nil, !group.utf8.contains(UInt8(ascii: "%")),
            (try? HostText(group))?.isGroupOfOneLink == true
        else { return }
        throw OptionError(
            "\(group) is another group on each link", at: reader.valuePosition(of: Key.remoteHost),
            rule: "RFC 4007 6: an address of one link or host has a zone",
            remedy: "write \(group)%INTERFACE, or local.host with an address of the interface")
    }

    /// A TTL is a group's alone: it is where QEMU's kernel default of 1 is in the way.
    func checkHopLimit(_ remote: DgramAddress?) throws(OptionError) {
        if case .inet(let host, _)? = remote, isGroup(host) { return }
        guard !reader.written(among: [Key.ttl]).isEmpty else { return }
        throw OptionError(
            "ttl without a multicast group", at: reader.position(of: Key.ttl),
            rule: "to one address datagrams go as far as the kernel lets all others go")
    }

    /// What datagrams can be sent to, whatever local is.
    func checkDestination(_ remote: DgramAddress?) throws(OptionError) {
        guard case .inet(let host, _)? = remote, let kind = try? HostText(host) else { return }
        let position = reader.valuePosition(of: Key.remoteHost)
        guard !kind.isUnspecified else {
            throw OptionError("\(host) is no address to send to", at: position, rule: Key.remoteHost.rule)
        }
    }

    /// The rules of UDP between two addresses.
    func checkPair(_ local: InetEndpoint, _ remote: InetEndpoint) throws(OptionError) {
        let places = (local: reader.valuePosition(of: Key.localHost), remote: reader.valuePosition(of: Key.remoteHost))
        let kinds = (local: try? HostText(local.host), remote: try? HostText(remote.host))
        if kinds.local?.isMulticast == true { throw localIsGroup(local.host) }
        switch kinds {
        case (.ipv4?, .ipv6?), (.ipv6?, .ipv4?):
            let (here, there) = if case .ipv4? = kinds.local { ("IPv4", "IPv6") } else { ("IPv6", "IPv4") }
            throw OptionError(
                "remote.host is \(there) and local.host is \(here)", at: places.remote,
                rule: "one UDP socket has one version of IP for both",
                remedy: "write both as \(here) or both as \(there)")
        default: break
        }
        guard local != remote else { throw sameAddress(Key.remotePort) }
    }

    /// An inet address without its port, where that is needed.
    func portMissing(_ side: DgramSide) -> OptionError {
        side.missing([side.port], of: "inet", reader)
    }

    func sameAddress(_ key: NetdevKey) -> OptionError {
        OptionError(
            "remote is the same as local", at: reader.valuePosition(of: key),
            rule: "a frame that was sent would come back as if it had been received")
    }

    func localMissing(for remote: DgramAddress?) -> OptionError {
        let rule = "QEMU: dgram requires local= parameter"
        switch remote {
        case .inet(let host, _):
            return OptionError(
                "remote.host=\(host) is no multicast group, so there has to be a local", rule: rule,
                at: reader.valuePosition(of: Key.remoteHost), write: DgramSide.local.template("inet"))
        case .unix:
            return OptionError(
                "remote.type=unix needs a local", rule: rule, at: reader.valuePosition(of: Key.remoteType),
                write: DgramSide.local.template("unix"))
        case .descriptor, nil:
            return OptionError(
                "dgram needs a local and a remote, or a remote that is a multicast group", rule: rule,
                at: reader.position(of: .type),
                write: DgramSide.local.template("inet") + "," + DgramSide.remote.template("inet"))
        }
    }

    func remoteMissing(for local: DgramAddress) -> OptionError {
        OptionError(
            "local.type=\(local.type) needs a remote", rule: "QEMU: type=inet or type=unix requires remote parameter",
            at: reader.valuePosition(of: Key.localType), write: DgramSide.remote.template(local.type))
    }

    func remoteOfDescriptor(_ remote: DgramAddress) -> OptionError {
        OptionError(
            "remote.type=\(remote.type) says where datagrams go, but the socket of local.type=fd is connected already",
            at: reader.position(of: Key.remoteType), rule: "QEMU: don't set remote with local.fd",
            remedy: "leave remote.* out; with local.type=fd it can only be a multicast group")
    }

    func typesDiffer(_ local: DgramAddress, _ remote: DgramAddress) -> OptionError {
        OptionError(
            "remote.type=\(remote.type) with local.type=\(local.type)", at: reader.valuePosition(of: Key.remoteType),
            suggestion: "remote.type=\(local.type)", rule: "QEMU: remote and local types must be the same",
            remedy: "write \(DgramSide.remote.template(local.type))")
    }

    private func localIsGroup(_ host: String) -> OptionError {
        OptionError(
            "local.host=\(host) is a multicast group", at: reader.valuePosition(of: Key.localHost),
            suggestion: "remote.host=\(host)",
            rule: "RFC 1122 3.2.1.3: nothing is sent from a multicast address; the group is the remote")
    }
}

extension OptionError {
    /// An error that is mended by more options.
    fileprivate init(_ message: String, rule: String, at position: OptionPosition, write options: String) {
        self.init(message, at: position, rule: rule, remedy: "write \(options)")
    }
}

private typealias Key = NetdevType.DgramKey
