public import WireFormats

extension Scenario {
    /// A flow: numbered frames from one node to another.
    public struct Flow: Sendable, Hashable {
        /// What is sent.
        public enum Kind: Sendable, Hashable {
            /// ICMP or ICMPv6 echo requests; a frame counts as delivered when its reply is back.
            case ping(AddressPair)
            /// UDP datagrams, one a frame.
            case udp(AddressPair, UDPPlan)
            /// Frames as written, sent in turn; one counts as delivered when it is seen at `to`.
            case frames([[UInt8]])
            /// The frames of a capture; one counts as delivered when it is seen at `to`.
            case replay(ReplayPlan)

            /// The frames that the file gives, sent in turn and known again by content; nil of generated ones.
            public var writtenFrames: [[UInt8]]? {
                switch self {
                case .frames(let frames): frames
                case .replay(let plan): plan.frames
                case .ping, .udp: nil
                }
            }
        }

        /// Who speaks to whom.
        public struct AddressPair: Sendable, Hashable {
            /// The address that is sent from.
            public var source: IPAddress
            /// The address that is sent to; of the same version.
            public var destination: IPAddress
        }

        /// An end of a flow.
        public struct End: Sendable, Hashable {
            /// The index of the node.
            public var node: Int
            /// The number of the interface, from 0, where the file names one.
            public var port: Int?
        }

        /// The name; of a flow between patterns with its number, `hello[3]`.
        public let name: String
        /// What is sent.
        public let kind: Kind
        /// The sender, which is a host.
        public let from: End
        /// The receiver, which is a host unless frames are sent; nil for an address that no node of the file has.
        public let to: End?
        /// When it begins.
        public let start: Start
        /// The number of frames to be sent, at least 1.
        public let count: Int64
        /// How fast they are sent; not looked at by a replay that keeps the times of its capture.
        public let pace: Pace
        /// Whether one echo is exchanged before time zero, so that every hop has resolved and switches have learnt.
        public let warmup: Bool
        /// Where it was written.
        public let source: SourceSpan

        /// Who speaks to whom; nil for frames, which say it themselves.
        public var addresses: AddressPair? {
            switch kind {
            case .ping(let pair), .udp(let pair, _): pair
            case .frames, .replay: nil
            }
        }

        /// When a frame is due.
        ///
        /// - Parameter index: The number of the frame, from 0.
        /// - Returns: Nanoseconds after the first frame; `Int64.max` when that is out of range.
        public func offset(ofFrame index: Int64) -> Int64 {
            guard case .replay(let plan) = kind, let offsets = plan.timing?.offsets, let last = offsets.last else {
                return pace.offset(ofFrame: index)
            }
            return index < offsets.count ? offsets[Int(index)] : last
        }

        /// The number of frames due before `duration`, the first one at 0.
        func frames(within duration: Int64) -> Int64 {
            guard case .replay(let plan) = kind, let timing = plan.timing else { return pace.frames(within: duration) }
            return Int64(timing.frames(within: duration))
        }

        var meaning: Flow {
            Flow(
                name: name, kind: kind, from: from, to: to, start: start, count: count, pace: pace, warmup: warmup,
                source: .none)
        }
    }

    /// When a flow or an entry of the timeline begins.
    public enum Start: Sendable, Hashable {
        /// So many nanoseconds after time zero.
        case at(Int64)
        /// So many nanoseconds after the end of a flow, by its index in ``Scenario/flows``.
        case afterFlow(Int, plus: Int64)
        /// So many nanoseconds after an entry of the timeline acted, by its index in ``Scenario/timeline``.
        case afterEntry(Int, plus: Int64)
    }

    /// What a UDP flow needs.
    public struct UDPPlan: Sendable, Hashable {
        /// How long the frames are.
        public enum Size: Sendable, Hashable {
            /// All alike, in bytes of the Ethernet frame without FCS.
            case fixed(Int)
            /// Drawn evenly for each frame, both ends in it.
            case uniform(ClosedRange<Int>)
            /// 60, 590 and 1514 bytes in 7:4:1, drawn for each frame.
            case imix
        }

        /// How long the frames are; none shorter than the headers and the stamp.
        public var size: Size
        /// The time to live of the IPv4 header, or the hop limit of the IPv6 header.
        public var timeToLive: UInt8
        /// The differentiated services code point, 0 to 63 (RFC 2474).
        public var dscp: UInt8
        /// The port that is sent to.
        public var destinationPort: UInt16
        /// The port that is sent from.
        public var sourcePort: UInt16

        /// Ethernet 14, IPv4 20 or IPv6 40, UDP 8.
        ///
        /// - Parameter version: 4 or 6.
        /// - Returns: Bytes before the payload, without a tag.
        public static func headerByteCount(version: Int) -> Int { version == 4 ? 42 : 62 }
    }
}
