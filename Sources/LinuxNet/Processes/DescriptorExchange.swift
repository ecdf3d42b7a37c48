import CLinuxNet
import Glibc
public import SystemPackage

/// A pair of sockets, one end of which is lent to a program that sends a descriptor back (unix(7), `SCM_RIGHTS`).
public struct DescriptorExchange: ~Copyable {
    private let near: OwnedDescriptor
    private let far: OwnedDescriptor

    /// Makes the pair.
    public init() throws(Errno) {
        var ends: [2 of Int32] = [-1, -1]
        // SAFETY: the call writes two descriptors.
        _ = try unsafe withUnsafeMutableBytes(of: &ends) { (bytes) throws(Errno) in
            let ends = unsafe bytes.baseAddress?.assumingMemoryBound(to: Int32.self)
            return try retryingOnInterrupt { unsafe socketpair(AF_UNIX, clinuxnet_STREAM_SOCKET_TYPE, 0, ends) }
        }
        let first = OwnedDescriptor(owning: ends[0])
        let second = OwnedDescriptor(owning: ends[1])
        // Above those three that are the program's own, which this process may have been started without.
        let lent = try retryingOnInterrupt { fcntl(second.descriptor.rawValue, F_DUPFD_CLOEXEC, 3) }
        near = first
        far = OwnedDescriptor(owning: lent)
    }

    /// What the program is to send to, lent.
    public var lent: FileDescriptor { far.descriptor }

    /// Takes the descriptor that was sent.
    ///
    /// - Throws: `EAGAIN` if nothing was, `ENOMSG` if there was none with what was.
    public func receive() throws(Errno) -> OwnedDescriptor {
        OwnedDescriptor(owning: try retryingOnInterrupt { clinuxnet_receive_descriptor(near.descriptor.rawValue) })
    }
}
