import CLinuxNet
import Glibc
public import SystemPackage

/// One end of a cable of a VDE network: a unix datagram socket at a path of its own, connected to that of the other end.
///
/// The path goes with the socket, if it is still the one that was made.
public struct VDEDataSocket: ~Copyable {
    /// Where it is bound.
    public let local: UnixAddress
    private let owned: OwnedDescriptor
    private let file: UnixSocketFile

    /// Opens a socket and binds it; a socket file at the path that nobody is bound to any more is replaced.
    ///
    /// - Throws: ``SocketError``; then nothing stays open.
    public init(bindingTo local: UnixAddress, access: FileAccess) throws(SocketError) {
        let owned: OwnedDescriptor
        do throws(Errno) {
            owned = OwnedDescriptor(
                owning: try retryingOnInterrupt { socket(AF_UNIX, clinuxnet_DATAGRAM_SOCKET_TYPE, 0) })
        } catch {
            throw SocketError(.openSocket, .unix(local.path), error)
        }
        file = try UnixSocketFile(binding: owned.descriptor, to: local, access: access)
        self.local = local
        self.owned = owned
    }

    /// Opens a plug's socket: in the switch's directory, as others do, or in a temporary one where that cannot be written to.
    ///
    /// What plugs of ours that were killed have left there is swept.
    public static func ofPlug(in directory: String, access: FileAccess) throws(SocketError) -> VDEDataSocket {
        var refusal: SocketError?
        for candidate in [absolutePath(directory), "/var/tmp", "/tmp"] {
            StaleSockets.sweep(candidate) { $0.hasPrefix(plugPrefix) }
            var number = 0
            while number < namesToTry {
                // A path that is too long is one that cannot be used.
                guard let path = UnixAddress(path: "\(candidate)/\(plugPrefix)\(getpid())-\(number)") else { break }
                do throws(SocketError) {
                    return try VDEDataSocket(bindingTo: path, access: access)
                } catch {
                    refusal = refusal ?? error
                    // Another plug of this process has that name.
                    guard error.errno == .addressInUse else { break }
                }
                number += 1
            }
        }
        throw refusal ?? SocketError(.bind, .unix(directory), .fileNameTooLong)
    }

    /// What the names of plugs' sockets begin with; process and number follow.
    static let plugPrefix = ".wirework-"
    private static let namesToTry = 4096

    /// The descriptor, lent for polling, sending and receiving: it must not be closed.
    public var descriptor: FileDescriptor { owned.descriptor }

    /// Connects to the other end, which alone can send to this one from then on.
    ///
    /// - Parameter name: What stands in its `sun_path`, all 108 bytes; a path, or an abstract name.
    public func connect(to name: [UInt8]) throws(Errno) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // SAFETY: no more is copied than the field has.
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { field in
            unsafe field.copyBytes(from: name.prefix(field.count))
        }
        // SAFETY: a sockaddr_un is a socket address, which the kernel copies during the call.
        _ = try unsafe withUnsafeBytes(of: &address) { (bytes) throws(Errno) in
            let pointer = unsafe bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self)
            return try retryingOnInterrupt {
                unsafe Glibc.connect(descriptor.rawValue, pointer, socklen_t(bytes.count))
            }
        }
    }
}
