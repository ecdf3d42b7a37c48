import NetCore

/// What was counted between two moments.
struct CountSpan {
    let from: Counts
    let to: Counts

    /// Frames that ended at a port.
    func drops(_ port: Port, _ reason: DropReason) -> UInt64 {
        to.ports[port.number].drops[reason] - from.ports[port.number].drops[reason]
    }

    /// Of those, the ones that could not be sent.
    func refused(_ port: Port, _ reason: DropReason) -> UInt64 {
        to.ports[port.number].refused[reason] - from.ports[port.number].refused[reason]
    }
}
