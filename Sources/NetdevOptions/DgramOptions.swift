/// What a dgram netdev is between.
public enum DgramOptions: Hashable, Sendable {
    /// UDP between two addresses.
    case inet(local: InetEndpoint, remote: InetEndpoint)
    /// Unix datagram sockets: ours is bound at `local`, datagrams go to `remote`.
    case unix(local: String, remote: String)
    /// UDP multicast; without an interface's address the route decides.
    case multicast(group: InetEndpoint, interface: String?)
    /// A connected datagram socket that was inherited.
    case descriptor(Int32)
    /// An inherited socket that hears the group; datagrams go to the group.
    case descriptorMulticast(Int32, group: InetEndpoint)
}

/// A host, by address or name, and a UDP port.
public struct InetEndpoint: Hashable, Sendable {
    /// The address or name.
    public var host: String
    /// The port.
    public var port: UInt16

    /// An endpoint.
    public init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }
}
