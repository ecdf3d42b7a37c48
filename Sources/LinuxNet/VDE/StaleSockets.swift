import CLinuxNet
import Glibc
import SystemPackage

/// Socket files that their owners have left behind, as a process does that is killed.
enum StaleSockets {
    /// Removes those of a directory that nobody is bound to any more; what cannot be removed stays.
    ///
    /// Asked is the kernel, by trying to connect: a process number in a name would say little across PID namespaces.
    ///
    /// - Parameters:
    ///   - directory: Where to look.
    ///   - isMeant: Whether a file of this name is of the kind that is looked for.
    static func sweep(_ directory: String, where isMeant: (String) -> Bool) {
        guard
            let opened = try? FileDescriptor.open(
                FilePath(directory), .readOnly, options: [.directory, .closeOnExec])
        else { return }
        let owned = OwnedDescriptor(owning: opened)
        for name in ParentDirectory.names(in: owned.descriptor) where isMeant(name) {
            guard let address = UnixAddress(path: "\(directory)/\(name)") else { continue }
            remove(address, type: clinuxnet_DATAGRAM_SOCKET_TYPE)
        }
    }

    /// Removes the file of a socket that nobody is bound to.
    ///
    /// - Parameter type: Of the socket, as socket(2) takes it: the kernel looks at that, too.
    /// - Returns: Whether the path is free now.
    @discardableResult
    static func remove(_ address: UnixAddress, type: Int32) -> Bool {
        do throws(Errno) {
            guard try FileIdentity(of: address.path).isSocket else { return false }
            let probe = OwnedDescriptor(owning: try retryingOnInterrupt { socket(AF_UNIX, type, 0) })
            do throws(Errno) {
                try probe.descriptor.connect(to: address)
                return false
            } catch .connectionRefused {
                // SAFETY: the path is NUL-terminated for the call.
                return unsafe unlink(address.path) == 0
            }
        } catch {
            return error == .noSuchFileOrDirectory
        }
    }
}
