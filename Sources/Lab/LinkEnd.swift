import NetBackends
import NetCore
import Pseudowires
import Tunnels
import Tunnels

/// What stands between a node's port and the middle of a link, outwards: an encoder, a stage, a socket, or some of them.
///
///     node ── encoder ── [stage] ── socket ~ kernel        real time, in stages
///     node ── [stage] ── socket ~ kernel                   real time, encoder and socket in one, or no encoder at all
///     node ── encoder ── [stage] ── far end ── node        virtual time
///     node ── [stage] ── far end ── node                   a wire
///
/// A stage is there where something may happen to what the node sends; what it loses counts on that way of the link.
struct LinkEnd {
    /// Encodes and decodes; towards the node, towards the middle.
    var encoder: (inner: Port, outer: Port)?
    /// Impairs what the node sends.
    var stage: ImpairmentStage?
    /// Of a tunnel, where encoder and socket are apart.
    var session: L2TPv3End?
    /// Talks to the kernel.
    var backend: (any Backend)?
    /// Sends what is to come from a stranger, from an address of its own.
    var stranger: L2TPv3Backend?
    /// What an encoder writes before each frame.
    var headerByteCount = 0
    /// IP, and UDP where it is there, around that; nil where frames are in no packets.
    var outerHeaderByteCount: Int?

    /// Nothing: an end of a wire.
    init() {}

    init(_ end: L2TPv3End, over transport: L2TPv3Backend? = nil) {
        session = end
        encoder = (end.inner, end.outer)
        backend = transport
    }

    init(_ end: DgramEnd) {
        encoder = (end.inner, end.outer)
    }

    init(_ end: StreamEnd) {
        encoder = (end.inner, end.outer)
        headerByteCount = StreamFraming.prefixByteCount
    }

    init(_ backend: any Backend) {
        self.backend = backend
    }

    /// Ports of what stands before the socket, from the node outwards.
    var passages: [(inner: Port, outer: Port)] {
        [encoder, stage.map { ($0.near, $0.far) }].compactMap(\.self)
    }

    /// Where datagrams are on the wire: what is sent through it goes out, what arrives at it has come in.
    ///
    /// nil where encoder and socket are one, or there is no encoder.
    var wire: Port? { encoder.map { stage?.far ?? $0.outer } }

    /// All that talk to the kernel.
    var backends: [any Backend] { [backend, stranger].compactMap(\.self) }

    /// What the receiver of a tunnel has seen in numbers.
    var sequenceCounters: L2TPv3SequenceCounters? {
        session?.sequenceCounters ?? (backend as? L2TPv3Backend)?.sequenceCounters
    }

    /// Frames given to the kernel.
    var toKernel: UInt64 { backends.reduce(0) { $0 + $1.account.consumed } }

    /// How many ends hear what this one sends: more than one where it goes to a group.
    var hearers = 1
    /// Copies that the kernel made of those.
    var kernelCopies: UInt64 { toKernel * UInt64(max(0, hearers - 1)) }

    /// Frames that came from it, those that were refused included.
    ///
    /// Packets over IP that named no session of their address came from it too.
    var fromKernel: UInt64 {
        backends.reduce(0) { $0 + $1.port.counters.enteredFrames + (($1 as? L2TPv3Backend)?.strayPackets ?? 0) }
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
        // Each may find that the next queue takes no more.
        let passing = passages.reduce(0) { $0 + ended($1.inner) + refused($1.outer) }
        let straying = stage?.stranger.map(refused) ?? 0
        let sending = reason.isOutbound ? backends.reduce(0) { $0 + ended($1.port) } : 0
        return passing + straying + sending
    }

    /// Frames that ended here for a reason on their way to the node.
    func inbound(_ reason: DropReason, refused: (Port) -> UInt64, ended: (Port) -> UInt64) -> UInt64 {
        let receiving = backends.reduce(UInt64(0)) { sum, backend in
            // What came over IP for a session that nobody has was still for this address.
            let strays = (backend as? L2TPv3Backend)?.strays.map(ended) ?? 0
            return sum + (reason.isOutbound ? 0 : ended(backend.port)) + refused(backend.port) + strays
        }
        return passages.reduce(receiving) { $0 + ended($1.outer) + refused($1.inner) }
    }
}
