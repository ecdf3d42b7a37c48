import WireFormats

/// Which local goes with which remote, and what is said about a pair that does not.
struct DgramRules {
    private let reader: OptionReader

    init(_ reader: OptionReader) {
        self.reader = reader
    }

    /// Whether this remote host is a multicast group; only an address can be one, a name is not looked up.
    func isGroup(_ host: String) -> Bool {
        if case .ipv4(let address)? = try? HostText(host) { address.isMulticast } else { false }
    }

    /// A multicast group with what `local` says about it.
    func multicast(_ group: InetEndpoint, heardAt local: DgramAddress?) throws(OptionError) -> DgramOptions {
        switch local {
        case nil:
            return .multicast(group: group, interface: nil)
        case .descriptor(let number):
            return .descriptorMulticast(number, group: group)
        case .inet(let host, _):
            guard case .ipv4(let address)? = try? HostText(host) else {
                throw OptionError(
                    "'\(host)' is not the IPv4 address of an interface", at: reader.valuePosition(of: Key.localHost),
                    rule: "QEMU: localaddr '\(host)' is not a valid IPv4 address",
                    remedy: "the group is heard on the interface with this address; without local.* the route decides")
            }
            guard !address.isMulticast else { throw localIsGroup(host) }
            return .multicast(group: group, interface: address.isUnspecified ? nil : host)
        case .unix:
            throw OptionError(
                "a multicast group is not heard with local.type=unix", at: reader.valuePosition(of: Key.localType),
                suggestion: "local.type=inet", rule: "QEMU: only support inet or fd type for local",
                remedy: "local.host is then the address of the interface; without local.* the route decides")
        }
    }

    /// What datagrams can be sent to, whatever local is.
    func checkDestination(_ remote: DgramAddress?) throws(OptionError) {
        guard case .inet(let host, _)? = remote, let kind = try? HostText(host) else { return }
        let position = reader.valuePosition(of: Key.remoteHost)
        if case .ipv6 = kind, kind.isMulticast {
            throw OptionError(
                "IPv6 multicast is not supported yet; \(host) is a group", at: position,
                rule: "RFC 4291 2.7: ff00::/8 is multicast", remedy: "use an IPv4 group, 224.0.0.0/4")
        }
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
