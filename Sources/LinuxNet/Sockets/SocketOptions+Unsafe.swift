import CLinuxNet
import Glibc
import SystemPackage

/// `setsockopt(2)` and its kind for one socket, with errors that name the option and the address.
struct SocketOptions {
    let descriptor: FileDescriptor
    let address: SocketAddress

    /// Sets an option that the socket cannot do without.
    func set(_ name: String, _ level: Int32, _ option: Int32, _ value: Int32) throws(SocketError) {
        do {
            try set(level, option, value)
        } catch {
            throw SocketError(.option(name), address, error)
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

    private func set(_ level: Int32, _ option: Int32, _ value: Int32) throws(Errno) {
        var value = value
        // SAFETY: the kernel copies the four bytes during the call.
        _ = try retryingOnInterrupt {
            unsafe setsockopt(descriptor.rawValue, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
        }
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
        var granted: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        do {
            // SAFETY: the kernel writes at most `size` bytes.
            _ = try retryingOnInterrupt {
                unsafe getsockopt(descriptor.rawValue, SOL_SOCKET, SO_RCVBUF, &granted, &size)
            }
        } catch {
            throw SocketError(.option("SO_RCVBUF"), address, error)
        }
        return Int(granted) / 2
    }

    /// The datagrams that this socket lost (`SK_MEMINFO_DROPS` of `SO_MEMINFO`).
    func dropCount() throws(SocketError) -> UInt32 {
        var values = [UInt32](repeating: 0, count: Int(clinuxnet_SK_MEMINFO_VARS))
        var size = socklen_t(values.count * MemoryLayout<UInt32>.size)
        do {
            // SAFETY: the kernel writes at most `size` bytes, which is the array's.
            _ = try retryingOnInterrupt {
                unsafe getsockopt(descriptor.rawValue, SOL_SOCKET, SO_MEMINFO, &values, &size)
            }
        } catch {
            throw SocketError(.option("SO_MEMINFO"), address, error)
        }
        return values[Int(clinuxnet_SK_MEMINFO_DROPS)]
    }

    /// Where the socket is bound (`getsockname(2)`).
    func localAddress() throws(SocketError) -> SocketAddress {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        do throws(Errno) {
            // SAFETY: the kernel writes at most `size` bytes; a sockaddr_storage may be read as any socket address.
            let bound = try unsafe withUnsafeMutableBytes(of: &storage) { (bytes) throws(Errno) -> SocketAddress? in
                let name = unsafe bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self)
                _ = try retryingOnInterrupt { unsafe getsockname(descriptor.rawValue, name, &size) }
                return unsafe SocketAddress(copying: bytes.baseAddress, byteCount: Int(size))
            }
            guard let bound else { throw Errno.addressFamilyNotSupported }
            return bound
        } catch {
            throw SocketError(.readLocalAddress, address, error)
        }
    }
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
