/// What went through a node.
public struct NodeResult: Sendable, Equatable, Codable {
    /// Its name in the file.
    public var name: String
    /// `host`, `hub`, `switch`.
    public var kind: String
    /// NICs of a host; empty for hubs and switches.
    public var nics: [NICResult]
    /// All frames that ended at the node, by reason, none with zero.
    public var dropped: [DropCount]

    /// A node.
    public init(name: String, kind: String, nics: [NICResult] = [], dropped: [DropCount] = []) {
        self.name = name
        self.kind = kind
        self.nics = nics
        self.dropped = dropped
    }
}

/// What went through a NIC.
public struct NICResult: Sendable, Equatable, Codable {
    /// `eth0`.
    public var name: String
    /// `52:54:00:12:34:56`.
    public var mac: String
    /// The device model: `plain`.
    public var model: String
    /// Frames that its host took.
    public var rxFrames: UInt64
    /// Their bytes.
    public var rxBytes: UInt64
    /// Frames that it sent.
    public var txFrames: UInt64
    /// Their bytes.
    public var txBytes: UInt64
    /// Frames that ended here, by reason.
    public var dropped: [DropCount]

    /// A NIC.
    public init(
        name: String, mac: String, model: String, rxFrames: UInt64, rxBytes: UInt64, txFrames: UInt64,
        txBytes: UInt64, dropped: [DropCount]
    ) {
        self.name = name
        self.mac = mac
        self.model = model
        self.rxFrames = rxFrames
        self.rxBytes = rxBytes
        self.txFrames = txFrames
        self.txBytes = txBytes
        self.dropped = dropped
    }
}

/// What went through a link.
public struct LinkResult: Sendable, Equatable, Codable {
    /// Its id in the file, or the one it was given.
    public var id: String
    /// `wire`, `l2tpv3`.
    public var kind: String
    /// The first endpoint, `h1:eth0`.
    public var a: String
    /// The second.
    public var b: String
    /// Further ones of a link that joins more than two.
    public var others: [String]
    /// From the first endpoint to the second, and to all others.
    public var forward: Direction
    /// What the others sent.
    public var reverse: Direction
    /// QEMU option strings of both ends; nil for a wire.
    public var netdev: Netdevs?
    /// What the kernel gave less of than was asked for.
    public var degraded: [String]

    /// One way of a link.
    public struct Direction: Sendable, Equatable, Codable {
        /// Frames that went in.
        public var frames: UInt64
        /// Their bytes.
        public var bytes: UInt64
        /// Frames that ended on the way, the far end of a tunnel included.
        public var dropped: [DropCount]
        /// What its receiver has seen in the numbers of a tunnel; nil where nobody looks at them.
        public var sequence: SequenceCounts?

        /// A direction.
        public init(
            frames: UInt64 = 0, bytes: UInt64 = 0, dropped: [DropCount] = [], sequence: SequenceCounts? = nil
        ) {
            self.frames = frames
            self.bytes = bytes
            self.dropped = dropped
            self.sequence = sequence
        }
    }

    /// Both ends' option strings.
    public struct Netdevs: Sendable, Equatable, Codable {
        /// The first endpoint's.
        public var a: String
        /// The second's.
        public var b: String
        /// Those of further endpoints, in their order.
        public var others: [String]

        /// Two strings or more.
        public init(a: String, b: String, others: [String] = []) {
            self.a = a
            self.b = b
            self.others = others
        }
    }

    /// A link.
    public init(
        id: String, kind: String, a: String, b: String, others: [String] = [], forward: Direction, reverse: Direction,
        netdev: Netdevs? = nil, degraded: [String] = []
    ) {
        self.id = id
        self.kind = kind
        self.a = a
        self.b = b
        self.others = others
        self.forward = forward
        self.reverse = reverse
        self.netdev = netdev
        self.degraded = degraded
    }
}

/// The sum over all frames of a run.
///
///     sent + entered + copies = delivered + left + dropped + inFlight + untraceable
public struct Conservation: Sendable, Equatable, Codable {
    /// Made by hosts.
    public var sent: UInt64 = 0
    /// Came in from outside the lab.
    public var entered: UInt64 = 0
    /// Made by floods.
    public var copies: UInt64 = 0
    /// Taken by a host's stack.
    public var delivered: UInt64 = 0
    /// Went out of the lab.
    public var left: UInt64 = 0
    /// By reason, none with zero.
    public var dropped: [DropCount] = []
    /// In a queue at the end.
    public var inFlight: UInt64 = 0
    /// Given to a kernel socket and not seen at the other end.
    public var untraceable: UInt64 = 0

    /// Nothing counted yet.
    public init() {}

    /// Whether the sum holds.
    public var holds: Bool {
        sent + entered + copies == delivered + left + dropped.reduce(0) { $0 + $1.count } + inFlight + untraceable
    }
}
