import Hosts
import NICModels
import NetBackends
import NetCore
import Pseudowires
import Results
import ScenarioFile

/// A plan as it stands on a loop: nodes with their ports, links with their ends.
struct Topology {
    let nodes: [Node]
    let links: [Link]

    struct Node {
        let plan: Scenario.Node
        /// By interface index.
        let ports: [Port]
        /// By interface index; empty for hubs and switches.
        let nics: [EmulatedNIC]
        let host: Host?
        /// Of a switch.
        var bridge: Switch?

        var kind: String {
            switch plan.kind {
            case .host: "host"
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
        let ends: Ends
        let netdev: LinkResult.Netdevs?

        /// Ports where datagrams arrive that come over the wire; nil if they cannot be seen.
        var wirePorts: (a: Port, b: Port)? {
            guard case .staged(let a, let b) = ends else { return nil }
            return (a.outer, b.outer)
        }
    }

    /// What stands between the two nodes.
    enum Ends {
        /// Nothing: their ports are plugged into each other.
        case wire
        /// Encoders and decoders, plugged into each other.
        case staged(L2TPv3End, L2TPv3End)
        /// Backends, with kernel sockets between them.
        case sockets(L2TPv3Backend, L2TPv3Backend)

        /// Ports of the link itself, in the order of its ends: those whose drops are a direction's.
        var ports: (a: [Port], b: [Port]) {
            switch self {
            case .wire: ([], [])
            case .staged(let a, let b): ([a.inner, a.outer], [b.inner, b.outer])
            case .sockets(let a, let b): ([a.port], [b.port])
            }
        }
    }
}
