import Glibc
import SystemPackage

// What unix sockets at paths have in common.

/// Which file a path names, whatever the path is called (inode(7)).
struct FileIdentity: Equatable {
    let device: UInt64
    let inode: UInt64
    let isSocket: Bool

    /// The corresponding C function is `lstat(2)`.
    init(of path: String) throws(Errno) {
        var facts = stat()
        // SAFETY: the path is NUL-terminated for the call, and the kernel writes one structure.
        _ = try retryingOnInterrupt { unsafe lstat(path, &facts) }
        device = UInt64(facts.st_dev)
        inode = UInt64(facts.st_ino)
        isSocket = facts.st_mode & S_IFMT == S_IFSOCK
    }
}

extension FileDescriptor {
    /// The corresponding C function is `bind(2)`.
    func bind(to address: UnixAddress) throws(Errno) {
        // SAFETY: the kernel copies the address during the call.
        _ = try unsafe address.withSockaddr { (name, byteCount) throws(Errno) in
            try retryingOnInterrupt { unsafe Glibc.bind(rawValue, name, byteCount) }
        }
    }

    /// The corresponding C function is `connect(2)`.
    func connect(to address: UnixAddress) throws(Errno) {
        // SAFETY: the kernel copies the address during the call.
        _ = try unsafe address.withSockaddr { (name, byteCount) throws(Errno) in
            try retryingOnInterrupt { unsafe Glibc.connect(rawValue, name, byteCount) }
        }
    }
}

/// A path from the root: one that is told to other programs must not depend on where this one stands.
///
/// The corresponding C function is `getcwd(3)`.
func absolutePath(_ path: String) throws(Errno) -> String {
    guard !path.hasPrefix("/") else { return path }
    // SAFETY: without a buffer the C library allocates one, which is copied and given back.
    guard let start = unsafe getcwd(nil, 0) else { throw Errno(rawValue: errno) }
    defer { unsafe free(start) }
    let base = unsafe String(cString: start)
    return base == "/" ? "/\(path)" : "\(base)/\(path)"
}
