import CLinuxNet
import Glibc
import SystemPackage

/// Socket files that their owners have left behind, as a process does that is killed.
enum StaleSockets {
    /// Removes those of a directory that nobody is bound to any more; what cannot be removed stays.
    ///
    /// - Parameters:
    ///   - directory: Where to look.
    ///   - isMeant: Whether a file of this name is of the kind that is looked for.
    static func sweep(_ directory: String, where isMeant: (String) -> Bool) {
        for address in paths(in: directory, where: isMeant) { try? clear(address) }
    }

    /// Removes sockets of a directory, whoever is bound to them: connections stay, and the names are gone.
    static func unlinkAll(_ directory: String, where isMeant: (String) -> Bool) {
        for address in paths(in: directory, where: isMeant)
        where (try? FileIdentity(of: address.path))?.isSocket == true {
            // SAFETY: the path is NUL-terminated for the call.
            _ = unsafe unlink(address.path)
        }
    }

    private static func paths(in directory: String, where isMeant: (String) -> Bool) -> [UnixAddress] {
        guard
            let opened = try? FileDescriptor.open(
                FilePath(directory), .readOnly, options: [.directory, .closeOnExec])
        else { return [] }
        let owned = OwnedDescriptor(owning: opened)
        return ParentDirectory.names(in: owned.descriptor).filter(isMeant).compactMap {
            UnixAddress(path: "\(directory)/\($0)")
        }
    }

    /// Unlinks a socket that nobody is bound to.
    ///
    /// Asked is the kernel, by trying to connect: a process number in a name would say little across PID namespaces. The
    /// probe is a datagram socket: a server of streams refuses it (`EPROTOTYPE`), and never hears of it.
    ///
    /// - Throws: `EEXIST` if it is no socket, `EADDRINUSE` if somebody is bound to it.
    static func clear(_ address: UnixAddress) throws(Errno) {
        let file = try FileIdentity(of: address.path)
        guard file.isSocket else { throw .fileExists }
        guard let number = try? retryingOnInterrupt({ socket(AF_UNIX, clinuxnet_DATAGRAM_SOCKET_TYPE, 0) }) else {
            throw .addressInUse
        }
        let probe = OwnedDescriptor(owning: number)
        do throws(Errno) {
            try probe.descriptor.connect(to: address)
        } catch .connectionRefused {
            // SAFETY: the path is NUL-terminated for the call.
            _ = try retryingOnInterrupt { unsafe unlink(address.path) }
            return
        } catch {}
        throw .addressInUse
    }
}
