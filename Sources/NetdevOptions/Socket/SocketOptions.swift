/// The options of a `socket` netdev, as meant: QEMU's older netdev, whose one key of five says which kind it is.
///
/// Parsing makes only values that hold the rules of the table.
public enum SocketOptions: Hashable, Sendable {
    /// A TCP server: frames behind their lengths, on the one connection that it has at a time.
    ///
    /// A port of 0 is any port; the host `0.0.0.0` is every address of this host.
    case listen(InetEndpoint)
    /// A TCP client of such a server.
    case connect(InetEndpoint)
    /// UDP multicast, one frame a datagram; `interface` is an address of it, nil: the route decides.
    case multicast(group: InetEndpoint, interface: String?)
    /// UDP between two addresses, one frame a datagram.
    ///
    /// A local port of 0 is any port.
    case udp(local: InetEndpoint, remote: InetEndpoint)
    /// A connected socket that was inherited: a byte stream or datagrams, as its type says when it is opened (`SO_TYPE`).
    case descriptor(Int32)

    /// The same link as its far end writes it: listen and connect, or local and remote, crossed; members of a group all
    /// write the same.
    ///
    /// - Returns: The far end's options; nil for an inherited socket, of whose far end nothing is known.
    public func mirrored() -> SocketOptions? {
        switch self {
        case .listen(let endpoint): .connect(endpoint)
        case .connect(let endpoint): .listen(endpoint)
        case .udp(let local, let remote): .udp(local: remote, remote: local)
        case .multicast: self
        case .descriptor: nil
        }
    }
}
