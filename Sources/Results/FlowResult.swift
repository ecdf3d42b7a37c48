/// What became of a flow.
public struct FlowResult: Sendable, Equatable, Codable {
    /// Its name in the file.
    public var name: String
    /// `ping` or `udp`.
    public var kind: String
    /// Frames that were to be sent.
    public var planned: Int64
    /// Frames that the sender's NIC was given.
    public var sent: Int64
    /// Distinct frames that arrived; a ping when its reply is back.
    public var delivered: Int64
    /// Planned and not delivered.
    public var lost: Int64
    /// Arrivals beyond the first.
    public var duplicates: Int64
    /// Arrived after a higher number.
    public var reordered: Int64
    /// nil if nothing arrived.
    public var latency: Latency?
    /// Where frames ended that did not arrive, as far as they could be traced.
    public var losses: [Loss]
    /// How late the latest frame was sent, nanoseconds; real clock.
    public var latestNanoseconds: Int64

    /// Nanoseconds, nearest rank.
    public struct Latency: Sendable, Equatable, Codable {
        /// The least.
        public var min: Int64
        /// Median.
        public var p50: Int64
        /// 90 of 100 took no longer.
        public var p90: Int64
        /// 99 of 100 took no longer.
        public var p99: Int64
        /// The most.
        public var max: Int64

        /// Figures.
        public init(min: Int64, p50: Int64, p90: Int64, p99: Int64, max: Int64) {
            self.min = min
            self.p50 = p50
            self.p90 = p90
            self.p99 = p99
            self.max = max
        }
    }

    /// Frames of the flow that ended at one place for one reason.
    public struct Loss: Sendable, Equatable, Codable {
        /// The port, as in `h1:eth0` or `tunnel.b`.
        public var place: String
        /// Of the closed list.
        public var reason: String
        /// Frames.
        public var count: UInt64
        /// The number of the first of them, from 0.
        public var first: UInt64

        /// A loss.
        public init(place: String, reason: String, count: UInt64, first: UInt64) {
            self.place = place
            self.reason = reason
            self.count = count
            self.first = first
        }
    }

    /// A flow that has sent nothing yet.
    public init(name: String, kind: String, planned: Int64) {
        self.name = name
        self.kind = kind
        self.planned = planned
        sent = 0
        delivered = 0
        lost = planned
        duplicates = 0
        reordered = 0
        losses = []
        latestNanoseconds = 0
    }
}
