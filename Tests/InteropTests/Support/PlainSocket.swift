import Glibc

/// The version of IP.
enum InternetVersion: String, CaseIterable {
    case ipv4, ipv6

    /// An address that only this process uses, if there is more than one on loopback.
    var host: String {
        guard self == .ipv4 else { return "::1" }
        let number = UInt32(truncatingIfNeeded: getpid())
        return "127.\(128 + (number >> 8) & 0x3f).\(number & 0xff).1"
    }
}

/// A UDP socket of the test, on a port that the kernel chose.
struct PlainSocket {
    let version: InternetVersion
    let port: UInt16
    private let socket: Descriptor

    /// - Parameters:
    ///   - version: Says the address, see ``InternetVersion/host``.
    ///   - port: 0 for any.
    ///   - reuses: Whether to ask for a port that another process may have (SO_REUSEADDR).
    init(_ version: InternetVersion, port: UInt16 = 0, reusing reuses: Bool = false) throws {
        self.version = version
        let family = version == .ipv4 ? AF_INET : AF_INET6
        socket = try Descriptor(
            "socket", Glibc.socket(family, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0))
        let number = socket.number
        var one: Int32 = reuses ? 1 : 0
        setsockopt(number, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
        guard Self.withAddress(version, port: port, { bind(number, $0, $1) }) == 0 else { throw SystemError("bind") }
        var name = sockaddr_in6()
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let result = withUnsafeMutablePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(number, $0, &length) }
        }
        guard result == 0 else { throw SystemError("getsockname") }
        // The port stands at the same place in both kinds of address.
        self.port = UInt16(bigEndian: name.sin6_port)
    }

    var host: String { version.host }

    /// Two sockets that are each other's only peer.
    static func connectedPair() throws -> (near: Descriptor, far: Descriptor) {
        let (near, far) = (try PlainSocket(.ipv4), try PlainSocket(.ipv4))
        for (socket, peer) in [(near, far), (far, near)] {
            let number = socket.socket.number
            guard withAddress(.ipv4, port: peer.port, { connect(number, $0, $1) }) == 0 else {
                throw SystemError("connect")
            }
        }
        return (near.socket, far.socket)
    }

    /// Sends a datagram to another port of the same address.
    func send(_ datagram: [UInt8], to port: UInt16) throws {
        let number = socket.number
        let count = Self.withAddress(version, port: port) { sendto(number, datagram, datagram.count, 0, $0, $1) }
        guard count == datagram.count else { throw SystemError("sendto") }
    }

    /// The next datagram, or nil if none comes within so many milliseconds.
    func receive(within milliseconds: Int32 = 5000) throws -> [UInt8]? {
        try socket.receiveDatagram(within: milliseconds)
    }

    private static func withAddress<R>(
        _ version: InternetVersion, port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> R
    ) -> R {
        func lend<Address>(_ address: Address) -> R {
            withUnsafePointer(to: address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    body($0, socklen_t(MemoryLayout<Address>.size))
                }
            }
        }
        switch version {
        case .ipv4:
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            inet_pton(AF_INET, version.host, &address.sin_addr)
            return lend(address)
        case .ipv6:
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = port.bigEndian
            address.sin6_addr = in6addr_loopback
            return lend(address)
        }
    }
}

/// UDP ports for programs that have to be told theirs: held until they are about to start, so that no two are alike.
struct PortReserve {
    private var held: [PlainSocket] = []

    /// A free port of ``InternetVersion/host``.
    mutating func take(_ version: InternetVersion) throws -> UInt16 {
        let socket = try PlainSocket(version)
        held.append(socket)
        return socket.port
    }

    /// Gives the ports back; the programs may bind them now.
    mutating func release() { held = [] }
}
