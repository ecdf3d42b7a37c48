import WireFormats

extension Scenario {
    /// A node of the topology.
    public struct Node: Sendable, Hashable {
        /// What a node is.
        public enum Kind: Sendable, Hashable {
            /// An in-process guest behind a NIC.
            case host(HostPlan)
            /// A hub: every frame goes to every other port.
            case hub
            /// A learning switch.
            case `switch`(SwitchPlan)
        }

        /// The name, unique over nodes, links and flows.
        public let name: String
        /// What it is, with what its kind needs.
        public let kind: Kind
        /// The number of ports: one for a host, the highest port in use for a hub or a switch.
        public internal(set) var portCount: Int
        /// Where it was written.
        public let source: SourceSpan

        /// The name of an interface: `eth0` for hosts, `p1` and so on for hubs and switches.
        ///
        /// - Parameter index: the number of the port, from 0.
        /// - Returns: the name of the interface, without that of the node.
        public func interface(at index: Int) -> String {
            isHost ? "eth\(index)" : "p\(index + 1)"
        }

        var host: HostPlan? {
            if case .host(let plan) = kind { plan } else { nil }
        }

        var isHost: Bool { host != nil }

        var meaning: Node {
            Node(name: name, kind: kind, portCount: portCount, source: .none)
        }
    }

    /// What a host needs.
    public struct HostPlan: Sendable, Hashable {
        /// The IPv4 addresses of eth0 with their networks, empty for `ip: none`.
        public let addresses: [IPv4Prefix]
        /// The MAC address of eth0; nil for the next free one of the table.
        public let mac: MACAddress?
        /// The IP MTU.
        public let mtu: Int
    }

    /// What a switch needs.
    public struct SwitchPlan: Sendable, Hashable {
        /// How long an address stays learnt without being seen, in nanoseconds.
        public let aging: Int64
    }
}
