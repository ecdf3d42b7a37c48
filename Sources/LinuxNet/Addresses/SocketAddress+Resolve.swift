import CLinuxNet
import Glibc
public import SystemPackage

/// Why a name has no address.
public struct ResolutionError: Error, Equatable, CustomStringConvertible {
    /// The host name as it was given.
    public let host: String
    /// The service name or port number as it was given.
    public let service: String
    /// What `getaddrinfo(3)` returned: `EAI_NONAME` and its kind.
    public let code: Int32
    /// The system call's error behind `EAI_SYSTEM`; otherwise `nil`.
    public let errno: Errno?

    /// `could not resolve nowhere.invalid port 1701: Name or service not known`.
    public var description: String {
        // SAFETY: `gai_strerror` returns a NUL-terminated text that is never freed.
        let reason = errno?.description ?? (unsafe String(cString: gai_strerror(code)))
        return "could not resolve \(host) port \(service): \(reason)"
    }
}

extension SocketAddress {
    /// Every address that a host name and a service have, in the resolver's order (RFC 6724), each once.
    ///
    /// The corresponding C function is `getaddrinfo(3)`. It may read files and ask name servers, and blocks while it does.
    ///
    /// - Parameters:
    ///   - host: A name, or an address as numbers.
    ///   - service: A port number from 0 to 65535, or the name of a UDP service.
    ///   - family: The version of IP wanted; `nil` takes both.
    /// - Returns: At least one address.
    /// - Throws: A ``ResolutionError`` that says which name had none and why.
    public static func resolve(
        _ host: String, service: String, family: AddressFamily? = nil
    ) throws(ResolutionError) -> [SocketAddress] {
        func failure(_ code: Int32, _ error: Errno? = nil) -> ResolutionError {
            ResolutionError(host: host, service: service, code: code, errno: error)
        }
        // A NUL would hide what follows it.
        guard !host.utf8.contains(0), !service.utf8.contains(0) else { throw failure(EAI_NONAME) }
        // The C library takes signs, blanks and nothing at all for a number, and cuts one that is too large.
        let isName = service.utf8.contains { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 0x20 }
        let isNumber = service.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
        guard isName || (isNumber && UInt16(service) != nil) else { throw failure(EAI_SERVICE) }

        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = clinuxnet_SOCK_DGRAM
        unsafe hints.ai_family = family.map { $0 == .ipv4 ? AF_INET : AF_INET6 } ?? AF_UNSPEC
        var list: UnsafeMutablePointer<addrinfo>?
        // SAFETY: the texts and the hints are read during the call; the list is freed below.
        let code = unsafe getaddrinfo(host, service, &hints, &list)
        guard code == 0 else {
            throw failure(code, code == EAI_SYSTEM ? Errno(rawValue: Glibc.errno) : nil)
        }
        defer { unsafe freeaddrinfo(list) }

        var addresses: [SocketAddress] = []
        var entry = unsafe list
        while let current = unsafe entry {
            // SAFETY: the list is the resolver's and lives until the `defer`.
            let name = unsafe current.pointee.ai_addr
            if let address = unsafe SocketAddress(copying: name, byteCount: Int(current.pointee.ai_addrlen)),
                !addresses.contains(address)
            {
                addresses.append(address)
            }
            unsafe entry = unsafe current.pointee.ai_next
        }
        guard !addresses.isEmpty else { throw failure(EAI_NONAME) }
        return addresses
    }
}
