public import CLinuxNet

/// The calls that move datagrams: the seam where a test plays the kernel.
///
/// Each requirement is one system call with its C meaning, `-1` and `errno` included, so that everything above, from `EINTR`
/// on, is the code that runs in production. Used as a generic parameter only, which the compiler specialises away.
public protocol DatagramKernel {
    /// The most datagrams one message may carry with `UDP_SEGMENT`; less than 2 when the kernel has no such thing.
    var segmentLimit: Int { get }

    /// The corresponding C function is `sendmmsg(2)`.
    @unsafe
    mutating func sendmmsg(
        _ descriptor: Int32, _ messages: UnsafeMutablePointer<clinuxnet_mmsghdr>, _ count: UInt32, _ flags: Int32
    ) -> Int32

    /// The corresponding C function is `recvmmsg(2)`, without a timeout.
    @unsafe
    mutating func recvmmsg(
        _ descriptor: Int32, _ messages: UnsafeMutablePointer<clinuxnet_mmsghdr>, _ count: UInt32, _ flags: Int32
    ) -> Int32

    /// The corresponding C function is `recvmsg(2)`.
    @unsafe
    mutating func recvmsg(_ descriptor: Int32, _ message: UnsafeMutablePointer<msghdr>, _ flags: Int32) -> Int
}
