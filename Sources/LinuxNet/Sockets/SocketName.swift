/// What a socket is called in messages.
public enum SocketName: Hashable, Sendable, CustomStringConvertible {
    /// An IP address and a port of UDP.
    case internet(SocketAddress)
    /// An IP address and a port of TCP.
    case tcp(SocketAddress)
    /// An IP address and a protocol over IP.
    case rawIP(SocketAddress, protocol: UInt8)
    /// A path in the file system (unix(7)).
    case unix(String)
    /// A network interface, by its name (packet(7)).
    case interface(String)
    /// A descriptor that somebody else opened.
    case descriptor(Int32)

    /// `127.0.0.1:1701`, `tcp:127.0.0.1:5000`, `127.0.0.1 protocol 115`, `/run/lab/a.sock`, `eth0`, `descriptor 7`.
    public var description: String {
        switch self {
        case .internet(let address): address.description
        case .tcp(let address): "tcp:\(address)"
        case .rawIP(let address, let number): "\(address.host) protocol \(number)"
        case .unix(let path): path
        case .interface(let name): name
        case .descriptor(let number): "descriptor \(number)"
        }
    }
}
