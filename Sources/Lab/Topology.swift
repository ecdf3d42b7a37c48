import Hosts
import LinuxNet
import NICModels
import NetBackends
import NetCore
import NetdevOptions
import Results
import ScenarioFile

/// A plan as it stands on a loop: nodes with their ports, links with their ends.
struct Topology {
    let nodes: [Node]
    let links: [Link]
    /// Addresses of links that nothing else holds.
    let reservations: [AddressReservation]
    /// Where unix sockets are, if there are any.
    let directory: RunDirectory?

    struct Node {
        let plan: Scenario.Node
        /// By interface index.
        let ports: [Port]
        /// By interface index; empty for all but hosts.
        var nics: [EmulatedNIC] = []
        var host: Host?
        /// Of a switch.
        var bridge: Switch?
        /// By interface index, of a netdev node: the world outside of the lab.
        var netdevs: [any Backend] = []
        /// Of a hub or a switch that plugs find.
        var listener: VDEListener?

        var kind: String {
            switch plan.kind {
            case .host: "host"
            case .router: "router"
            case .hub: "hub"
            case .switch: "switch"
            case .netdev: "netdev"
            }
        }
    }

    struct Link {
        let plan: Scenario.Link
        /// The nodes' ports.
        let a: Port
        let b: Port
        /// What stands between them, from each of them to the middle.
        var ends = (a: LinkEnd(), b: LinkEnd())
        /// Whether both ends are to be connected before time zero.
        var awaitsConnection = false
        var netdev: LinkResult.Netdevs?
        /// Of a tunnel whose datagrams can be seen: as they leave and reach its ends.
        var tunnel: Tunnel?

        /// Ports where outer datagrams are seen: what arrives there has come over the wire, what is sent through them goes out.
        ///
        /// Always there for a tunnel in virtual time; in real time if somebody has asked for them.
        var wirePorts: (a: Port, b: Port)? {
            guard tunnel != nil, let a = ends.a.wire, let b = ends.b.wire else { return nil }
            return (a, b)
        }

        /// What happens to frames of one way; nil where nothing ever does.
        func line(_ direction: Scenario.Direction) -> ImpairmentLine? { stage(direction)?.outward }

        /// Where that happens.
        func stage(_ direction: Scenario.Direction) -> ImpairmentStage? {
            direction == .forward ? ends.a.stage : ends.b.stage
        }

        /// Ends over kernel sockets that have no connection, or are plugged in nowhere.
        var unconnected: [any Backend] {
            guard awaitsConnection else { return [] }
            return [ends.a.backend, ends.b.backend].compactMap(\.self).filter { !$0.port.isUp }
        }

        /// What the kernel gave less of than was asked for.
        var degraded: [String] {
            (ends.a.backend?.degraded ?? []) + (ends.b.backend?.degraded ?? [])
        }
    }

    /// Both ends' options, and where they are.
    struct Tunnel {
        let a: L2TPv3Options
        let b: L2TPv3Options
        /// With port 0 over IP.
        let places: (a: SocketAddress, b: SocketAddress)
    }

    /// All that talk to the kernel: those of links, then those of netdev nodes.
    private var backends: [any Backend] {
        links.flatMap { $0.ends.a.backends + $0.ends.b.backends } + nodes.flatMap(\.netdevs)
    }

    /// Counts what the kernel has lost and not told of.
    func countLosses() {
        for backend in backends { backend.countLosses() }
    }

    /// Closes sockets, and removes what is in the file system.
    func close() {
        for backend in backends { backend.close() }
        for node in nodes { node.listener?.close() }
        directory?.remove()
    }
}
