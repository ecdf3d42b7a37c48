import Glibc

/// The address of a unix socket as the kernel has it (unix(7)): a path, or a name in the abstract space.
public struct UnixAddress: Hashable, Sendable, CustomStringConvertible {
    /// Where a name is known.
    public enum Space: Hashable, Sendable {
        /// In the file system: the name is a path.
        case fileSystem
        /// In the network namespace; the address ends with the name.
        case abstract
        /// In the network namespace; zeros follow the name to the end of the address.
        case abstractPadded
    }

    /// The path, or the abstract name without the NUL before it.
    public let path: String
    /// Where that is known.
    public let space: Space
    /// The longest path, in bytes: `sun_path` with the NUL at its end.
    public static let pathByteLimit = 107

    /// `/run/lab.sock`, and `@lab` for an abstract name, as ss(8) writes it.
    public var description: String { space == .fileSystem ? path : "@\(path)" }

    /// A path, or a name of another space; nil if it is empty, too long, or has a NUL in it.
    public init?(path: String, in space: Space = .fileSystem) {
        let bytes = path.utf8
        guard !bytes.isEmpty, bytes.count <= Self.pathByteLimit, !bytes.contains(0) else { return nil }
        self.path = path
        self.space = space
    }

    /// Lends the address in the form that `bind(2)` and its kind take; valid only during the call.
    @unsafe
    func withSockaddr<Result, Failure: Error>(
        _ body: (UnsafePointer<sockaddr>, socklen_t) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var storage = sockaddr_un()
        storage.sun_family = sa_family_t(AF_UNIX)
        // An abstract name begins with a NUL, and may fill the field; a path leaves one behind it.
        let start = space == .fileSystem ? 0 : 1
        // SAFETY: a path, and a name behind its NUL, is shorter than the field, so what follows it is zero already.
        unsafe withUnsafeMutableBytes(of: &storage.sun_path) { field in
            unsafe UnsafeMutableRawBufferPointer(rebasing: field[start...]).copyBytes(from: path.utf8)
        }
        let used = MemoryLayout<sockaddr_un>.offset(of: \.sun_path).map { $0 + start + path.utf8.count }
        // SAFETY: a sockaddr_un is a socket address; the pointer ends with the call.
        return try unsafe withUnsafeBytes(of: &storage) { (bytes) throws(Failure) -> Result in
            guard let name = unsafe bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else {
                preconditionFailure("a sockaddr_un is not empty")
            }
            return try unsafe body(name, socklen_t(space == .abstract ? used ?? bytes.count : bytes.count))
        }
    }
}

extension ReceivedMessage {
    /// Whether the unix socket of an expected peer sent the message.
    public func isFrom(_ peer: UnixAddress) -> Bool {
        // SAFETY: each load is within the name that the kernel wrote; the family stands in its first two bytes.
        unsafe withName { name in
            guard name.count > 2, unsafe Int32(name.loadUnaligned(as: sa_family_t.self)) == AF_UNIX else {
                return false
            }
            return unsafe name.dropFirst(2).prefix { $0 != 0 }.elementsEqual(peer.path.utf8)
        }
    }
}
