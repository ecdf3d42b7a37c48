/// What went through netdevs that were wired together, up to one moment.
public struct ConnectResult: Sendable, Equatable {
    /// In the order in which they were given.
    public var netdevs: [NetdevResult]
    /// `wire`, `hub`, `switch`; `hubport` where hubports are all that joins them.
    public var via: String
    /// Nanoseconds since the start.
    public var duration: Int64
    /// Why it ended; nil while it goes on.
    public var ended: Ended?
    /// Frames that ended between the netdevs, at the hub or switch.
    public var dropped: [DropCount]
    /// The sum over all frames.
    public var conservation: Conservation
    /// Where a sum does not hold, in words: a defect of the program.
    public var faults: [String]
    /// What was captured; nil without a capture.
    public var capture: Capture?
    /// What is wired by half, a sentence each.
    public var warnings: [String]

    /// Why it ended.
    public enum Ended: Sendable, Equatable {
        /// The time that was asked for is over.
        case time
        /// A signal came: its number.
        case signal(Int32)
    }

    /// A capture file.
    public struct Capture: Sendable, Equatable {
        /// Its path.
        public var path: String
        /// Packets written to it.
        public var packets: UInt64
        /// Packets that are missing, because it could not be written.
        public var missing: UInt64
        /// Why, in words.
        public var failure: String?

        /// A capture file.
        public init(path: String, packets: UInt64, missing: UInt64 = 0, failure: String? = nil) {
            self.path = path
            self.packets = packets
            self.missing = missing
            self.failure = failure
        }
    }

    /// A result from its parts.
    public init(
        netdevs: [NetdevResult], via: String, duration: Int64, ended: Ended? = nil, dropped: [DropCount] = [],
        conservation: Conservation = Conservation(), faults: [String] = [], capture: Capture? = nil,
        warnings: [String] = []
    ) {
        self.netdevs = netdevs
        self.via = via
        self.duration = duration
        self.ended = ended
        self.dropped = dropped
        self.conservation = conservation
        self.faults = faults
        self.capture = capture
        self.warnings = warnings
    }
}

/// What went through a netdev.
public struct NetdevResult: Sendable, Equatable {
    /// Its id, or one made of type and place.
    public var name: String
    /// `l2tpv3`, `dgram`.
    public var type: String
    /// What it is connected to, in a few words.
    public var summary: String
    /// Its option string, with everything that was meant.
    public var options: String
    /// Whether its transport is there: a connection, a switch, an interface that is up; ``summary`` says which.
    public var isUp: Bool
    /// Came from the network, and went on into the lab.
    public var received: Traffic
    /// Was given to the network.
    public var sent: Traffic
    /// Of those sent, how many the network told that it could not deliver, at least.
    public var refused: UInt64
    /// Ended here, either way, by reason, none with zero.
    public var dropped: [DropCount]
    /// Waits to be sent.
    public var queued: UInt64
    /// System calls that sent frames.
    public var sendCalls: UInt64
    /// System calls that received frames, those without an answer included.
    public var receiveCalls: UInt64
    /// What the kernel gave less of than was asked for.
    public var degraded: [String]

    /// Frames and bytes.
    public struct Traffic: Sendable, Equatable {
        /// Frames.
        public var frames: UInt64
        /// Their bytes, from the destination address to the last of the payload.
        public var bytes: UInt64

        /// Frames and bytes.
        public init(frames: UInt64 = 0, bytes: UInt64 = 0) {
            self.frames = frames
            self.bytes = bytes
        }
    }

    /// A netdev.
    public init(
        name: String, type: String, summary: String, options: String, isUp: Bool = true,
        received: Traffic = Traffic(), sent: Traffic = Traffic(), refused: UInt64 = 0, dropped: [DropCount] = [],
        queued: UInt64 = 0,
        sendCalls: UInt64 = 0,
        receiveCalls: UInt64 = 0, degraded: [String] = []
    ) {
        self.name = name
        self.type = type
        self.summary = summary
        self.options = options
        self.isUp = isUp
        self.received = received
        self.sent = sent
        self.refused = refused
        self.dropped = dropped
        self.queued = queued
        self.sendCalls = sendCalls
        self.receiveCalls = receiveCalls
        self.degraded = degraded
    }
}
