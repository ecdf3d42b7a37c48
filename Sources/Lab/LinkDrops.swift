import NetCore

extension DropReason {
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
        guard case .ends(let a, let b) = link.ends else { return entry }
        let (near, far) = isForward ? (a, b) : (b, a)
        return entry + near.outbound(self, refused: refused, ended: ended)
            + far.inbound(self, refused: refused, ended: ended)
    }
}
