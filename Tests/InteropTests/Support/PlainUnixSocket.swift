import Glibc

/// A unix datagram socket of the test, bound at a path.
struct PlainUnixSocket {
    let path: String
    private let socket: Descriptor

    init(at path: String) throws {
        self.path = path
        socket = try Descriptor(
            "socket", Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0))
        let number = socket.number
        guard Self.withAddress(path, { bind(number, $0, $1) }) == 0 else { throw SystemError("bind \(path)") }
    }

    /// Sends a datagram to the socket at another path.
    ///
    /// - Returns: 0, or why the kernel did not take it.
    func send(_ datagram: [UInt8], to path: String) -> Int32 {
        let number = socket.number
        let flags = Int32(MSG_DONTWAIT)
        return Self.withAddress(path) { sendto(number, datagram, datagram.count, flags, $0, $1) } < 0 ? errno : 0
    }

    /// The next datagram, or nil if none comes within so many milliseconds.
    func receive(within milliseconds: Int32 = 5000) throws -> [UInt8]? {
        try socket.receiveDatagram(within: milliseconds)
    }

    private static func withAddress<R>(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        return withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
