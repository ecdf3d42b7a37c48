import NetCore

extension DropReason {
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
    ///   - refused: Frames that a port could not send, for this reason.
    ///   - ended: Frames that ended at a port otherwise.
    func drops(
        on link: Topology.Link, isForward: Bool, refused: (Port) -> UInt64, ended: (Port) -> UInt64
    ) -> UInt64 {
        let entry = refused(isForward ? link.a : link.b)
        switch link.ends {
        case .wire:
            return entry
        case .staged(let a, let b):
            let (near, far) = isForward ? (a, b) : (b, a)
            // The near end encodes, the far end decodes; each may find that the next queue takes no more.
            return entry + ended(near.inner) + refused(near.outer) + ended(far.outer) + refused(far.inner)
        case .sockets(let a, let b):
            let (near, far) = isForward ? (a.port, b.port) : (b.port, a.port)
            return entry + (isOutbound ? ended(near) : ended(far)) + refused(far)
        }
    }
}
