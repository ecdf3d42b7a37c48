/// What must be seen.
public struct Expectation: Sendable, Hashable {
    /// What is looked at.
    public enum Kind: Sendable, Hashable {
        /// What became of a flow.
        case flow(FlowExpectation)
        /// What arrives at or leaves an interface.
        case frames(FramesExpectation)
        /// That nothing arrives at an interface but what is accounted for.
        case nothingElse(NothingElseExpectation)
        /// What was dropped.
        case dropped(DroppedExpectation)
        /// The bytes of a frame.
        case bytes(BytesExpectation)
        /// All that arrives at an interface, as a capture has it.
        case pcap(PcapExpectation)
        /// What a node knows.
        case state(StateExpectation)
        /// The hole that an entry of the timeline tears into a flow.
        case converge(ConvergeExpectation)
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

    /// The part of a run that is looked at, in nanoseconds from time zero; what is nil does not bound it.
    public struct Window: Sendable, Hashable {
        /// `during: [from, until]`: flows by time of sending, all else by time seen; `until` is not in it.
        ///
        /// For a state, both ends alike are an instant.
        public var during: During?
        /// `within`: counts are judged at this time; a state has to hold once by then.
        public var within: Int64?

        /// The whole run.
        public static let whole = Window()
    }

    /// `[from, until]`.
    public struct During: Sendable, Hashable {
        /// The first nanosecond of it.
        public var from: Int64
        /// The first nanosecond behind it.
        public var until: Int64
    }

    /// What is expected.
    public let kind: Kind
    /// When.
    public let window: Window
    /// What a failure does.
    public let level: Level
    /// The author's words for a failure.
    public let because: String?
    /// Where it was written; where the flow was written, or ``SourceSpan/none``, for what holds by default.
    public let source: SourceSpan
    /// The expectation in the words of the format, on one line, without its modifiers.
    public let text: String

    var meaning: Expectation {
        Expectation(kind: kind, window: window, level: level, because: because, source: .none, text: text)
    }
}
