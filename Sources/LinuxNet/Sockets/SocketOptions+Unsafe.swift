import CLinuxNet
import Glibc
public import SystemPackage

/// `setsockopt(2)` and its kind for one socket, with errors that name the option and the address.
struct SocketOptions {
    let descriptor: FileDescriptor
    let name: SocketName

    /// The options of a socket that is called by its IP address.
    init(descriptor: FileDescriptor, address: SocketAddress) {
        self.init(descriptor: descriptor, name: .internet(address))
    }

    /// The options of a socket.
    init(descriptor: FileDescriptor, name: SocketName) {
        self.descriptor = descriptor
        self.name = name
    }

    /// Sets an option that the socket cannot do without.
    func set<Value: BitwiseCopyable>(
        _ optionName: String, _ level: Int32, _ option: Int32, _ value: Value
    ) throws(SocketError) {
        do {
            try set(level, option, value)
        } catch {
            throw SocketError(.option(optionName), name, error)
        }
    }

    /// Sets an option that is good to have, and says whether the kernel took it.
    func accepts(_ level: Int32, _ option: Int32, _ value: Int32) -> Bool {
        do {
            try set(level, option, value)
            return true
        } catch {
            return false
        }
    }

    private func set<Value: BitwiseCopyable>(_ level: Int32, _ option: Int32, _ value: Value) throws(Errno) {
        // SAFETY: the kernel copies the bytes of the value during the call.
        _ = try unsafe withUnsafeBytes(of: value) { (bytes) throws(Errno) in
            try retryingOnInterrupt {
                unsafe setsockopt(descriptor.rawValue, level, option, bytes.baseAddress, socklen_t(bytes.count))
            }
        }
    }

    /// Reads an option that is a number.
    func value(_ level: Int32, _ option: Int32) throws(Errno) -> Int32 {
        var value: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        // SAFETY: the kernel writes at most `size` bytes.
        _ = try retryingOnInterrupt { unsafe getsockopt(descriptor.rawValue, level, option, &value, &size) }
        return value
    }

    /// Asks for a receive buffer, past `net.core.rmem_max` where the process may.
    ///
    /// - Returns: The bytes granted.
    func growReceiveBuffer(to byteCount: Int) throws(SocketError) -> Int {
        // The kernel doubles what it is given, to pay for its own bookkeeping (socket(7)); more would not fit its number.
        let wanted = Int32(clamping: min(max(byteCount, 0), Int(Int32.max / 2)))
        if !accepts(SOL_SOCKET, SO_RCVBUFFORCE, wanted) {
            try set("SO_RCVBUF", SOL_SOCKET, SO_RCVBUF, wanted)
        }
        do {
            return Int(try value(SOL_SOCKET, SO_RCVBUF)) / 2
        } catch {
            throw SocketError(.option("SO_RCVBUF"), name, error)
        }
    }

    /// The datagrams that this socket lost (`SK_MEMINFO_DROPS` of `SO_MEMINFO`).
    func dropCount() throws(SocketError) -> UInt32 {
        do {
            return try Self.dropCount(of: descriptor)
        } catch {
            throw SocketError(.option("SO_MEMINFO"), name, error)
        }
    }

    /// As ``dropCount()``, of a socket that somebody else has.
    static func dropCount(of descriptor: FileDescriptor) throws(Errno) -> UInt32 {
        var values = [UInt32](repeating: 0, count: Int(clinuxnet_SK_MEMINFO_VARS))
        var size = socklen_t(values.count * MemoryLayout<UInt32>.size)
        // SAFETY: the kernel writes at most `size` bytes, which is the array's.
        _ = try retryingOnInterrupt {
            unsafe getsockopt(descriptor.rawValue, SOL_SOCKET, SO_MEMINFO, &values, &size)
        }
        return values[Int(clinuxnet_SK_MEMINFO_DROPS)]
    }

