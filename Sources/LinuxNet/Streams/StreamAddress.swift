import Glibc

/// Where a byte stream leads: a TCP port, or a unix socket.
public enum StreamAddress: Hashable, Sendable, CustomStringConvertible {
    /// TCP over IP.
    case tcp(SocketAddress)
    /// A unix socket.
    case unix(UnixAddress)

    /// `tcp:127.0.0.1:5000`, `tcp:[::1]:5000`, `unix:/run/lab.sock`, `unix:@lab`.
    public var description: String {
        switch self {
        case .tcp(let address): "tcp:\(address)"
        case .unix(let address): "unix:\(address)"
        }
    }

    /// In messages.
    var name: SocketName {
        switch self {
        case .tcp(let address): .tcp(address)
        case .unix(let address): .unix("\(address)")
        }
    }

    /// The first argument of socket(2).
    var domain: Int32 {
        switch self {
        case .tcp(let address): address.family == .ipv4 ? AF_INET : AF_INET6
        case .unix: AF_UNIX
        }
    }
}
