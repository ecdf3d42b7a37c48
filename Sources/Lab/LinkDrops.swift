import NetCore

extension DropReason {
    /// How many frames of one direction of a link ended for this reason.
    ///
    /// - Parameters:
    ///   - link: The link.
    ///   - isForward: What the first endpoint sends; otherwise what all others do.
    ///   - refused: Frames that a port could not send, for this reason.
    ///   - ended: Frames that ended at a port otherwise.
    func drops(
        on link: Topology.Link, isForward: Bool, refused: (Port) -> UInt64, ended: (Port) -> UInt64
    ) -> UInt64 {
        link.sides.enumerated().reduce(0) { sum, item in
            let (index, side) = item
            // Of more than two endpoints, what one that is not the first cannot take counts forward, whoever sent it.
            let count =
                (index == 0) == isForward
                ? refused(side.port) + side.end.outbound(self, refused: refused, ended: ended)
                    + (side.middle.map(ended) ?? 0)
                : side.end.inbound(self, refused: refused, ended: ended) + (side.middle.map(refused) ?? 0)
            return sum + count
        }
    }
}
