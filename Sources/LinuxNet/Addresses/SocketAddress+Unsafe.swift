import CLinuxNet
import Glibc

/// `sockaddr_in` and `sockaddr_in6` as the kernel has them, and the numeric text that the C library reads and writes.
extension SocketAddress {
    /// Reads an address that is written as numbers; names are for ``resolve(_:service:family:)``.
    ///
    /// The corresponding C function is `inet_pton(3)`: `127.0.0.1`, `::1`, and with an interface `fe80::1%eth0` or
    /// `fe80::1%2`. There are no brackets, and nothing may stand before or after.
    public init?(numeric text: String, port: UInt16) {
        // `inet_pton` stops at a NUL, and would take what stands before it for the whole.
        guard !text.utf8.contains(0) else { return nil }
        var v4 = in_addr()
        // SAFETY: the text is NUL-terminated for the call, and the result has the size the family asks for.
        if unsafe inet_pton(AF_INET, text, &v4) == 1 {
            self.init(ipv4: UInt32(bigEndian: v4.s_addr), port: port)
            return
        }
        let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = parts.first else { return nil }
        var v6 = in6_addr()
        // SAFETY: as above.
        guard unsafe inet_pton(AF_INET6, String(address), &v6) == 1 else { return nil }
        var scope: UInt32 = 0
        if parts.count == 2 {
            // SAFETY: the name is NUL-terminated for the call.
            scope = UInt32(parts[1]) ?? (unsafe if_nametoindex(String(parts[1])))
            guard scope != 0 else { return nil }
        }
        self.init(v6, scope: scope, port: port)
    }

    /// Copies a socket address that the kernel or the resolver wrote.
    ///
    /// - Returns: `nil` when it is too short for its family, or of another family.
    init?(copying name: UnsafeRawPointer?, byteCount: Int) {
        guard let name = unsafe name, byteCount >= MemoryLayout<sockaddr_in>.size else { return nil }
        // SAFETY: at least `byteCount` bytes are readable; each load is compared with that first.
        switch Int32(unsafe name.loadUnaligned(as: sa_family_t.self)) {
        case AF_INET:
            let v4 = unsafe name.loadUnaligned(as: sockaddr_in.self)
            self.init(ipv4: UInt32(bigEndian: v4.sin_addr.s_addr), port: UInt16(bigEndian: v4.sin_port))
        case AF_INET6 where byteCount >= MemoryLayout<sockaddr_in6>.size:
            let v6 = unsafe name.loadUnaligned(as: sockaddr_in6.self)
            self.init(v6.sin6_addr, scope: v6.sin6_scope_id, port: UInt16(bigEndian: v6.sin6_port))
        default:
            return nil
        }
    }

    private init(_ address: in6_addr, scope: UInt32, port: UInt16) {
        // SAFETY: an in6_addr is 16 bytes, and any bits are two integers.
        let (high, low) = unsafe withUnsafeBytes(of: address) { bytes in
            unsafe (bytes.loadUnaligned(as: UInt64.self), bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        }
        self.init(ipv6High: UInt64(bigEndian: high), low: UInt64(bigEndian: low), scope: scope, port: port)
    }

    /// Writes the address as the kernel reads it.
    ///
    /// - Parameter name: Room for a `sockaddr_in6`, which is the longer of the two.
    /// - Returns: The bytes written.
    func write(to name: UnsafeMutableRawPointer) -> socklen_t {
        switch family {
        case .ipv4:
            var v4 = sockaddr_in()
            v4.sin_family = sa_family_t(AF_INET)
            v4.sin_port = port.bigEndian
            v4.sin_addr.s_addr = UInt32(truncatingIfNeeded: low).bigEndian
            // SAFETY: the caller promises the room.
            unsafe name.storeBytes(of: v4, as: sockaddr_in.self)
            return socklen_t(MemoryLayout<sockaddr_in>.size)
        case .ipv6:
            var v6 = sockaddr_in6()
            v6.sin6_family = sa_family_t(AF_INET6)
            v6.sin6_port = port.bigEndian
            v6.sin6_scope_id = scope
            // SAFETY: an in6_addr is 16 bytes, and any bits are one.
            unsafe withUnsafeMutableBytes(of: &v6.sin6_addr) { bytes in
                unsafe bytes.storeBytes(of: high.bigEndian, as: UInt64.self)
                unsafe bytes.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
            }
            // SAFETY: the caller promises the room.
            unsafe name.storeBytes(of: v6, as: sockaddr_in6.self)
            return socklen_t(MemoryLayout<sockaddr_in6>.size)
        }
    }

    /// Lends the address in the form that `bind(2)` and its kind take; valid only during the call.
    @unsafe
    public func withSockaddr<Result, Failure: Error>(
        _ body: (UnsafePointer<sockaddr>, socklen_t) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var storage = sockaddr_storage()
        // SAFETY: a sockaddr_storage holds every socket address and is aligned for each; the pointer ends with the call.
        return try unsafe withUnsafeMutableBytes(of: &storage) { (bytes) throws(Failure) -> Result in
            guard let base = bytes.baseAddress else { preconditionFailure("a sockaddr_storage is not empty") }
            let byteCount = unsafe write(to: base)
            return try unsafe body(UnsafePointer(base.assumingMemoryBound(to: sockaddr.self)), byteCount)
        }
    }
}

extension SocketAddress: CustomStringConvertible {
    /// `127.0.0.1:1701`, `[::1]:1701`, `[fe80::1%2]:1701`.
    public var description: String {
        switch family {
        case .ipv4: "\(host):\(port)"
        case .ipv6: "[\(host)]:\(port)"
        }
    }

    /// The address alone, as numbers: `127.0.0.1`, `::1`, `fe80::1%2`.
    public var host: String {
        // SAFETY: `inet_ntop` reads the address of the family given and writes at most the capacity, NUL included.
        let text = unsafe String(unsafeUninitializedCapacity: Int(INET6_ADDRSTRLEN)) { buffer in
            unsafe withSockaddr { name, _ in
                let raw = unsafe UnsafeRawPointer(name)
                let offset =
                    family == .ipv4
                    ? MemoryLayout<sockaddr_in>.offset(of: \.sin_addr)
                    : MemoryLayout<sockaddr_in6>.offset(of: \.sin6_addr)
                return unsafe buffer.withMemoryRebound(to: CChar.self) { characters in
                    guard let offset, let start = characters.baseAddress,
                        unsafe inet_ntop(
                            family == .ipv4 ? AF_INET : AF_INET6, raw + offset, start, socklen_t(characters.count))
                            != nil
                    else { return 0 }
                    return unsafe strlen(start)
                }
            }
        }
        return scope == 0 ? text : "\(text)%\(scope)"
    }
}
