import Glibc
import SystemPackage
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
        if let path { try #require(Self.name(path) { bind(descriptor, $0, $1) } == 0) }
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
        return Self.name(path) { Glibc.connect(descriptor, $0, $1) } == 0 ? nil : Errno(rawValue: errno)
    }

    /// - Returns: nil if the kernel took it.
    @discardableResult
    func send(_ datagram: [UInt8], to path: String) -> Errno? {
        let sent = Self.name(path) {
            Int32(sendto(descriptor, datagram, datagram.count, Int32(MSG_DONTWAIT), $0, $1))
        }
        return sent == datagram.count ? nil : Errno(rawValue: errno)
    }

    /// Lends an address; a path that begins with `@` is an abstract name.
    private static func name(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { field in
            field.copyBytes(from: path.utf8.prefix(field.count))
            if path.hasPrefix("@") { field[0] = 0 }
        }
        let byteCount = path.hasPrefix("@") ? 2 + path.utf8.count : MemoryLayout<sockaddr_un>.size
        return withUnsafeBytes(of: &address) { bytes in
            bytes.baseAddress.map { body($0.assumingMemoryBound(to: sockaddr.self), socklen_t(byteCount)) } ?? -1
        }
    }
}

/// What a socket has, oldest first.
func received(by descriptor: Int32) -> [[UInt8]] {
    var datagrams: [[UInt8]] = []
    var buffer = [UInt8](repeating: 0, count: 70_000)
    while true {
        let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        guard count >= 0 else { return datagrams }
        datagrams.append(Array(buffer.prefix(count)))
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

/// A folder of its own, gone with everything in it.
final class TemporaryFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/wirework-net.XXXXXX".utf8CString)
        path = String(cString: try #require(mkdtemp(&template)))
    }

    deinit {
        for name in names { unlink(self[name]) }
        for name in names { rmdir(self[name]) }
        rmdir(path)
    }

    subscript(name: String) -> String { "\(path)/\(name)" }

    /// What is in it.
    var names: [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Writes a regular file.
    func write(_ text: String, to name: String) throws {
        let descriptor = open(self[name], O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        try #require(Glibc.write(descriptor, text, text.utf8.count) == text.utf8.count)
    }

    /// Reads a regular file.
    func text(of name: String) throws -> String {
        let descriptor = open(self[name], O_RDONLY)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = read(descriptor, &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(count, 0)), as: UTF8.self)
    }
}
