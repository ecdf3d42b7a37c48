import WireFormats

extension Scenario {
    /// A flow: numbered frames from one host to another.
    public struct Flow: Sendable, Hashable {
        /// What is sent.
        public enum Kind: Sendable, Hashable {
            /// ICMP echo requests; a frame counts as delivered when its reply is back.
            case ping
            /// UDP datagrams, one a frame.
            case udp(UDPPlan)
        }

        /// When a flow begins.
        public enum Start: Sendable, Hashable {
            /// So many nanoseconds after time zero.
            case at(Int64)
            /// So many nanoseconds after the end of another flow, by its index in ``Scenario/flows``.
            case after(flow: Int, plus: Int64)
        }

        /// The name, unique over nodes, links and flows.
        public let name: String
        /// What is sent.
        public let kind: Kind
        /// The index of the sending node, which is a host.
        public let from: Int
        /// The index of the receiving node, which is a host.
        public let to: Int
        /// The address that it sends from.
        public let sourceAddress: IPv4Address
        /// The address that it sends to.
        public let destinationAddress: IPv4Address
        /// When it begins.
        public let start: Start
        /// The number of frames to be sent, at least 1.
        public let count: Int64
        /// How fast they are sent.
        public let pace: Pace
        /// Whether one echo is exchanged before time zero, so that ARP has resolved and switches have learnt.
        public let warmup: Bool
        /// Where it was written.
        public let source: SourceSpan

        var meaning: Flow {
            Flow(
                name: name, kind: kind, from: from, to: to, sourceAddress: sourceAddress,
                destinationAddress: destinationAddress, start: start, count: count, pace: pace, warmup: warmup,
                source: .none)
        }
    }

    /// What a UDP flow needs.
    public struct UDPPlan: Sendable, Hashable {
        /// The size of the Ethernet frame without FCS, in bytes; at least ``smallestFrame``.
        public let frameSize: Int
        /// The time to live of the IPv4 header.
        public let timeToLive: UInt8
        /// The differentiated services code point, 0 to 63 (RFC 2474).
        public let dscp: UInt8
        /// The port that is sent to.
        public let destinationPort: UInt16
        /// The port that is sent from.
        public let sourcePort: UInt16

        /// Ethernet 14, IPv4 20, UDP 8, and 16 bytes for the flow and the number of the frame.
        public static let smallestFrame = 58

        /// The bytes that UDP carries in each datagram.
        public var payloadSize: Int { frameSize - 42 }
    }
}
