import Glibc

/// The path of a unix socket as the kernel has it (unix(7)).
public struct UnixAddress: Hashable, Sendable {
    /// The path.
    public let path: String
    /// The longest path, in bytes: `sun_path` with the NUL at its end.
    public static let pathByteLimit = 107

    /// A path; nil if it is empty, too long, or has a NUL in it.
    public init?(path: String) {
        let bytes = path.utf8
        guard !bytes.isEmpty, bytes.count <= Self.pathByteLimit, !bytes.contains(0) else { return nil }
        self.path = path
    }

    /// Lends the address in the form that `bind(2)` and its kind take; valid only during the call.
    @unsafe
    func withSockaddr<Result, Failure: Error>(
        _ body: (UnsafePointer<sockaddr>, socklen_t) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var storage = sockaddr_un()
        storage.sun_family = sa_family_t(AF_UNIX)
        // SAFETY: the path is shorter than the field, so the NUL behind it is there already.
        unsafe withUnsafeMutableBytes(of: &storage.sun_path) { field in
            unsafe field.copyBytes(from: path.utf8)
        }
        // SAFETY: a sockaddr_un is a socket address; the pointer ends with the call.
        return try unsafe withUnsafeBytes(of: &storage) { (bytes) throws(Failure) -> Result in
            guard let name = unsafe bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else {
                preconditionFailure("a sockaddr_un is not empty")
            }
            return try unsafe body(name, socklen_t(bytes.count))
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
