import CLinuxNet
import Glibc
public import SystemPackage

/// A non-blocking packet socket on one Ethernet interface (packet(7)): every frame that arrives there, besides the kernel's
/// own stack, and none that leaves.
///
/// Before each frame, both ways, stands a virtio_net_hdr of ``headerByteCount`` bytes: it says of a frame from the kernel's
/// own stack that its checksum is still to be computed, or that it is many. A VLAN tag has been taken out of the frame, see
/// ``ReceivedMessage/vlanTag``. The interface is promiscuous for as long as the socket is bound.
public struct PacketSocket: ~Copyable {
    /// The interface.
    public let name: String
    private let receiveBuffer: (wanted: Int, granted: Int)
    private let owned: OwnedDescriptor

    /// `struct virtio_net_hdr` (`PACKET_VNET_HDR`).
    public static let headerByteCount = 10

    /// Opens a socket and binds it to an interface, which may be down.
    ///
    /// - Parameters:
    ///   - name: The interface's name.
    ///   - index: Its number.
    /// - Throws: ``SocketError/Operation/openSocket`` with `EPERM` without `CAP_NET_RAW`; ``SocketError/Operation/bind``, with
    ///   `EAFNOSUPPORT` for an interface that is no Ethernet. Nothing stays open.
    public init(bindingTo name: String, index: Int32) throws(SocketError) {
        let socketName = SocketName.interface(name)
        let owned = try Self.open(socketName)
        let descriptor = owned.descriptor.rawValue
        // SAFETY: the name is NUL-terminated for the call.
        guard unsafe clinuxnet_interface_is_ethernet(descriptor, name) != 0 else {
            throw SocketError(.bind, socketName, .addressFamilyNotSupported)
        }
        let setter = SocketOptions(descriptor: owned.descriptor, name: socketName)
        try setter.set("PACKET_AUXDATA", clinuxnet_SOL_PACKET, clinuxnet_PACKET_AUXDATA, Int32(1))
        try setter.set("PACKET_VNET_HDR", clinuxnet_SOL_PACKET, clinuxnet_PACKET_VNET_HDR, Int32(1))
        // Otherwise what is sent comes back, and what the host's own stack sends would come too.
        try setter.set("PACKET_IGNORE_OUTGOING", clinuxnet_SOL_PACKET, clinuxnet_PACKET_IGNORE_OUTGOING, Int32(1))
        try setter.set("SO_RXQ_OVFL", SOL_SOCKET, SO_RXQ_OVFL, Int32(1))
        let wanted = UDPSocket.Options().receiveBufferByteCount
        let granted = try setter.growReceiveBuffer(to: wanted)
        try Self.bind(owned.descriptor, to: index, socketName)
        receiveBuffer = (wanted, granted)
        self.name = name
        self.owned = consume owned
    }

    private static func open(_ name: SocketName) throws(SocketError) -> OwnedDescriptor {
        do {
            return OwnedDescriptor(owning: try retryingOnInterrupt { clinuxnet_open_packet() })
        } catch {
            throw SocketError(.openSocket, name, error)
        }
    }

    /// Binds it to the interface that has the name now: the one before it is gone.
    ///
    /// - Throws: ``SocketError/Operation/bind``, or the option of the membership.
    public func bind(to index: Int32) throws(SocketError) {
        try Self.bind(descriptor, to: index, .interface(name))
    }

    private static func bind(
        _ descriptor: FileDescriptor, to index: Int32, _ name: SocketName
    ) throws(SocketError) {
        do {
            _ = try retryingOnInterrupt { clinuxnet_packet_bind(descriptor.rawValue, index) }
        } catch {
            throw SocketError(.bind, name, error)
        }
        do {
            _ = try retryingOnInterrupt { clinuxnet_packet_set_promiscuous(descriptor.rawValue, index) }
        } catch {
            throw SocketError(.option("PACKET_ADD_MEMBERSHIP"), name, error)
        }
    }

    /// The descriptor, lent for polling, sending and receiving: it must not be closed.
    public var descriptor: FileDescriptor { owned.descriptor }

    /// What this host gave less of than was asked for, as sentences for the report.
    public var degraded: [String] {
        guard receiveBuffer.granted < receiveBuffer.wanted else { return [] }
        return [
            """
            \(name): the receive buffer is \(receiveBuffer.granted) bytes instead of \(receiveBuffer.wanted) \
            (net.core.rmem_max)
            """
        ]
    }
}
