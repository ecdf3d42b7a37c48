public import NetdevOptions

/// One end of a link on a byte stream: everything is decided but the address, port or path that the runner picks.
///
/// Where the first end listens is where the second connects to, so both have the same.
public struct StreamEndPlan: Sendable, Hashable {
    /// The host as written, the path of a unix socket, or its name; nil where the runner picks it.
    public let host: String?
    /// The TCP port; nil where the runner picks it, and for unix sockets.
    public let port: UInt16?
    /// The options; the parts of the address that the file does not say are placeholders.
    private let template: StreamOptions

    /// An end.
    ///
    /// - Parameters:
    ///   - options: What it does; ``host`` and ``port`` stand for the parts of its address that are written.
    ///   - host: The host, path or name, if the file says one.
    ///   - port: The port, if the file says one.
    init(_ options: StreamOptions, host: String?, port: UInt16?) {
        template = options
        self.host = host
        self.port = port
    }

    /// What carries the bytes.
    public enum Transport: String, Sendable, Hashable {
        /// TCP over IPv4, or over whatever a name's addresses are.
        case ipv4
        /// TCP over IPv6.
        case ipv6
        /// A unix socket at a path.
        case unix
        /// A unix socket whose name is in no file system.
        case abstract
    }

    /// What carries the bytes.
    public var transport: Transport {
        switch template.address {
        case .inet(let endpoint, let version): version == .ipv6 || endpoint.host.contains(":") ? .ipv6 : .ipv4
        case .unix, .descriptor: .unix
        case .abstract: .abstract
        }
    }

    /// The options with what the runner picked; what the file says stays.
    ///
    /// - Parameter picked: The host (path, name) and port at which the first end listens.
    /// - Returns: Options that lack nothing.
    public func options(at picked: (host: String, port: UInt16)) -> StreamOptions {
        var options = template
        let name = host ?? picked.host
        switch template.address {
        case .inet(_, let version):
            options.address = .inet(InetEndpoint(host: name, port: port ?? picked.port), version: version)
        case .unix, .descriptor: options.address = .unix(path: name)
        case .abstract(_, let padding): options.address = .abstract(name: name, padding: padding)
        }
        return options
    }

    /// The options of a stream link as they are written in a scenario; what the runner picks is left out, all else is said.
    var written: [(key: String, value: String)] {
        var all: [(String, String?)]
        switch template.address {
        case .inet(_, let version):
            all = [
                ("addr.type", "inet"), ("addr.host", host), ("addr.port", port.map { String($0) }),
                ("addr.ipv4", version == .ipv4 ? "on" : nil), ("addr.ipv6", version == .ipv6 ? "on" : nil),
            ]
        case .unix, .descriptor: all = [("addr.type", "unix"), ("addr.path", host)]
        case .abstract(_, let padding):
            all = [
                ("addr.type", "unix"), ("addr.path", host), ("addr.abstract", "on"),
                ("addr.tight", padding == .zeros ? "off" : nil),
            ]
        }
        all.append(("reconnect-ms", template.reconnect.map { String($0) }))
        return all.compactMap { key, value in value.map { (key, $0) } }
    }
}
