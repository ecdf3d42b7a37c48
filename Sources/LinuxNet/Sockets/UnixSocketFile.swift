import Glibc
import SystemPackage

/// The file that bind(2) makes for a unix socket; it goes with its owner, if it is still the one that was made.
struct UnixSocketFile: ~Copyable {
    private let path: String
    private let file: FileIdentity

    /// Binds a socket to a path.
    ///
    /// A socket file that nobody listens to any more, left by a process that was killed, is replaced. Anything else at the
    /// path is left as it is.
    ///
    /// - Throws: ``SocketError/Operation/bind``: `EADDRINUSE` if somebody listens there, `EEXIST` if it is no socket.
    ///
    /// - Parameter access: Who may use the file, from its first moment; nil: as the process makes files.
    init(
        binding descriptor: FileDescriptor, to address: UnixAddress, access: FileAccess? = nil
    ) throws(SocketError) {
        let file: FileIdentity
        do throws(Errno) {
            try access?.restrict(descriptor)
            do throws(Errno) {
                try descriptor.bind(to: address)
            } catch .addressInUse {
                try StaleSockets.clear(address)
                try descriptor.bind(to: address)
            }
            file = try FileIdentity(of: address.path)
        } catch {
            throw SocketError(.bind, .unix(address.path), error)
        }
        do throws(Errno) {
            try access?.apply(to: address.path)
        } catch {
            // SAFETY: the path is NUL-terminated for the call, and was bound a moment ago.
            _ = unsafe unlink(address.path)
            throw SocketError(.bind, .unix(address.path), error)
        }
        path = address.path
        self.file = file
    }

    deinit {
        // SAFETY: the path is NUL-terminated for the call. Between looking and unlinking somebody could put another file
        // there; nothing that unlinks by name can rule that out.
        if (try? FileIdentity(of: path)) == file { _ = unsafe unlink(path) }
    }
}

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
    func bind(to address: UnixAddress) throws(Errno) {
        // SAFETY: the kernel copies the address during the call.
        _ = try unsafe address.withSockaddr { (name, byteCount) throws(Errno) in
            try retryingOnInterrupt { unsafe Glibc.bind(rawValue, name, byteCount) }
        }
    }

    func connect(to address: UnixAddress) throws(Errno) {
        // SAFETY: the kernel copies the address during the call.
        _ = try unsafe address.withSockaddr { (name, byteCount) throws(Errno) in
            try retryingOnInterrupt { unsafe Glibc.connect(rawValue, name, byteCount) }
        }
    }
}
