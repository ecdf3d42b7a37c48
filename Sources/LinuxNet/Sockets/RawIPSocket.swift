import CLinuxNet
import Glibc
public import SystemPackage

/// A non-blocking raw socket of one protocol over IP, bound to one local address (raw(7)).
///
/// It needs `CAP_NET_RAW`. Every raw socket of the protocol on that address gets a copy of every packet. Over IPv4 what
/// arrives begins with the IP header; over IPv6, and in what is sent, there is none.
public struct RawIPSocket: ~Copyable {
    /// Where the socket is bound; its port is 0.
    public let localAddress: SocketAddress
    private let receiveBuffer: (wanted: Int, granted: Int)
    private let name: SocketName
    private let owned: OwnedDescriptor

    /// Opens a socket and binds it.
    ///
    /// - Parameters:
    ///   - address: The local address; its port is ignored.
    ///   - number: The protocol, such as 115 for L2TPv3 (RFC 3931 section 4.1.1).
    /// - Throws: What failed, on which address; nothing stays open. `EPERM` at ``SocketError/Operation/openSocket`` is the
    ///   missing capability.
    public init(bindingTo address: SocketAddress, protocol number: UInt8) throws(SocketError) {
        let address = address.withPort(0)
        let name = SocketName.rawIP(address, protocol: number)
        let owned = try Self.open(address.family, protocol: number, name)
        let setter = SocketOptions(descriptor: owned.descriptor, name: name)
        try setter.tellLosses(address.family)
        let wanted = UDPSocket.Options().receiveBufferByteCount
        let granted = try setter.growReceiveBuffer(to: wanted)
        try Self.bind(owned.descriptor, to: address, name)
        // A raw socket has no port; the kernel answers with the protocol in its place.
        let bound = try setter.localAddress().withPort(0)
        localAddress = bound
        receiveBuffer = (wanted, granted)
        self.name = name
        self.owned = consume owned
    }

    private static func open(
        _ family: AddressFamily, protocol number: UInt8, _ name: SocketName
    ) throws(SocketError) -> OwnedDescriptor {
        let family = family == .ipv4 ? AF_INET : AF_INET6
        do {
            return OwnedDescriptor(
                owning: try retryingOnInterrupt { socket(family, clinuxnet_RAW_SOCKET_TYPE, Int32(number)) })
        } catch {
            throw SocketError(.openSocket, name, error)
        }
    }

    private static func bind(
        _ descriptor: FileDescriptor, to address: SocketAddress, _ name: SocketName
    ) throws(SocketError) {
        do {
            try descriptor.bind(to: address)
        } catch {
            throw SocketError(.bind, name, error)
        }
    }

    /// The descriptor, lent for polling, sending and receiving: it must not be closed.
    public var descriptor: FileDescriptor { owned.descriptor }

    /// Has packets that are longer than the path takes refused, and not sent in fragments (`IP_MTU_DISCOVER`, ip(7)).
    ///
    /// - Throws: ``SocketError/Operation/option(_:)``.
    public func forbidFragments() throws(SocketError) {
        try SocketOptions(descriptor: descriptor, name: name).forbidFragments(localAddress.family)
    }

    /// What this host gave less of than was asked for, as sentences for the report.
    public var degraded: [String] {
        guard receiveBuffer.granted < receiveBuffer.wanted else { return [] }
        return [
            """
            \(localAddress.host): the receive buffer is \(receiveBuffer.granted) bytes instead of \
            \(receiveBuffer.wanted) (net.core.rmem_max)
            """
        ]
    }
}
