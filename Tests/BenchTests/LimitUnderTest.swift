import CBench
import Glibc
import LinuxNet
import Testing
import Tunnels
import WireFormats

@testable import Bench

/// The limit in C with a plain socket for a far end: what it sends can be read here, and what it receives is made here.
final class LimitUnderTest {
    private let near: UDPSocket
    private let far: UDPSocket
    private let plain: UDPSocket
    private let pair: OpaquePointer
    private let memory: [UInt8]

    static let frameByteCount = 64
    static let stride = 96

    /// Sixteen frames, each with bytes of its own.
    init(way: cbench_way, segmentLimit: UInt32 = 64) throws {
        var options = UDPSocket.Options()
        near = try TunnelShape.openSocket()
        far = try TunnelShape.openSocket()
        options.coalescesReceived = false
        plain = try TunnelShape.openSocket(options: options)
        memory = (0..<16 * Self.stride).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        pair = try #require(
            cbench_pair_open(
                cbench_end(near, peer: plain.localAddress), cbench_end(far, peer: plain.localAddress),
                TunnelShape.direction, segmentLimit, way, 16, 69_632, 96))
    }

    deinit { cbench_pair_close(pair) }

    var counts: cbench_counts { cbench_pair_counts(pair) }

    func frame(_ index: Int) -> [UInt8] {
        Array(memory[index * Self.stride..<index * Self.stride + Self.frameByteCount])
    }

    /// Lets the limit send frames to the plain socket, and read what stands in its own.
    func run(_ frames: Int) -> Int32 {
        memory.withUnsafeBytes { bytes in
            let frames16 = cbench_frames(
                memory: bytes.baseAddress, stride: Self.stride, count: 16, frame_bytes: Self.frameByteCount)
            return cbench_pair_run(pair, frames16, UInt64(frames), UInt32(frames), UInt32(frames))
        }
    }

    /// Puts a datagram into the limit's receiving socket.
    func queue(_ datagram: [UInt8], fromStranger: Bool = false) throws {
        let sender = fromStranger ? near.descriptor : plain.descriptor
        let sent = far.localAddress.withSockaddr { name, byteCount in
            sendto(sender.rawValue, datagram, datagram.count, 0, name, byteCount)
        }
        try #require(sent == datagram.count)
    }

    /// What the limit has sent, oldest first.
    func received() -> [[UInt8]] {
        var datagrams: [[UInt8]] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(plain.descriptor.rawValue, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            guard count >= 0 else { return datagrams }
            datagrams.append(Array(buffer.prefix(count)))
        }
    }
}

extension TunnelShape {
    /// The session as the product's codec has it, seen from the sending end.
    static let configuration = L2TPv3Configuration(
        encapsulation: .udp, localSession: returnSession, remoteSession: session, txCookie: .bits64(cookie),
        rxCookie: .bits64(returnCookie), sublayer: .counter)

    /// The datagram that our transmitter makes of a frame, the k-th of the session.
    static func datagram(_ frame: [UInt8], ahead k: Int = 0) -> [UInt8] {
        let transmitter = L2TPv3Transmitter(configuration)
        return [UInt8](unsafeUninitializedCapacity: transmitter.headerByteCount) { bytes, count in
            var output = OutputRawSpan(buffer: UnsafeMutableRawBufferPointer(bytes), initializedCount: 0)
            transmitter.writeHeader(ahead: k, into: &output)
            count = output.finalize(for: UnsafeMutableRawBufferPointer(bytes))
        } + frame
    }
}
