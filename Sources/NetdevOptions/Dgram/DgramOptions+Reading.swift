// The rules that join local and remote of a dgram netdev: first each by itself, then the pairs, as QEMU's table has them.

extension DgramOptions {
    /// Makes options from what the table has accepted key by key.
    ///
    /// - Throws: ``OptionError`` for the first rule that does not hold.
    init(_ reader: OptionReader) throws(OptionError) {
        let local = try DgramSide.local.read(reader)
        let remote = try DgramSide.remote.read(reader)
        let rules = DgramRules(reader)
        try rules.checkDestination(remote)
        try rules.checkHopLimit(remote)
        switch (local, remote) {
        case (let local, .inet(let host, let port)?) where rules.isGroup(host):
            guard let port else { throw rules.portMissing(.remote) }
            self = try rules.multicast(InetEndpoint(host: host, port: port), heardAt: local)
        case (.descriptor(let number)?, nil):
            self = .descriptor(number)
        case (.descriptor?, let remote?):
            throw rules.remoteOfDescriptor(remote)
        case (nil, _):
            throw rules.localMissing(for: remote)
        case (let local?, nil):
            throw rules.remoteMissing(for: local)
        case (.inet(let host, let port)?, .inet(let remoteHost, let remotePort)?):
            guard let port else { throw rules.portMissing(.local) }
            guard let remotePort else { throw rules.portMissing(.remote) }
            let local = InetEndpoint(host: host, port: port)
            let remote = InetEndpoint(host: remoteHost, port: remotePort)
            try rules.checkPair(local, remote)
            self = .inet(local: local, remote: remote)
        case (.unix(let local)?, .unix(let remote)?):
            guard local != remote else { throw rules.sameAddress(Key.remotePath) }
            self = .unix(local: local, remote: remote)
        case (let local?, let remote?):
            throw rules.typesDiffer(local, remote)
        }
    }
}

/// One of the two addresses, as its own keys have it.
enum DgramAddress: Hashable, Sendable {
    /// UDP; a port that was not written may turn out not to be needed.
    case inet(host: String, port: UInt16?)
    case unix(path: String)
    case descriptor(Int32)

    /// The word of `local.type`.
    var type: String {
        switch self {
        case .inet: "inet"
        case .unix: "unix"
        case .descriptor: "fd"
        }
    }
}

/// `local` or `remote`: its keys, and which of them go together.
struct DgramSide: Sendable {
    let name: String
    let type: NetdevKey
    private let host: NetdevKey
    let port: NetdevKey
    private let path: NetdevKey
    /// The descriptor; a remote has none.
    private let str: NetdevKey?

    static let local = DgramSide(
        name: "local", type: Key.localType, host: Key.localHost, port: Key.localPort, path: Key.localPath,
        str: Key.localStr)
    static let remote = DgramSide(
        name: "remote", type: Key.remoteType, host: Key.remoteHost, port: Key.remotePort, path: Key.remotePath, str: nil
    )

    /// The address, or nil if none of its keys was written.
    func read(_ reader: OptionReader) throws(OptionError) -> DgramAddress? {
        let all = [host, port, path] + (str.map { [$0] } ?? [])
        let written = reader.written(among: all)
        guard let word = reader.text(type) else {
            guard let first = written.first else { return nil }
            throw OptionError(
                "\(first.name) without \(type.name)", at: reader.position(of: first),
                suggestion: "\(type.name)=\(word(of: first))", rule: "QEMU: Parameter '\(type.name)' is missing")
        }
        let own = keys(of: word)
        if let stranger = written.first(where: { !own.contains($0) }) {
            let hasOwn = written.contains(where: own.contains)
            throw OptionError(
                "\(stranger.name) does not go with \(type.name)=\(word)", at: reader.position(of: stranger),
                suggestion: hasOwn ? nil : "\(type.name)=\(self.word(of: stranger))",
                rule: "QEMU: Parameter '\(stranger.name)' is unexpected",
                remedy: "\(type.name)=\(word) takes \(own.map(\.name).listed())")
        }
        if let path = reader.text(path) { return .unix(path: path) }
        if let host = reader.text(host) { return .inet(host: host, port: reader.integer(port)) }
        if let str, let number: Int32 = reader.integer(str) { return .descriptor(number) }
        throw missing(own.filter { !written.contains($0) }, of: word, reader)
    }

    /// A type of this side without all of its keys.
    func missing(_ keys: [NetdevKey], of word: String, _ reader: OptionReader) -> OptionError {
        OptionError(
            "\(type.name)=\(word) needs \(keys.map { "\($0.name)=\($0.kind)" }.listed())",
            at: reader.valuePosition(of: type),
            rule: "QEMU: Parameter '\(keys.first?.name ?? name)' is missing")
    }

    /// What has to be written for an address of this type: `local.type=unix,local.path=PATH`.
    func template(_ word: String) -> String {
        let values = keys(of: word).map { "\($0.name)=\($0 == port ? "PORT" : "\($0.kind)")" }
        return (["\(type.name)=\(word)"] + values).joined(separator: ",")
    }

    private func keys(of word: String) -> [NetdevKey] {
        switch word {
        case "inet": [host, port]
        case "unix": [path]
        default: str.map { [$0] } ?? []
        }
    }

    private func word(of key: NetdevKey) -> String {
        ["inet", "unix"].first { keys(of: $0).contains(key) } ?? "fd"
    }
}

private typealias Key = NetdevType.DgramKey
