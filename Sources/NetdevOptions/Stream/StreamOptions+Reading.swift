// The rules of a stream netdev: which keys its address has, and what a server and a client may say.

extension StreamOptions {
    /// Makes options from what the table has accepted key by key.
    ///
    /// - Throws: ``OptionError`` for the first rule that does not hold.
    init(_ reader: OptionReader) throws(OptionError) {
        let rules = StreamRules(reader)
        isServer = reader.flag(Key.server) ?? false
        address = try rules.address()
        reconnect = try rules.reconnect(isServer: isServer)
        try rules.check(address, isServer: isServer, reconnects: reconnect != nil)
    }
}

/// What is said about options of a stream netdev that do not go together.
struct StreamRules {
    private let reader: OptionReader

    init(_ reader: OptionReader) {
        self.reader = reader
    }

    // MARK: The address

    /// The address, of the keys that its type has.
    func address() throws(OptionError) -> StreamOptions.Address {
        let word = reader.text(Key.type) ?? "inet"
        let own = Self.keys(of: word)
        if let stranger = reader.written(among: Key.address).first(where: { !own.contains($0) }) {
            throw OptionError(
                "\(stranger.name) does not go with addr.type=\(word)", at: reader.position(of: stranger),
                rule: "QEMU: Parameter '\(stranger.name)' is unexpected",
                remedy: "addr.type=\(word) takes \(own.map(\.name).listed())")
        }
        switch word {
        case "unix":
            guard let path = reader.text(Key.path) else { throw missing([Key.path], of: word) }
            return try unix(path)
        case "fd":
            guard let number: Int32 = reader.integer(Key.str) else { throw missing([Key.str], of: word) }
            return .descriptor(number)
        default:
            guard let host = reader.text(Key.host), let port: UInt16 = reader.integer(Key.port) else {
                let absent = [Key.host, Key.port].filter { !reader.written(among: [$0]).contains($0) }
                throw missing(absent, of: word)
            }
            return .inet(InetEndpoint(host: host, port: port), version: try version(of: host))
        }
    }

    private static func keys(of word: String) -> [NetdevKey] {
        switch word {
        case "unix": [Key.path, Key.abstract, Key.tight]
        case "fd": [Key.str]
        default: [Key.host, Key.port, Key.ipv4, Key.ipv6]
        }
    }

    private func missing(_ keys: [NetdevKey], of word: String) -> OptionError {
        OptionError(
            "addr.type=\(word) needs \(keys.map { "\($0.name)=\($0.kind)" }.listed())",
            at: reader.valuePosition(of: Key.type),
            rule: "QEMU: Parameter '\(keys.first?.name ?? Key.type.name)' is missing")
    }

    private func unix(_ path: String) throws(OptionError) -> StreamOptions.Address {
        let isTight = reader.flag(Key.tight)
        guard reader.flag(Key.abstract) == true else {
            guard isTight == nil else {
                throw OptionError(
                    "addr.tight is about abstract names", at: reader.position(of: Key.tight),
                    suggestion: "addr.abstract=on", rule: "a path ends where it ends")
            }
            return .unix(path: path)
        }
        return .abstract(name: path, padding: isTight == false ? .zeros : .none)
    }

    /// Which of a name's addresses count; an address is of one version by itself.
    private func version(of host: String) throws(OptionError) -> StreamOptions.IPVersion? {
        let version: StreamOptions.IPVersion?
        switch (reader.flag(Key.ipv4), reader.flag(Key.ipv6)) {
        case (false?, false?):
            throw OptionError(
                "addr.ipv4=off and addr.ipv6=off leave no version of IP", at: reader.position(of: Key.ipv6),
                rule: "without both keys either will do")
        case (true?, true?), (nil, nil): version = nil
        case (true?, _), (nil, false?): version = .ipv4
        case (_, true?), (false?, nil): version = .ipv6
        }
        switch (try? HostText(host), version) {
        case (.ipv4?, .ipv6?), (.ipv6?, .ipv4?):
            throw OptionError(
                "addr.host=\(host) is an \(version == .ipv4 ? "IPv6" : "IPv4") address",
                at: reader.valuePosition(of: Key.host),
                rule: "addr.ipv4 and addr.ipv6 say which addresses of a name count")
        default: return version
        }
    }

    // MARK: Server and client

    /// Milliseconds until the next try, from either key.
    func reconnect(isServer: Bool) throws(OptionError) -> UInt32? {
        let written = reader.written(among: [Key.reconnectMilliseconds, Key.reconnect])
        guard let key = written.first else { return nil }
        if isServer {
            throw OptionError(
                "\(key.name) with server=on", at: reader.position(of: key),
                rule: "QEMU: 'reconnect-ms' option is incompatible with socket in server mode",
                remedy: "a server waits for its next client anyway")
        }
        if written.count > 1 {
            throw OptionError(
                "reconnect beside reconnect-ms", at: reader.position(of: Key.reconnect),
                rule: "both say the same, in seconds and in milliseconds", remedy: "write reconnect-ms alone")
        }
        // The table keeps seconds below what overflows.
        let factor: UInt32 = key == Key.reconnect ? 1000 : 1
        let milliseconds = (reader.integer(key, as: UInt32.self) ?? 0).multipliedReportingOverflow(by: factor)
        return milliseconds.partialValue == 0 || milliseconds.overflow ? nil : milliseconds.partialValue
    }

    /// What joins the address with what is done there.
    func check(_ address: StreamOptions.Address, isServer: Bool, reconnects: Bool) throws(OptionError) {
        switch address {
        case .descriptor:
            guard isServer || reconnects else { return }
            let key = reader.written(among: [Key.server, Key.reconnectMilliseconds, Key.reconnect])[0]
            throw OptionError(
                "\(key.name) with addr.type=fd", at: reader.position(of: key),
                rule: "an inherited stream is connected already, and once only")
        case .inet(let endpoint, _):
            let position = reader.valuePosition(of: Key.host)
            let kind = try? HostText(endpoint.host)
            if kind?.isMulticast == true {
                throw OptionError(
                    "addr.host=\(endpoint.host) is a multicast group", at: position,
                    rule: "RFC 1122 4.2.3.10: TCP has no multicast", remedy: "a dgram netdev has")
            }
            guard !isServer else { return }
            if kind?.isUnspecified == true {
                throw OptionError(
                    "addr.host=\(endpoint.host) is no address to connect to", at: position,
                    suggestion: "server=on", rule: "RFC 1122 3.2.1.3: it is no destination")
            }
            guard endpoint.port != 0 else {
                throw OptionError(
                    "addr.port=0 is no port to connect to", at: reader.valuePosition(of: Key.port),
                    rule: "0 is any port, which only a server can have")
            }
        case .unix, .abstract: return
        }
    }
}

private typealias Key = NetdevType.StreamKey
