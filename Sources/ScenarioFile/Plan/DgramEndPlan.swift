public import NetdevOptions

/// One end of a dgram link: everything is decided but the addresses, ports and paths that the runner picks.
public struct DgramEndPlan: Sendable, Hashable {
    /// What carries the datagrams.
    public enum Transport: String, Sendable, Hashable {
        /// UDP over IPv4.
        case ipv4
        /// UDP over IPv6.
        case ipv6
        /// Unix datagram sockets.
        case unix
    }

    /// A place that a socket is bound at, as far as the file says it.
    public struct Place: Sendable, Hashable {
        /// The host as written, or the path of a unix socket; nil where the runner picks it.
        public var host: String?
        /// The UDP port; nil where the runner picks it, and for unix sockets.
        public var port: UInt16?
    }

    /// What carries the datagrams.
    public var transport: Transport
    /// This end.
    public var local: Place
    /// The far end; what is nil is what the far end was given.
    public var remote: Place

    /// The options with what the runner picked; what the file says stays.
    ///
    /// - Parameters:
    ///   - picked: the host (or path) and port of this end.
    ///   - far: the host (or path) and port of the far end.
    /// - Returns: options that lack nothing.
    public func options(
        local picked: (host: String, port: UInt16), remote far: (host: String, port: UInt16)
    ) -> DgramOptions {
        let near = InetEndpoint(host: local.host ?? picked.host, port: local.port ?? picked.port)
        let other = InetEndpoint(host: remote.host ?? far.host, port: remote.port ?? far.port)
        return switch transport {
        case .ipv4, .ipv6: .inet(local: near, remote: other)
        case .unix: .unix(local: near.host, remote: other.host)
        }
    }

    /// The options as they are written in a scenario; what the runner picks is left out, all else is said.
    var written: [(key: String, value: String)] {
        let type = transport == .unix ? "unix" : "inet"
        func side(_ name: String, _ place: Place) -> [(String, String?)] {
            [
                ("\(name).type", type), (transport == .unix ? "\(name).path" : "\(name).host", place.host),
                ("\(name).port", place.port.map { String($0) }),
            ]
        }
        return (side("local", local) + side("remote", remote)).compactMap { key, value in value.map { (key, $0) } }
    }
}
