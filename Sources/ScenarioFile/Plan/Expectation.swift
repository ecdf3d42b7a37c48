import NetCore

/// What must be seen.
public struct Expectation: Sendable, Hashable {
    /// What is looked at.
    public enum Kind: Sendable, Hashable {
        /// What became of a flow.
        case flow(FlowExpectation)
        /// What arrives at or leaves an interface.
        case frames(FramesExpectation)
        /// What was dropped.
        case dropped(DroppedExpectation)
        /// That every frame is accounted for.
        case conserve
    }

    /// What a failure does.
    public enum Level: String, Sendable, Hashable, CaseIterable {
        /// It fails the run.
        case error
        /// It is reported and changes no verdict.
        case warning
    }

    /// What is expected.
    public let kind: Kind
    /// What a failure does.
    public let level: Level
    /// The author's words for a failure.
    public let because: String?
    /// Where it was written; where the flow was written, or ``SourceSpan/none``, for what holds by default.
    public let source: SourceSpan
    /// The expectation in the words of the format, on one line.
    public let text: String

    var meaning: Expectation {
        Expectation(kind: kind, level: level, because: because, source: .none, text: text)
    }
}

/// What became of a flow; what is nil is not looked at.
public struct FlowExpectation: Sendable, Hashable {
    /// The index of the flow in ``Scenario/flows``.
    public let flow: Int
    /// Distinct frames that arrived; for a ping, replies that came back.
    public var delivered: Comparison<FrameCount>?
    /// Frames to be sent less frames delivered.
    public var lost: Comparison<FrameCount>?
    /// Further copies of delivered frames.
    public var duplicates: Comparison<FrameCount>?
    /// Frames that arrived after one with a higher number.
    public var reordered: Comparison<FrameCount>?
    /// Bounds of the latency, each with the figure that it bounds, in the order of ``LatencyFigure``.
    public var latency: [LatencyBound] = []

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

/// How many frames are seen at an interface.
public struct FramesExpectation: Sendable, Hashable {
    /// Which way the frames go, seen from the node.
    public enum Direction: String, Sendable, Hashable, CaseIterable {
        /// They arrive from the link.
        case rx
        /// They leave.
        case tx
    }

    /// The index of the node in ``Scenario/nodes``.
    public let node: Int
    /// The number of the interface, from 0; nil for all interfaces of the node.
    public let port: Int?
    /// Which way they go.
    public let direction: Direction
    /// How many there must be.
    public let count: Comparison<Int64>
}

/// How many frames were dropped, where and why.
public struct DroppedExpectation: Sendable, Hashable {
    /// Where drops are counted.
    public enum Place: Sendable, Hashable {
        /// Anywhere in the lab.
        case anywhere
        /// On a link, its two ends included, by its index in ``Scenario/links``.
        case link(Int)
        /// At a node, by its index in ``Scenario/nodes``.
        case node(Int)
    }

    /// Where.
    public let place: Place
    /// Why; nil for every reason together.
    public let reason: DropReason?
    /// How many.
    public let count: Comparison<Int64>
}
