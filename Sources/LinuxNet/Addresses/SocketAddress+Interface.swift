import Glibc
public import SystemPackage

extension SocketAddress {
    /// The same IPv6 address with the interface that has it as its scope (getifaddrs(3)).
    ///
    /// - Returns: The address as it is if it has a scope already; nil if no interface of this host has it.
    /// - Throws: What the kernel said when it was asked for its interfaces.
    public func scopedToItsInterface() throws(Errno) -> SocketAddress? {
        guard scope == 0 else { return self }
        var list: UnsafeMutablePointer<ifaddrs>?
        // SAFETY: the list is the C library's, and is given back below.
        _ = try retryingOnInterrupt { unsafe getifaddrs(&list) }
        defer { unsafe freeifaddrs(list) }
        var entry = unsafe list
        while let current = unsafe entry?.pointee {
            // SAFETY: an address in the list is as long as its family says, and a name is NUL-terminated.
            let address = unsafe SocketAddress(
                copying: current.ifa_addr, byteCount: MemoryLayout<sockaddr_in6>.size)
            if let address, address.family == family, address.high == high, address.low == low {
                return withScope(unsafe if_nametoindex(current.ifa_name))
            }
            unsafe entry = unsafe current.ifa_next
        }
        return nil
    }

    /// The same address with another zone.
    func withScope(_ scope: UInt32) -> SocketAddress {
        switch family {
        case .ipv4: self
        case .ipv6: SocketAddress(ipv6High: high, low: low, scope: scope, port: port)
        }
    }
}
