/// The options of a `dgram` netdev, as meant: one frame a datagram, without any header.
///
/// QEMU has two addresses, `local` and `remote`, each of a type of its own; a case here is one of the combinations that
/// mean something. Parsing makes only values that hold the rules of the table.
public enum DgramOptions: Hashable, Sendable {
    /// UDP between two addresses (IPv4 or IPv6 text, or a name).
    ///
    /// A local port of 0 is any port.
    case inet(local: InetEndpoint, remote: InetEndpoint)
    /// Unix datagram sockets: ours is bound at `local`, datagrams go to `remote`.
    case unix(local: String, remote: String)
    /// UDP multicast; `interface` is the host of local (an address), nil: the route decides, or the group's zone.
    ///
    /// `ttl` is how many routers a datagram may pass, less one: the TTL of IPv4, the hop limit of IPv6.
    case multicast(group: InetEndpoint, interface: String?, ttl: UInt8 = 1)
    /// A connected datagram socket that was inherited.
    case descriptor(Int32)
    /// An inherited socket that hears the group; datagrams go to the group.
    case descriptorMulticast(Int32, group: InetEndpoint, ttl: UInt8 = 1)

    /// The same link as its far end writes it: local and remote crossed; members of a group all write the same.
    ///
    /// A local port of 0 becomes a remote port of 0: the port is not known before the near end is bound. Set it then.
    ///
    /// - Returns: The far end's options; nil for an inherited socket, of whose far end nothing is known.
    public func mirrored() -> DgramOptions? {
        switch self {
        case .inet(let local, let remote): .inet(local: remote, remote: local)
        case .unix(let local, let remote): .unix(local: remote, remote: local)
        case .multicast: self
        case .descriptor, .descriptorMulticast: nil
        }
    }
}

/// A host and a port of UDP or TCP, as written.
public struct InetEndpoint: Hashable, Sendable {
    /// An address as text, IPv4 or IPv6, or a name.
    public var host: String
    /// The port; 0 for any, where that has a meaning.
    public var port: UInt16

    /// An endpoint.
    ///
    /// - Parameters:
    ///   - host: An address as text, or a name.
    ///   - port: The port.
    public init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }
}
