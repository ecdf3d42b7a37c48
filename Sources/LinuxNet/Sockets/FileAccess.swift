import Glibc
import SystemPackage

/// Who may use a file: a group and permissions, as chown(1) and chmod(1) have them.
public struct FileAccess: Hashable, Sendable {
    /// Permission bits.
    public let mode: UInt16
    /// The group; nil: that of the process.
    public let group: UInt32?

    /// An access.
    ///
    /// - Parameters:
    ///   - mode: Permission bits.
    ///   - group: The group; nil: that of the process.
    public init(mode: UInt16, group: UInt32? = nil) {
        self.mode = mode & 0o777
        self.group = group
    }

    /// The number of a group, by its name or by itself; nil if there is none of that name.
    ///
    /// The corresponding C function is `getgrnam_r(3)`.
    public static func group(named name: String) -> UInt32? {
        if let number = UInt32(name) { return number }
        var entry = unsafe Glibc.group()
        var found: UnsafeMutablePointer<Glibc.group>?
        var text = [CChar](repeating: 0, count: textByteCount)
        // SAFETY: what is found points into the structure and the text, and is read before either goes.
        let answer = unsafe getgrnam_r(name, &entry, &text, text.count, &found)
        guard answer == 0, unsafe found != nil else { return nil }
        return unsafe entry.gr_gid
    }

    private static let textByteCount = 65_536

    /// The same for the directory of such files: who may read may enter.
    var ofDirectory: FileAccess {
        FileAccess(mode: mode | (mode & 0o444) >> 2, group: group)
    }

    /// Gives a file group and permissions.
    func apply(to path: String) throws(Errno) {
        if let group {
            // SAFETY (both calls): the path is NUL-terminated for the call.
            _ = try retryingOnInterrupt { unsafe chown(path, uid_t.max, gid_t(group)) }
        }
        _ = try retryingOnInterrupt { unsafe chmod(path, mode_t(mode)) }
    }

    /// Has a socket that is not bound yet come into being with no more than these permissions.
    func restrict(_ socket: FileDescriptor) throws(Errno) {
        _ = try retryingOnInterrupt { fchmod(socket.rawValue, mode_t(mode)) }
    }
}
