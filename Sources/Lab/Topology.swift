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
        var ends = Ends.wire
        var netdev: LinkResult.Netdevs?
        /// Of a tunnel whose datagrams can be seen: as they leave and reach its ends.
        var tunnel: Tunnel?

        /// Ports where outer datagrams are seen: what arrives there has come over the wire, what is sent through them goes out.
        ///
        /// Always there for a tunnel in virtual time; in real time if somebody has asked for them.
        var wirePorts: (a: Port, b: Port)? {
            guard tunnel != nil, case .ends(let a, let b) = ends, let a = a.encoder, let b = b.encoder else {
                return nil
            }
            return (a.outer, b.outer)
        }

        /// What the kernel gave less of than was asked for.
        var degraded: [String] {
            guard case .ends(let a, let b) = ends else { return [] }
            return (a.backend?.degraded ?? []) + (b.backend?.degraded ?? [])
        }
    }

    /// Both ends' options, and where they are.
    struct Tunnel {
        let a: L2TPv3Options
        let b: L2TPv3Options
        /// With port 0 over IP.
        let places: (a: SocketAddress, b: SocketAddress)
    }

    /// What stands between the two nodes.
    enum Ends {
        /// Nothing: their ports are plugged into each other.
        case wire
        /// Encoders, sockets, or both.
        case ends(LinkEnd, LinkEnd)
    }

    /// All that talk to the kernel: those of links, then those of netdev nodes.
    private var backends: [any Backend] {
        let ends = links.flatMap { link -> [(any Backend)?] in
            guard case .ends(let a, let b) = link.ends else { return [] }
            return [a.backend, b.backend]
        }
        return ends.compactMap(\.self) + nodes.flatMap(\.netdevs)
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
