import Glibc
import TestSupport

/// A unix datagram socket of the test, bound at a path.
struct PlainUnixSocket {
    let path: String
    private let socket: Descriptor

    init(at path: String) throws {
        self.path = path
        socket = try Descriptor(
            "socket", Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0))
        let number = socket.number
        guard withUnixName(path, { bind(number, $0, $1) }) == 0 else { throw SystemError("bind \(path)") }
    }

    /// Sends a datagram to the socket at another path.
    ///
    /// - Returns: 0, or why the kernel did not take it.
    func send(_ datagram: [UInt8], to path: String) -> Int32 {
        let number = socket.number
        let flags = Int32(MSG_DONTWAIT)
        return withUnixName(path) { sendto(number, datagram, datagram.count, flags, $0, $1) } < 0 ? errno : 0
    }

    /// The next datagram, or nil if none comes within so many milliseconds.
    func receive(within milliseconds: Int32 = 5000) throws -> [UInt8]? {
        try socket.receiveDatagram(within: milliseconds)
    }
}
