import CBench
import LinuxNet
import SystemPackage

/// Where a relay's datagrams end: counted in C, so that the same little work is done for every relay.
@safe
final class RelaySink {
    let address: SocketAddress
    private let socket: UDPSocket
    private let sink: OpaquePointer
    private var knownLosses: UInt32 = 0

    init() throws(BenchError) {
        // The sink shares a core with a sender that never rests: what comes while it does not run must find room.
        var options = UDPSocket.Options()
        options.receiveBufferByteCount = 64 << 20
        let socket = try TunnelShape.openSocket(options: options)
        address = socket.localAddress
        // SAFETY: the sink is closed in `deinit`, before the socket it reads.
        let sink = unsafe cbench_sink_open(
            socket.descriptor.rawValue, TunnelShape.direction, ReceiveSlabs.defaultSlabByteCount)
        guard let sink = unsafe sink else { throw BenchError("no memory for a sink") }
        unsafe self.sink = sink
        self.socket = socket
    }

    deinit { unsafe cbench_sink_close(sink) }

    /// Frames of the session that have come so far.
    var frames: Int { unsafe Int(cbench_sink_counts(sink).frames) }

    /// Reads for a while, or until so many have come in all.
    func run(nanoseconds: Int64, until frames: Int = .max) throws(BenchError) {
        let error = unsafe cbench_sink_run(sink, nanoseconds, UInt64(frames))
        guard error == 0 else { throw BenchError("the sink: \(Errno(rawValue: error))") }
    }

    /// Throws if datagrams came that are none of the session's: they would make a figure wrong.
    func check(_ name: String) throws(BenchError) {
        let refused = unsafe cbench_sink_counts(sink).refused
        guard refused == 0 else { throw BenchError("\(name) sent \(refused) datagrams that are none of the session's") }
    }

    /// Whether datagrams were lost here since this was last asked; where the kernel does not tell, nothing is sure.
    func takeLosses() -> Bool {
        guard let losses = try? socket.kernelDropCount() else { return true }
        defer { knownLosses = losses }
        return losses != knownLosses
    }

    /// What to say of a figure that the sink itself has spoilt.
    static func overflow(_ name: String) -> BenchError {
        BenchError("the sink's receive buffer was too small for \(name) (net.core.rmem_max)")
    }
}
