import LinuxNet
import SystemPackage

/// The socket under an L2TPv3 session.
enum SessionSocket: ~Copyable {
    case udp(UDPSocket)
    case rawIP(RawIPSocket)

    /// Lent: it must not be closed.
    var descriptor: FileDescriptor {
        switch self {
        case .udp(let socket): socket.descriptor
        case .rawIP(let socket): socket.descriptor
        }
    }

    var localAddress: SocketAddress {
        switch self {
        case .udp(let socket): socket.localAddress
        case .rawIP(let socket): socket.localAddress
        }
    }

    var degraded: [String] {
        switch self {
        case .udp(let socket): socket.degraded
        case .rawIP(let socket): socket.degraded
        }
    }
}
