public import NetdevOptions

/// One end of an mcast link: everything is decided but the group and the port that the runner picks.
public struct GroupEndPlan: Sendable, Hashable {
    /// The group as written; nil where the runner picks it.
    public let host: String?
    /// The UDP port; nil where the runner picks it.
    public let port: UInt16?
    /// An address of the interface on which the group is heard and sent to; nil: the route decides.
    public let interface: String?

    /// The options with what the runner picked; what the file says stays.
    ///
    /// - Parameter picked: The group of the link, and its port.
    /// - Returns: Options that lack nothing.
    public func options(group picked: (host: String, port: UInt16)) -> SocketOptions {
        .multicast(
            group: InetEndpoint(host: host ?? picked.host, port: port ?? picked.port), interface: interface)
    }

    /// The options as they are written in a scenario; what the runner picks is left out, all else is said.
    var written: [(key: String, value: String)] {
        let bracketed = host.map { $0.contains(":") ? "[\($0)]" : $0 }
        let group = port.map { [("mcast", "\(bracketed ?? ""):\($0)")] } ?? []
        return group + [("localaddr", interface ?? (host?.contains(":") == true ? "::" : "0.0.0.0"))]
    }
}
