import CLinuxNet
import Glibc
import SystemPackage

/// How many datagrams this kernel takes in one message.
///
/// `UDP_MAX_SEGMENTS` was 64 when `UDP_SEGMENT` came with Linux 4.18, and is 128 since 6.9; nothing reports it. So a socket
/// that is connected to itself sends 128 datagrams of one byte in one message: `EINVAL` says 64.
enum SegmentationProbe {
    /// Since Linux 6.9.
    static let manySegments = 128
    /// Since Linux 4.18.
    static let fewSegments = 64

    /// 128, 64, or 0.
    static func segmentLimit() -> Int {
        guard let probe = try? UDPSocket(bindingTo: .loopback(.ipv4)) else { return 0 }
        // A kernel without the option would ignore it and send one long datagram.
        let options = SocketOptions(descriptor: probe.descriptor, address: probe.localAddress)
        guard options.accepts(SOL_UDP, UDP_SEGMENT, 1) else { return 0 }
        guard (try? probe.connect(to: probe.localAddress)) != nil else { return fewSegments }
        let bytes = [UInt8](repeating: 0, count: manySegments)
        // With the option set on the socket, a plain send is cut into segments of one byte.
        // SAFETY: the kernel reads the array during the call.
        let sent = try? nonBlocking { unsafe send(probe.descriptor.rawValue, bytes, bytes.count, 0) }
        return sent == .done(manySegments) ? manySegments : fewSegments
    }
}
