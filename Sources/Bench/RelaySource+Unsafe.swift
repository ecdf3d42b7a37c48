import CBench
import LinuxNet

/// Who sends to the relays: a process with one socket, the same for all of them.
@safe
final class RelaySource {
    let address: SocketAddress
    private let socket: UDPSocket
    private let field: FrameField

    init(_ field: consuming FrameField) throws(BenchError) {
        let socket = try TunnelShape.openSocket()
        address = socket.localAddress
        self.socket = socket
        self.field = field
    }

    /// Starts sending.
    ///
    /// - Parameters:
    ///   - destination: A relay.
    ///   - limit: Frames; nil: until ``RelaySending/stop()``, ten seconds at most.
    func start(to destination: SocketAddress, limit: Int? = nil) throws(BenchError) -> RelaySending {
        let board = try Board()
        // SAFETY: the child has its own copy of the frames, and of everything else but the board.
        let started = unsafe cbench_start_sender(
            cbench_end(socket, peer: destination), field.frames(of: 0), UInt64(limit ?? 0), board.pointer)
        return RelaySending(child: try ChildProcess("a sender", started: started), board: board)
    }
}

/// A process that sends.
final class RelaySending {
    private let child: ChildProcess
    private let board: Board

    init(child: ChildProcess, board: Board) {
        self.child = child
        self.board = board
    }

    /// Frames so far.
    var frames: Int { Int(board.counts.frames) }

    /// Tells it to stop, and waits until it has.
    func stop() {
        board.stop()
        _ = child.wait(nanoseconds: 1_000_000_000)
    }
}

/// Memory that a process in C shares.
@safe
final class Board {
    let pointer: OpaquePointer

    init() throws(BenchError) {
        guard let pointer = unsafe cbench_board_open() else { throw BenchError("no memory to share") }
        unsafe self.pointer = pointer
    }

    // SAFETY: who maps it in a child has a mapping of its own.
    deinit { unsafe cbench_board_close(pointer) }

    var counts: cbench_counts { unsafe cbench_board_counts(pointer) }

    func stop() { unsafe cbench_board_stop(pointer) }

    /// Starts the relay in C.
    ///
    /// - Returns: Its id, or a negative errno.
    func startRelay(from datagrams: Int32, to tunnel: cbench_end, way: cbench_way) -> Int32 {
        // SAFETY: the child has a mapping of the board of its own.
        unsafe cbench_start_relay(
            datagrams, tunnel, TunnelShape.direction, UInt32(LinuxKernel().segmentLimit), way,
            ReceiveSlabs.defaultSlabByteCount, pointer)
    }
}
