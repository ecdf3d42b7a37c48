import NICModels
import NetCore

/// The counters of a lab at one moment, so that what was before time zero can be taken off.
struct Counts {
    /// By port number.
    let ports: [PortCounters]
    /// What hosts have taken, by node and NIC.
    let nics: [[NICStatistics]]
    /// What hosts have taken in all.
    let consumed: UInt64
    let copies: UInt64
    /// In a queue, or kept by a client.
    let held: UInt64
    /// Given to kernel sockets of links, less what came out of them.
    let inKernel: Int64
    /// Came in through netdev nodes, and from plugs.
    let entered: UInt64
    /// Went out through netdev nodes, and to plugs.
    let left: UInt64

    init(loop: Loop, topology: Topology) {
        var ports: [PortCounters] = []
        var queued: UInt64 = 0
        for port in loop.ports.sorted(by: { $0.number < $1.number }) {
            while ports.count < port.number { ports.append(PortCounters()) }
            ports.append(port.counters)
            queued += UInt64(port.queuedFrames)
        }
        self.ports = ports
        nics = topology.nodes.map { $0.nics.map(\.statistics) }
        let accounts = loop.accounts
        copies = accounts.reduce(0) { $0 + $1.copies }
        // What was handed over and not yet taken over waits in a router.
        held =
            queued + accounts.reduce(0) { $0 + $1.held + $1.handedOver } - accounts.reduce(0) { $0 + $1.takenOver }
        let (toKernel, fromKernel) = Self.kernel(topology)
        inKernel = Int64(toKernel) - Int64(fromKernel)
        let netdevs = topology.nodes.flatMap(\.netdevs)
        let listeners = topology.nodes.compactMap(\.listener)
        entered =
            netdevs.reduce(0) { $0 + $1.enteredFrames } + listeners.reduce(0) { $0 + $1.enteredFrames }
        let left =
            netdevs.reduce(0) { $0 + $1.account.consumed } + listeners.reduce(0) { $0 + $1.counters.sent.frames }
        self.left = left
        consumed = accounts.reduce(0) { $0 + $1.consumed } - toKernel - left
    }

    /// Frames given to kernel sockets of links, less those that came out of them.
    static func inKernel(_ topology: Topology) -> Int64 {
        let (to, from) = kernel(topology)
        return Int64(to) - Int64(from)
    }

    private static func kernel(_ topology: Topology) -> (to: UInt64, from: UInt64) {
        var (to, from): (UInt64, UInt64) = (0, 0)
        for link in topology.links {
            to += link.ends.a.toKernel + link.ends.b.toKernel
            from += link.ends.a.fromKernel + link.ends.b.fromKernel
        }
        return (to, from)
    }

    func drops(_ port: Port, _ reason: DropReason) -> UInt64 { ports[port.number].drops[reason] }
}
