import CLinuxNet
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
    init(binding descriptor: FileDescriptor, to address: UnixAddress) throws(SocketError) {
        do throws(Errno) {
            do throws(Errno) {
                try descriptor.bind(to: address)
            } catch .addressInUse {
                try Self.clearStale(address)
                try descriptor.bind(to: address)
            }
            file = try FileIdentity(of: address.path)
        } catch {
            throw SocketError(.bind, .unix(address.path), error)
        }
        path = address.path
    }

    deinit {
        // SAFETY: the path is NUL-terminated for the call. Between looking and unlinking somebody could put another file
        // there; nothing that unlinks by name can rule that out.
        if (try? FileIdentity(of: path)) == file { _ = unsafe unlink(path) }
    }

    /// Unlinks a socket that nobody listens to.
    ///
    /// The probe is a datagram socket: a server of streams refuses it (`EPROTOTYPE`), and never hears of it.
    private static func clearStale(_ address: UnixAddress) throws(Errno) {
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
