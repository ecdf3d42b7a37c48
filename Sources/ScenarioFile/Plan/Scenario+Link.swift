public import NetCore

extension Scenario {
    /// A link between two interfaces, or more.
    ///
    /// With more than two, all that one end sends reaches all the others; `forward` is what the first endpoint sends, and
    /// `reverse` what each of the others does, as with two. So a plan keeps its pair, and ``others`` stand beside it: what is
    /// counted, impaired or cut by direction means the same for any number of ends, and no element is in the plan that the
    /// file does not have.
    public struct Link: Sendable, Hashable {
        /// What the frames travel over.
        public enum Kind: Sendable, Hashable {
            /// In process.
            case wire
            /// An L2TPv3 pseudowire, over kernel sockets when the clock is real; `a` is the end at the first endpoint.
            case l2tpv3(a: L2TPv3EndPlan, b: L2TPv3EndPlan)
            /// One frame a datagram, over kernel sockets when the clock is real.
            case dgram(a: DgramEndPlan, b: DgramEndPlan)
            /// Frames behind their lengths on a byte stream, over kernel sockets when the clock is real; `a` listens.
            case stream(a: StreamEndPlan, b: StreamEndPlan)
            /// Either of the two above, under the keys of QEMU's older netdev.
            case socket(SocketLinkPlan)
            /// Interfaces of the kernel that a bridge joins, when the clock is real.
            case tap(a: TapEndPlan, b: TapEndPlan)
            /// A multicast group, one frame a datagram, over kernel sockets when the clock is real: every end in order.
            case mcast([GroupEndPlan])
            /// A VDE network, over kernel sockets when the clock is real: every end in order.
            case vde([VDEEndPlan])

            /// The word of the format: `wire`, `l2tpv3`.
            public var name: String {
                switch self {
                case .wire: "wire"
                case .l2tpv3: "l2tpv3"
                case .dgram: "dgram"
                case .stream: "stream"
                case .socket: "socket"
                case .tap: "tap"
                case .mcast: "mcast"
                case .vde: "vde"
                }
            }
        }

        /// One end of a link: an interface of a node.
        public struct Endpoint: Sendable, Hashable {
            /// The index of the node in ``Scenario/nodes``.
            public let node: Int
            /// The number of the interface on its node, from 0.
            public let port: Int
            /// The name of the interface: `eth0`, `p1`.
            public let interface: String
        }

        /// The id, unique over nodes, links and flows; by default `h1-s1`.
        public let id: String
        /// What it is made of.
        public let kind: Kind
        /// The first endpoint: `forward` is from here.
        public let a: Endpoint
        /// The second endpoint.
        public let b: Endpoint
        /// Further endpoints of a link that joins more than two.
        public internal(set) var others: [Endpoint] = []
        /// What happens to frames from the first endpoint to the second.
        public let forward: Impairments
        /// What happens to frames the other way.
        public let reverse: Impairments
        /// Where it was written.
        public let source: SourceSpan

        var meaning: Link {
            Link(
                id: id, kind: kind, a: a, b: b, others: others, forward: forward, reverse: reverse, source: .none)
        }

        /// All of them, in the order of the file.
        public var endpoints: [Endpoint] { [a, b] + others }
    }
}
