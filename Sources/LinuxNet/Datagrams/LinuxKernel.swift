public import CLinuxNet
import Glibc
import SystemPackage

/// The kernel itself.
public struct LinuxKernel: DatagramKernel, Sendable {
    /// The most datagrams one message may carry with `UDP_SEGMENT`: 128, 64 on older kernels, 0 where there is none.
    public let segmentLimit: Int

    /// Asks the kernel, the first time, how much it can do.
    public init() {
        segmentLimit = Self.probedSegmentLimit
    }

    /// The corresponding C function is `sendmmsg(2)`.
    @unsafe
    public func sendmmsg(
        _ descriptor: Int32, _ messages: UnsafeMutablePointer<clinuxnet_mmsghdr>, _ count: UInt32, _ flags: Int32
    ) -> Int32 {
        unsafe clinuxnet_sendmmsg(descriptor, messages, count, flags)
    }

    /// The corresponding C function is `recvmmsg(2)`.
    @unsafe
    public func recvmmsg(
        _ descriptor: Int32, _ messages: UnsafeMutablePointer<clinuxnet_mmsghdr>, _ count: UInt32, _ flags: Int32
    ) -> Int32 {
        unsafe clinuxnet_recvmmsg(descriptor, messages, count, flags)
    }

    /// The corresponding C function is `recvmsg(2)`.
    @unsafe
    public func recvmsg(
        _ descriptor: Int32, _ message: UnsafeMutablePointer<msghdr>, _ flags: Int32
    ) -> Int {
        unsafe Glibc.recvmsg(descriptor, message, flags)
    }

    private static let probedSegmentLimit = SegmentationProbe.segmentLimit()
}
