/// What a socket is called in messages.
public enum SocketName: Hashable, Sendable, CustomStringConvertible {
    /// An IP address and a port.
    case internet(SocketAddress)
    /// A path in the file system (unix(7)).
    case unix(String)
    /// A descriptor that somebody else opened.
    case descriptor(Int32)

    /// `127.0.0.1:1701`, `/run/lab/a.sock`, `descriptor 7`.
    public var description: String {
        switch self {
        case .internet(let address): address.description
        case .unix(let path): path
        case .descriptor(let number): "descriptor \(number)"
        }
    }
}
