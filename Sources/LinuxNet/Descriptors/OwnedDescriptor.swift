import Glibc
public import SystemPackage

/// A file descriptor with exactly one owner, closed when the owner goes.
public struct OwnedDescriptor: ~Copyable {
    /// The descriptor, lent: it must not be closed, nor used after the owner has gone.
    public let descriptor: FileDescriptor

    /// Takes over a descriptor that nobody else will close.
    public init(owning descriptor: FileDescriptor) {
        self.descriptor = descriptor
    }

    /// Takes over what a system call returned.
    init(owning rawValue: Int32) {
        descriptor = FileDescriptor(rawValue: rawValue)
    }

    /// Closes the descriptor and says what the kernel thought of it.
    ///
    /// The corresponding C function is `close(2)`. Linux releases the descriptor whatever the answer, so nothing is retried.
    ///
    /// - Throws: The error of a late write (`EIO`, `ENOSPC`), or `EBADF` when somebody else closed the descriptor.
    public consuming func close() throws(Errno) {
        let rawValue = descriptor.rawValue
        discard self
        guard Glibc.close(rawValue) == -1 else { return }
        let error = Errno(rawValue: errno)
        guard error == .interrupted else { throw error }
    }

    /// Gives up ownership: the caller closes the descriptor from now on.
    public consuming func release() -> FileDescriptor {
        let descriptor = self.descriptor
        discard self
        return descriptor
    }

    deinit {
        // An owner that wants to know the outcome calls `close()`.
        _ = Glibc.close(descriptor.rawValue)
    }
}
