public import NetCore
public import NetdevOptions
public import WireFormats

extension Scenario {
    /// A node of the topology.
    public struct Node: Sendable, Hashable {
        /// What a node is.
        public enum Kind: Sendable, Hashable {
            /// An in-process guest behind its NICs.
            case host(HostPlan)
            /// A host that forwards.
            case router(HostPlan)
            /// A hub: every frame goes to every other port.
            case hub
            /// A learning switch.
            case `switch`(SwitchPlan)
            /// The outside, through netdevs: one for each interface.
            case netdev([NetdevConfiguration])
        }

        /// The name, unique over nodes, links, flows and timeline entries.
        public let name: String
        /// What it is, with what its kind needs.
        public let kind: Kind
        /// The number of ports: the NICs of a host or a router, the netdevs of a netdev node, the highest port in use of a hub or a
        /// switch.
        public internal(set) var portCount: Int
        /// Where it was written.
        public let source: SourceSpan
        /// Where plugs of VDE networks find a hub or a switch; nil: nowhere.
        ///
        /// The node says whether it is a hub, and not these options.
        public internal(set) var listen: VDESwitchOptions?

        /// The name of an interface: `p1` and so on for hubs and switches, `eth0` and so on for all others.
        ///
        /// - Parameter index: the number of the port, from 0.
        /// - Returns: the name of the interface, without that of the node.
        public func interface(at index: Int) -> String {
            switch kind {
            case .host, .router, .netdev: "eth\(index)"
            case .hub, .switch: "p\(index + 1)"
            }
        }

        /// What a host or a router needs; nil for other kinds.
        public var host: HostPlan? {
            switch kind {
            case .host(let plan), .router(let plan): plan
            case .hub, .switch, .netdev: nil
            }
        }

        /// Whether it forwards.
        public var isRouter: Bool {
            if case .router = kind { true } else { false }
        }

        var isHost: Bool { host != nil }

        var meaning: Node {
            Node(name: name, kind: kind, portCount: portCount, source: .none, listen: listen)
        }
    }

    /// What a host or a router needs.
    public struct HostPlan: Sendable, Hashable {
        /// The NICs: `eth0`, `eth1`, ...
        public var nics: [NICPlan]
        /// What has addresses: a NIC, or a VLAN on it; in the order of the file.
        public var interfaces: [InterfacePlan]
        /// Networks that are not reached directly, in file order.
        public var routes: [RoutePlan]

        /// All addresses, in order of interfaces.
        public var addresses: [IPPrefix] { interfaces.flatMap(\.addresses) }
    }

    /// A NIC.
    public struct NICPlan: Sendable, Hashable {
        /// The station address, written or given.
        public var mac: MACAddress
        /// The IP MTU.
        public var mtu: Int
    }

    /// Something of a host that has addresses.
    public struct InterfacePlan: Sendable, Hashable {
        /// The index of the NIC.
        public var nic: Int
        /// The VLAN whose tag its frames carry; nil: none.
        public var vlan: UInt16?
        /// Its addresses with their networks; empty: only frames reach it.
        public var addresses: [IPPrefix]
    }

    /// Where a network lies.
    public struct RoutePlan: Sendable, Hashable {
        /// The network; of length 0: everything.
        public var destination: IPPrefix
        /// The stations that know the way, best first: the first whose link is up is taken.
        public var nextHops: [IPAddress]
    }

    /// What a switch needs.
    public struct SwitchPlan: Sendable, Hashable {
        /// How long an address stays learnt without being seen, in nanoseconds.
        public var aging: Int64
        /// The VLANs of each port, by its number from 0; nil: tags pass as they are.
        public var vlans: [PortVLANs]?
    }
}
