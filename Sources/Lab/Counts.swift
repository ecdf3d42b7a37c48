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
        let kernel = KernelCounts(topology)
        copies = accounts.reduce(0) { $0 + $1.copies } + kernel.copies
        // What was handed over and not yet taken over waits in a router.
        held =
            queued + accounts.reduce(0) { $0 + $1.held + $1.handedOver } - accounts.reduce(0) { $0 + $1.takenOver }
        inKernel = kernel.inside
        let netdevs = topology.nodes.flatMap(\.netdevs)
        let listeners = topology.nodes.compactMap(\.listener)
        entered =
            netdevs.reduce(0) { $0 + $1.enteredFrames } + listeners.reduce(0) { $0 + $1.enteredFrames }
        let left =
            netdevs.reduce(0) { $0 + $1.account.consumed } + listeners.reduce(0) { $0 + $1.counters.sent.frames }
        self.left = left
        consumed = accounts.reduce(0) { $0 + $1.consumed } - kernel.taken - left
    }

    /// Frames given to kernel sockets of links, less those that came out of them.
    static func inKernel(_ topology: Topology) -> Int64 { KernelCounts(topology).inside }

    func drops(_ port: Port, _ reason: DropReason) -> UInt64 { ports[port.number].drops[reason] }
}

/// What went to and from kernel sockets of links.
private struct KernelCounts {
    var taken: UInt64 = 0
    var given: UInt64 = 0
    /// Made by the kernel, for the members of a group.
    var copies: UInt64 = 0

    init(_ topology: Topology) {
        for link in topology.links {
            for side in link.sides {
                taken += side.end.toKernel
                given += side.end.fromKernel
                copies += side.end.kernelCopies
            }
            taken += link.listener?.counters.sent.frames ?? 0
            given += link.listener?.enteredFrames ?? 0
        }
    }

    var inside: Int64 { Int64(taken + copies) - Int64(given) }
}
