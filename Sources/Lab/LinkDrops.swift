import NetCore

extension DropReason {
    /// What `send` itself refuses with: it counts at the sending port.
    private var isRefusedSend: Bool {
        switch self {
        case .linkDown, .noPeer, .queueFull, .loop: true
        default: false
        }
    }

    /// What a socket backend ends a frame with on its way out; all other reasons are of what came in.
    private var isOutbound: Bool {
        switch self {
        case .oversize, .socketError, .runt: true
        default: false
        }
    }

    /// How many frames of one direction of a link ended for this reason.
    ///
    /// - Parameters:
    ///   - link: The link.
    ///   - isForward: From its first endpoint to its second.
    ///   - count: Drops of a port for this reason.
    func drops(on link: Topology.Link, isForward: Bool, count: (Port) -> UInt64) -> UInt64 {
        let entry = isRefusedSend ? count(isForward ? link.a : link.b) : 0
        switch link.ends {
        case .wire:
            return entry
        case .staged(let a, let b):
            let (near, far) = isForward ? (a, b) : (b, a)
            // The near end encodes, the far end decodes; each may find that the next queue takes no more.
            return entry + (isRefusedSend ? count(near.outer) + count(far.inner) : count(near.inner) + count(far.outer))
        case .sockets(let a, let b):
            let (near, far) = isForward ? (a.port, b.port) : (b.port, a.port)
            return entry + (isOutbound ? count(near) : count(far))
        }
    }
}
