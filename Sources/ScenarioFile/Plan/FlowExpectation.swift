/// What became of a flow; what is nil is not looked at.
public struct FlowExpectation: Sendable, Hashable {
    /// The name as written: `hello`, `hello[3]`.
    public var name: String
    /// The flows that it stands for, by index in ``Scenario/flows``: their figures are added up.
    public var flows: Range<Int>
    /// Distinct frames that arrived; for a ping, replies that came back.
    public var delivered: Comparison<FrameCount>?
    /// Frames to be sent less frames delivered.
    public var lost: Comparison<FrameCount>?
    /// The chance of loss, or its measure.
    public var loss: Loss?
    /// Further copies of delivered frames.
    public var duplicates: Comparison<FrameCount>?
    /// Frames that arrived after one with a higher number.
    public var reordered: Comparison<FrameCount>?
    /// Bounds of the latency, each with the figure that it bounds, in the order of ``LatencyFigure``.
    public var latency: [LatencyBound] = []
    /// Names of nodes and links that stand in this order on the path of every delivered frame.
    public var via: [Waypoint] = []

    /// What is said of the share of frames that are lost.
    public enum Loss: Sendable, Hashable {
        /// `10%`: the process; what was seen lies inside the exact 99.99 % binomial interval.
        case process(partsPerMillion: Int64)
        /// `<= 5%`: what was measured, in millionths of what was to be sent.
        case measured(Comparison<Int64>)
    }

    /// A place on the way.
    public enum Waypoint: Sendable, Hashable {
        /// A node, by its index in ``Scenario/nodes``.
        case node(Int)
        /// A link, by its index in ``Scenario/links``.
        case link(Int)
    }

    /// A bound of one figure of the latency.
    public struct LatencyBound: Sendable, Hashable {
        /// The figure.
        public let figure: LatencyFigure
        /// What it is held against, in nanoseconds.
        public let comparison: Comparison<Int64>
    }
}

/// A figure of the latencies of a flow; percentiles by nearest rank.
public enum LatencyFigure: String, Sendable, Hashable, CaseIterable {
    /// The shortest.
    case min
    /// The median.
    case p50
    /// Nine in ten are at most this.
    case p90
    /// Ninety-nine in a hundred are at most this.
    case p99
    /// The longest.
    case max
}
