import NetCore

/// The counters of a lab at one moment, so that what was before time zero can be taken off.
struct Counts {
    /// By port number.
    let ports: [PortCounters]
    /// What hosts have taken.
    let consumed: UInt64
    let copies: UInt64
    /// In a queue, or kept by a client.
    let held: UInt64
    /// Given to kernel sockets, less what came out of them.
    let inKernel: Int64

    init(loop: Loop, topology: Topology) {
        var ports: [PortCounters] = []
        var queued: UInt64 = 0
        for port in loop.ports.sorted(by: { $0.number < $1.number }) {
            while ports.count < port.number { ports.append(PortCounters()) }
            ports.append(port.counters)
            queued += UInt64(port.queuedFrames)
        }
        self.ports = ports
        let accounts = loop.accounts
        copies = accounts.reduce(0) { $0 + $1.copies }
        held = queued + accounts.reduce(0) { $0 + $1.held }
        inKernel = Self.inKernel(topology)
        var toKernel: UInt64 = 0
        for case .sockets(let a, let b) in topology.links.map(\.ends) {
            toKernel += a.account.consumed + b.account.consumed
        }
        consumed = accounts.reduce(0) { $0 + $1.consumed } - toKernel
    }

    /// Frames given to kernel sockets, less those that came out of them.
    static func inKernel(_ topology: Topology) -> Int64 {
        var difference: Int64 = 0
        for link in topology.links {
            guard case .sockets(let a, let b) = link.ends else { continue }
            difference += Int64(a.account.consumed + b.account.consumed)
            difference -= Int64(a.port.counters.enteredFrames + b.port.counters.enteredFrames)
        }
        return difference
    }

    func drops(_ port: Port, _ reason: DropReason) -> UInt64 { ports[port.number].drops[reason] }
}
