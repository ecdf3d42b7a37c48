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
        /// Further endpoints of a link that joins more than two.
        var others: [Other] = []
        /// In the middle of a link that joins more than two in process, or at a switch of its own: a port for each endpoint.
        var middle: [Port] = []
        /// Where the plugs of a vde link meet.
        var listener: VDEListener?
        /// Whether both ends are to be connected before time zero.
        var awaitsConnection = false
        var netdev: LinkResult.Netdevs?
        /// Of a tunnel whose datagrams can be seen: as they leave and reach its ends.
        var tunnel: Tunnel?

        /// An endpoint behind the first two.
        struct Other {
            let port: Port
            var end = LinkEnd()
        }

        /// What is at one endpoint: the node's port, what stands behind it, and what that leads to in the middle, if anything
        /// does.
        typealias Side = (port: Port, end: LinkEnd, middle: Port?)

        /// By endpoint.
        var sides: [Side] {
            let all = [(a, ends.a), (b, ends.b)] + others.map { ($0.port, $0.end) }
            return all.enumerated().map { index, side in
                (side.0, side.1, middle.indices.contains(index) ? middle[index] : nil)
            }
        }

        /// Ports where outer datagrams are seen: what arrives there has come over the wire, what is sent through them goes out.
        ///
        /// Always there for a tunnel in virtual time; in real time if somebody has asked for them.
        var wirePorts: (a: Port, b: Port)? {
            guard tunnel != nil, let a = ends.a.wire, let b = ends.b.wire else { return nil }
            return (a, b)
        }

        /// What happens to frames of one way, by sender; empty where nothing ever does.
        func lines(_ direction: Scenario.Direction) -> [ImpairmentLine] { stages(direction).map(\.line) }

        /// Where that happens: on the way back once for each endpoint but the first.
        func stages(_ direction: Scenario.Direction) -> [ImpairmentStage] {
            senders(direction).compactMap(\.end.stage)
        }

        /// The endpoints that send one way: the first forward, all others back.
        func senders(_ direction: Scenario.Direction) -> ArraySlice<Side> {
            direction == .forward ? sides.prefix(1) : sides.dropFirst()
        }

        /// Ends over kernel sockets that have no connection, or are plugged in nowhere.
        var unconnected: [any Backend] {
            guard awaitsConnection else { return [] }
            return sides.compactMap(\.end.backend).filter { !$0.port.isUp }
        }

        /// What the kernel gave less of than was asked for.
        var degraded: [String] {
            sides.flatMap { $0.end.backend?.degraded ?? [] } + (listener?.degraded ?? [])
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
        links.flatMap { $0.sides.flatMap(\.end.backends) } + nodes.flatMap(\.netdevs)
    }

    /// Counts what the kernel has lost and not told of.
    func countLosses() {
        for backend in backends { backend.countLosses() }
    }

    /// Closes sockets, and removes what is in the file system.
    func close() {
        for backend in backends { backend.close() }
        for node in nodes { node.listener?.close() }
        for link in links { link.listener?.close() }
        directory?.remove()
    }
}