    /// What every IP socket here has: the errors that earlier datagrams met, and the count of what overflowed.
    func tellLosses(_ family: AddressFamily) throws(SocketError) {
        if family == .ipv6 {
            try set("IPV6_RECVERR", Level.ipv6, IPV6_RECVERR, Int32(1))
        } else {
            try set("IP_RECVERR", Level.ipv4, IP_RECVERR, Int32(1))
        }
        try set("SO_RXQ_OVFL", SOL_SOCKET, SO_RXQ_OVFL, Int32(1))
    }

    /// Has packets that are longer than the path takes refused (`EMSGSIZE`), and not sent in fragments.
    ///
    /// What the kernel does by itself is to fragment them, and to learn from ICMP what the path takes.
    func forbidFragments(_ family: AddressFamily) throws(SocketError) {
        if family == .ipv6 {
            try set("IPV6_MTU_DISCOVER", Level.ipv6, IPV6_MTU_DISCOVER, Int32(IPV6_PMTUDISC_DO))
        } else {
            try set("IP_MTU_DISCOVER", Level.ipv4, IP_MTU_DISCOVER, Int32(IP_PMTUDISC_DO))
        }
    }

    /// Where the socket is bound (`getsockname(2)`).
    func localAddress() throws(SocketError) -> SocketAddress {
        do {
            return try unsafe address(getsockname)
        } catch {
            throw SocketError(.readLocalAddress, name, error)
        }
    }

    /// Where the socket is connected to (`getpeername(2)`).
    func peerAddress() throws(SocketError) -> SocketAddress {
        do {
            return try unsafe address(getpeername)
        } catch {
            throw SocketError(.readPeerAddress, name, error)
        }
    }

    private func address(
        _ read: (Int32, UnsafeMutablePointer<sockaddr>?, UnsafeMutablePointer<socklen_t>?) -> Int32
    ) throws(Errno) -> SocketAddress {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        // SAFETY: the kernel writes at most `size` bytes; a sockaddr_storage may be read as any socket address.
        let address = try unsafe withUnsafeMutableBytes(of: &storage) { (bytes) throws(Errno) -> SocketAddress? in
            let name = unsafe bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self)
            _ = try retryingOnInterrupt { unsafe read(descriptor.rawValue, name, &size) }
            return unsafe SocketAddress(copying: bytes.baseAddress, byteCount: Int(size))
        }
        guard let address else { throw Errno.addressFamilyNotSupported }
        return address
    }
}

/// The levels of options, in the type that `setsockopt(2)` takes.
enum Level {
    static let ipv4 = Int32(IPPROTO_IP)
    static let ipv6 = Int32(IPPROTO_IPV6)
}

extension FileDescriptor {
    /// The corresponding C function is `bind(2)`.
    func bind(to address: SocketAddress) throws(Errno) {
        // SAFETY: the kernel copies the address during the call.
        _ = try unsafe address.withSockaddr { (name, byteCount) throws(Errno) in
            try retryingOnInterrupt { unsafe Glibc.bind(rawValue, name, byteCount) }
        }
    }

    /// The corresponding C function is `connect(2)`.
    func connect(to address: SocketAddress) throws(Errno) {
        // SAFETY: the kernel copies the address during the call.
        _ = try unsafe address.withSockaddr { (name, byteCount) throws(Errno) in
            try retryingOnInterrupt { unsafe Glibc.connect(rawValue, name, byteCount) }
        }
    }
}

/// Takes the error that waits at a socket, so that polling reports it no longer (socket(7), `SO_ERROR`).
///
/// - Returns: nil if there is none.
@discardableResult
public func takePendingError(of descriptor: FileDescriptor) -> Errno? {
    let setter = SocketOptions(descriptor: descriptor, name: .descriptor(descriptor.rawValue))
    guard let number = try? setter.value(SOL_SOCKET, SO_ERROR), number != 0 else { return nil }
    return Errno(rawValue: number)
}
