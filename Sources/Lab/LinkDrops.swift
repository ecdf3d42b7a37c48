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
        let (near, far) = isForward ? (link.ends.a, link.ends.b) : (link.ends.b, link.ends.a)
        return entry + near.outbound(self, refused: refused, ended: ended)
            + far.inbound(self, refused: refused, ended: ended)
    }
}
