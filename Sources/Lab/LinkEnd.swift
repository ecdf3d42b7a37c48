import NetBackends
import NetCore
import Pseudowires

/// What stands between a node's port and the middle of a link, outwards: an encoder, a socket, or both.
///
///     node ── encoder ── socket ~ kernel        real time, in stages
///     node ── socket ~ kernel                   real time, both in one
///     node ── encoder ── far encoder ── node    virtual time
struct LinkEnd {
    /// Encodes and decodes; towards the node, towards the middle.
    var encoder: (inner: Port, outer: Port)?
    /// Talks to the kernel.
    var backend: (any Backend)?

    init(_ end: L2TPv3End, over transport: L2TPv3Backend? = nil) {
        encoder = (end.inner, end.outer)
        backend = transport
    }

    init(_ end: DgramEnd) {
        encoder = (end.inner, end.outer)
    }

    init(_ end: StreamEnd) {
        encoder = (end.inner, end.outer)
    }

    init(_ backend: any Backend) {
        self.backend = backend
    }

    /// Frames given to the kernel.
    var toKernel: UInt64 { backend?.account.consumed ?? 0 }

    /// Frames that came from it, those that were refused included.
    ///
    /// Packets over IP that named no session of their address came from it too.
    var fromKernel: UInt64 {
        (backend?.port.counters.enteredFrames ?? 0) + ((backend as? L2TPv3Backend)?.strayPackets ?? 0)
    }
}

extension DropReason {
    /// What a socket backend ends a frame with on its way out; all other reasons are of what came in.
    fileprivate var isOutbound: Bool {
        switch self {
        case .oversize, .socketError, .runt, .noPeer, .linkDown, .stale: true
        default: false
        }
    }
}

extension LinkEnd {
    /// Frames that ended here for a reason on their way out of the node.
    ///
    /// - Parameters:
    ///   - reason: Why.
    ///   - refused: Frames that a port could not send, for this reason.
    ///   - ended: Frames that ended at a port otherwise.
    func outbound(_ reason: DropReason, refused: (Port) -> UInt64, ended: (Port) -> UInt64) -> UInt64 {
        // The encoder may find that the next queue takes no more.
        let encoding = encoder.map { ended($0.inner) + refused($0.outer) } ?? 0
        let sending = backend.map { reason.isOutbound ? ended($0.port) : 0 } ?? 0
        return encoding + sending
    }

    /// Frames that ended here for a reason on their way to the node.
    func inbound(_ reason: DropReason, refused: (Port) -> UInt64, ended: (Port) -> UInt64) -> UInt64 {
        let receiving = backend.map { (reason.isOutbound ? 0 : ended($0.port)) + refused($0.port) } ?? 0
        let decoding = encoder.map { ended($0.outer) + refused($0.inner) } ?? 0
        return receiving + decoding
    }
}
