import CBench
import Glibc
import LinuxNet
import SystemPackage

/// The limit: the same system calls in C, on sockets opened by the same code, and nothing between them that could be left
/// out.
@safe
final class LimitPair {
    private let near: UDPSocket
    private let far: UDPSocket
    private let field: FrameField
    private let load: PairLoad
    private let pair: OpaquePointer

    init(_ field: consuming FrameField, burst: Int, way: cbench_way) throws(BenchError) {
        let near = try TunnelShape.openSocket()
        let far = try TunnelShape.openSocket()
        load = PairLoad(
            burst: burst, datagramByteCount: field.frameByteCount + TunnelShape.headerByteCount,
            bufferByteCount: far.receiveBufferByteCount)
        let nearEnd = cbench_end(near, peer: far.localAddress)
        let farEnd = cbench_end(far, peer: near.localAddress)
        // SAFETY: the pair is closed in `deinit`, before the sockets it uses.
        let pair = unsafe cbench_pair_open(
            nearEnd, farEnd, TunnelShape.direction, UInt32(LinuxKernel().segmentLimit), way,
            UInt32(ReceiveSlabs.defaultSlotCount), ReceiveSlabs.defaultSlabByteCount,
            ReceiveSlabs.defaultHeadroomByteCount)
        guard let pair = unsafe pair else { throw BenchError("no memory, or no epoll, for the limit in C") }
        unsafe self.pair = pair
        self.near = near
        self.far = far
        self.field = field
    }

    deinit { unsafe cbench_pair_close(pair) }

    /// Carries frames from end to end.
    func carry(_ frames: Int) throws(BenchError) -> Sample {
        let before = unsafe cbench_pair_counts(pair)
        var sample = try Sample.measure { () throws(BenchError) in
            // SAFETY: the frames are the field's, which this object keeps.
            let error = unsafe cbench_pair_run(
                pair, field.frames(of: 0), UInt64(frames), UInt32(load.burst), UInt32(load.window))
            guard error == 0 else { throw BenchError("the limit in C: \(Errno(rawValue: error))") }
            return frames
        }
        let after = unsafe cbench_pair_counts(pair)
        guard after.frames - before.frames == UInt64(frames) else {
            throw BenchError("\(after.frames - before.frames) of \(frames) frames came through the limit in C")
        }
        sample.systemCalls = Int(after.calls - before.calls)
        return sample
    }
}

extension cbench_end {
    init(_ socket: borrowing UDPSocket, peer: SocketAddress) {
        // Benchmarks talk to themselves: every peer is on 127.0.0.1.
        self.init(descriptor: socket.descriptor.rawValue, peer_address: INADDR_LOOPBACK, peer_port: peer.port)
    }
}

extension cbench_counts {
    /// Sends and receives, as the product counts its own.
    var calls: UInt64 { send_calls + receive_calls }
}
