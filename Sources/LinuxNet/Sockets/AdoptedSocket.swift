import CLinuxNet
import Glibc
public import SystemPackage

/// A datagram socket that another program opened and handed over, IP or unix.
///
/// The descriptor is this object's from now on, and is closed with it. Its flags are left as they are: they belong to the
/// open file, which others may share, and every call here says for itself that it does not wait.
public struct AdoptedSocket: ~Copyable {
    /// The descriptor's number, as it was given.
    public let number: Int32
    /// Whether it is a UDP socket, which can send and receive runs.
    public let isUDP: Bool
    /// Whether it speaks IP, so that the errors of earlier datagrams wait in a queue of their own.
    public let isInternet: Bool
    private let owned: OwnedDescriptor

    /// Takes over a descriptor.
    ///
    /// - Parameters:
    ///   - number: The descriptor.
    ///   - mustBeConnected: Whether it has to have a peer already.
    /// - Throws: ``SocketError/Operation/adopt``: `EBADF` if it is not open, `ENOTSOCK` if it is no socket, `EPROTOTYPE` if
    ///   it is no datagram socket, `ENOTCONN` without a peer. Then it is left open.
    public init(_ number: Int32, mustBeConnected: Bool) throws(SocketError) {
        let name = SocketName.descriptor(number)
        let setter = SocketOptions(descriptor: FileDescriptor(rawValue: number), name: name)
        do {
            (isInternet, isUDP) = try setter.inspect(mustBeConnected: mustBeConnected)
        } catch {
            throw SocketError(.adopt, name, error)
        }
        self.number = number
        owned = OwnedDescriptor(owning: number)
        if isInternet {
            // Good to have; somebody else's socket need not take them.
            _ = setter.accepts(Level.ipv4, IP_RECVERR, 1)
            _ = setter.accepts(SOL_SOCKET, SO_RXQ_OVFL, 1)
            if isUDP { _ = setter.accepts(SOL_UDP, UDP_GRO, 1) }
            _ = try? setter.growReceiveBuffer(to: UDPSocket.Options().receiveBufferByteCount)
        }
    }

    /// The descriptor, lent for polling, sending and receiving: it must not be closed.
    public var descriptor: FileDescriptor { owned.descriptor }
}

extension SocketOptions {
    /// What kind of socket somebody else has opened; children of this process have no business with it.
    fileprivate func inspect(mustBeConnected: Bool) throws(Errno) -> (isInternet: Bool, isUDP: Bool) {
        guard try value(SOL_SOCKET, SO_TYPE) == clinuxnet_SOCK_DGRAM else { throw Errno.protocolWrongTypeForSocket }
        let domain = try value(SOL_SOCKET, SO_DOMAIN)
        let spoken = try value(SOL_SOCKET, SO_PROTOCOL)
        if mustBeConnected { try requirePeer() }
        _ = try retryingOnInterrupt { fcntl(descriptor.rawValue, F_SETFD, FD_CLOEXEC) }
        let isInternet = domain == AF_INET || domain == AF_INET6
        return (isInternet, isInternet && spoken == Int32(IPPROTO_UDP))
    }

    /// Asks for the peer (`getpeername(2)`): `ENOTCONN` without one.
    fileprivate func requirePeer() throws(Errno) {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        // SAFETY: the kernel writes at most `size` bytes; a sockaddr_storage may be read as any socket address.
        _ = try unsafe withUnsafeMutableBytes(of: &storage) { (bytes) throws(Errno) in
            let name = unsafe bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self)
            return try retryingOnInterrupt { unsafe getpeername(descriptor.rawValue, name, &size) }
        }
    }
}
