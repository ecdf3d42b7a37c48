import CLinuxNet
import Glibc
public import SystemPackage

extension DatagramReceiver {
    /// The most errors one call takes, so that a flood of them cannot hold up a turn of the loop.
    public static var errorsPerDrain: Int { 64 }

    /// Empties the error queue of a socket.
    ///
    /// As long as it is not empty, polling reports ``Readiness/error`` at once, so whoever sees that calls this.
    ///
    /// - Parameters:
    ///   - descriptor: A non-blocking socket.
    ///   - body: Gets each error.
    /// - Returns: The number of errors taken: at most ``errorsPerDrain``.
    /// - Throws: An error of the socket itself.
    @discardableResult
    public mutating func drainErrors(
        from descriptor: FileDescriptor, _ body: (DeliveryError) -> Void
    ) throws(Errno) -> Int {
        var taken = 0
        while taken < Self.errorsPerDrain, let error = try nextError(from: descriptor) {
            body(error)
            taken += 1
        }
        return taken
    }

    private mutating func nextError(from descriptor: FileDescriptor) throws(Errno) -> DeliveryError? {
        var name = sockaddr_in6()
        var control: [8 of UInt64] = .init(repeating: 0)
        var start: UInt32 = 0
        var message = unsafe msghdr()
        // SAFETY: name, control and start outlive the call, and the message is read only inside.
        return try unsafe withUnsafeMutableBytes(of: &name) { (name) throws(Errno) in
            try unsafe withUnsafeMutableBytes(of: &control) { (control) throws(Errno) in
                try unsafe withUnsafeMutableBytes(of: &start) { (start) throws(Errno) in
                    var vector = unsafe iovec(iov_base: start.baseAddress, iov_len: start.count)
                    return try unsafe withUnsafeMutablePointer(to: &vector) { (vector) throws(Errno) in
                        unsafe message.msg_name = name.baseAddress
                        unsafe message.msg_namelen = socklen_t(name.count)
                        unsafe message.msg_control = control.baseAddress
                        unsafe message.msg_controllen = control.count
                        unsafe message.msg_iov = vector
                        unsafe message.msg_iovlen = 1
                        let flags = clinuxnet_MSG_ERRQUEUE | clinuxnet_MSG_DONTWAIT
                        let answer = try nonBlocking { unsafe kernel.recvmsg(descriptor.rawValue, &message, flags) }
                        guard case .done(let byteCount) = answer else { return nil }
                        let word = unsafe start.loadUnaligned(as: UInt32.self)
                        return unsafe DeliveryError(&message, start: byteCount < 4 ? nil : UInt32(bigEndian: word))
                    }
                }
            }
        }
    }
}

extension DeliveryError {
    /// Reads a message of the error queue.
    fileprivate init(_ message: UnsafeMutablePointer<msghdr>, start: UInt32?) {
        self.start = start
        var error = sock_extended_err()
        // SAFETY: the kernel has filled the message; what it points to is still there.
        let isPresent = unsafe clinuxnet_read_extended_error(message, &error) != 0
        errno = Errno(rawValue: isPresent ? Int32(bitPattern: error.ee_errno) : EIO)
        origin =
            switch Int32(error.ee_origin) {
            case SO_EE_ORIGIN_LOCAL: .local
            case SO_EE_ORIGIN_ICMP, SO_EE_ORIGIN_ICMP6: .icmp(type: error.ee_type, code: error.ee_code)
            default: .other(error.ee_origin)
            }
        information = error.ee_info
        destination = unsafe SocketAddress(
            copying: message.pointee.msg_name, byteCount: Int(message.pointee.msg_namelen))
    }
}
