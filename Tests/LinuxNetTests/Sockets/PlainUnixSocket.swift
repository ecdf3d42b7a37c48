import Glibc
import SystemPackage
import TestSupport
import Testing

/// A unix datagram socket without manners: nothing is unlinked, neither before nor after.
final class PlainUnixSocket {
    let descriptor: Int32
    private var isOpen = true

    /// - Parameters:
    ///   - path: Where it is bound; nil: nowhere.
    ///   - type: Another type than datagrams.
    init(_ path: String? = nil, type: Int32 = Int32(SOCK_DGRAM.rawValue)) throws {
        descriptor = socket(AF_UNIX, type, 0)
        try #require(descriptor >= 0)
        if let path { try #require(withUnixName(path) { bind(descriptor, $0, $1) } == 0) }
    }

    deinit { close() }

    /// As when its process is killed: the file stays.
    func close() {
        if isOpen { Glibc.close(descriptor) }
        isOpen = false
    }

    /// - Returns: nil if it is connected now; an empty path lets go of the peer.
    func connect(to path: String) -> Errno? {
        guard !path.isEmpty else {
            var none = sockaddr()
            none.sa_family = sa_family_t(AF_UNSPEC)
            return Glibc.connect(descriptor, &none, socklen_t(MemoryLayout<sockaddr>.size)) == 0
                ? nil : Errno(rawValue: errno)
        }
        return withUnixName(path) { Glibc.connect(descriptor, $0, $1) } == 0 ? nil : Errno(rawValue: errno)
    }

    /// - Returns: nil if the kernel took it.
    @discardableResult
    func send(_ datagram: [UInt8], to path: String) -> Errno? {
        let sent = withUnixName(path) {
            Int32(sendto(descriptor, datagram, datagram.count, Int32(MSG_DONTWAIT), $0, $1))
        }
        return sent == datagram.count ? nil : Errno(rawValue: errno)
    }
}

/// Sends on a connected socket.
///
/// - Returns: nil if the kernel took it.
@discardableResult
func send(_ datagram: [UInt8], on descriptor: Int32) -> Errno? {
    Glibc.send(descriptor, datagram, datagram.count, Int32(MSG_DONTWAIT)) == datagram.count
        ? nil : Errno(rawValue: errno)
}
