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

    /// What a socket is taken over for.
    public enum Use: Sendable {
        /// Datagrams of one peer, both ways: it has to be connected.
        case peer
        /// The datagrams of a multicast group: it has to be UDP over the group's version of IP.
        case group(AddressFamily)
    }

    /// Takes over a descriptor.
    ///
    /// - Throws: ``SocketError/Operation/adopt``: `EBADF` if it is not open, `ENOTSOCK` if it is no socket, `EPROTOTYPE` if
    ///   it is no datagram socket, `EAFNOSUPPORT` if it speaks something else than it should, `ENOTCONN` without a peer. Then
    ///   it is left open.
    public init(_ number: Int32, for use: Use) throws(SocketError) {
        let setter = SocketOptions(descriptor: FileDescriptor(rawValue: number), name: .descriptor(number))
        let domain: Int32
        (domain, isUDP) = try setter.inspect(for: use)
        self.number = number
        isInternet = domain != AF_UNIX
        owned = OwnedDescriptor(owning: number)
        // Children of this process have no business with it; it is open, and so this does not fail.
        _ = fcntl(number, F_SETFD, FD_CLOEXEC)
        guard isInternet else { return }
        // Good to have; somebody else's socket need not take them.
        try? setter.tellLosses(domain == AF_INET6 ? .ipv6 : .ipv4)
        if isUDP { _ = setter.accepts(SOL_UDP, UDP_GRO, 1) }
        _ = try? setter.growReceiveBuffer(to: UDPSocket.Options().receiveBufferByteCount)
    }

    /// Checks a descriptor, and leaves it to whoever opened it.
    ///
    /// To be called before sockets of one's own are opened: one of them would get a number that is free, and could then be
    /// taken for what was handed over.
    ///
    /// - Throws: As ``init(_:for:)``.
    public static func check(_ number: Int32, for use: Use) throws(SocketError) {
        _ = try SocketOptions(descriptor: FileDescriptor(rawValue: number), name: .descriptor(number))
            .inspect(for: use)
    }

    /// The interface that the opener of a socket chose for multicast (`IP_MULTICAST_IF`, `IPV6_MULTICAST_IF`).
    ///
    /// - Returns: Its IPv4 address, or `::` with the interface as its scope; nil if none was chosen.
    public static func multicastInterface(of number: Int32, _ family: AddressFamily = .ipv4) -> SocketAddress? {
        let setter = SocketOptions(descriptor: FileDescriptor(rawValue: number), name: .descriptor(number))
        switch family {
        case .ipv4:
            guard let address = try? setter.value(Level.ipv4, IP_MULTICAST_IF), address != 0 else { return nil }
            return SocketAddress(ipv4: UInt32(bitPattern: address).byteSwapped, port: 0)
        case .ipv6:
            guard let index = try? setter.value(Level.ipv6, IPV6_MULTICAST_IF), index > 0 else { return nil }
            return SocketAddress.any(.ipv6).withScope(UInt32(index))
        }
    }

    /// The descriptor, lent for polling, sending and receiving: it must not be closed.
    public var descriptor: FileDescriptor { owned.descriptor }
}

extension SocketOptions {
    /// What kind of socket somebody else has opened.
    fileprivate func inspect(for use: AdoptedSocket.Use) throws(SocketError) -> (domain: Int32, isUDP: Bool) {
        do throws(Errno) {
            return try kind(for: use)
        } catch {
            throw SocketError(.adopt, name, error)
        }
    }

    private func kind(for use: AdoptedSocket.Use) throws(Errno) -> (domain: Int32, isUDP: Bool) {
        guard try value(SOL_SOCKET, SO_TYPE) == clinuxnet_SOCK_DGRAM else { throw .protocolWrongTypeForSocket }
        let domain = try value(SOL_SOCKET, SO_DOMAIN)
        let isInternet = domain == AF_INET || domain == AF_INET6
        let spoken = try value(SOL_SOCKET, SO_PROTOCOL)
        let isUDP = isInternet && spoken == Int32(IPPROTO_UDP)
        switch use {
        case .peer:
            guard isInternet || domain == AF_UNIX else { throw .addressFamilyNotSupported }
            try requirePeer()
        case .group(let family):
            guard isUDP, domain == (family == .ipv4 ? AF_INET : AF_INET6) else { throw .addressFamilyNotSupported }
        }
        return (domain, isUDP)
    }

    /// Asks for the peer (`getpeername(2)`): `ENOTCONN` without one.
    func requirePeer() throws(Errno) {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        // SAFETY: the kernel writes at most `size` bytes; a sockaddr_storage may be read as any socket address.
        _ = try unsafe withUnsafeMutableBytes(of: &storage) { (bytes) throws(Errno) in
            let name = unsafe bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self)
            return try retryingOnInterrupt { unsafe getpeername(descriptor.rawValue, name, &size) }
        }
    }
}
