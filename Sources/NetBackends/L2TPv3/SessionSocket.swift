public import LinuxNet

/// The socket under an L2TPv3 session, bound and not connected.
public enum SessionSocket: ~Copyable {
    /// A UDP datagram is a message (RFC 3931 section 4.1.2).
    case udp(UDPSocket)
    /// A packet of IP protocol 115 is one (RFC 3931 section 4.1.1).
    ///
    /// Sessions at one address share a socket, see ``SharedRawSocket``; where there is one already, this is closed.
    case rawIP(RawIPSocket)

    /// IANA's number of L2TPv3 over IP (RFC 3931 section 4.1.1).
    static let ipProtocol: UInt8 = 115

    /// Opens a socket and binds it.
    ///
    /// - Parameters:
    ///   - address: The local address; over UDP with port 0 the kernel chooses one.
    ///   - udp: Whether it is UDP; otherwise IP alone, which needs `CAP_NET_RAW`.
    /// - Throws: ``BackendError``, and then nothing is left open.
    public init(bindingTo address: SocketAddress, udp: Bool) throws(BackendError) {
        do throws(SocketError) {
            self =
                udp
                ? .udp(try UDPSocket(bindingTo: address))
                : .rawIP(try RawIPSocket(bindingTo: address, protocol: Self.ipProtocol))
        } catch {
            throw BackendError(error)
        }
    }

    /// Where it is bound; over IP its port is 0.
    public var localAddress: SocketAddress {
        switch self {
        case .udp(let socket): socket.localAddress
        case .rawIP(let socket): socket.localAddress
        }
    }

    /// Has packets that are longer than the path takes refused.
    func forbidFragments() throws(SocketError) {
        switch self {
        case .udp(let socket): try socket.forbidFragments()
        case .rawIP(let socket): try socket.forbidFragments()
        }
    }
}
