import NetCore
import ScenarioFile
import WireFormats

/// Counts the frames that one `frames` expectation is about, and keeps what a verdict wants to tell of others.
final class FrameWatch {
    let expected: FramesExpectation
    private let window: WatchWindow
    private(set) var count: Int64 = 0
    /// All frames that came by in the window.
    private(set) var seen: Int64 = 0
    /// The first frames that counted.
    private(set) var examples: [SeenFrame] = []
    private(set) var nearest = NearestFrame()

    static let exampleCount = 3

    init(_ expected: FramesExpectation, window: WatchWindow) {
        self.expected = expected
        self.window = window
    }

    /// - Returns: Whether the frame counts.
    func see(_ frame: Frame, at time: Int64) -> Bool {
        guard window.contains(time) else { return false }
        seen += 1
        guard expected.match?.matches(frame.bytes) ?? true else {
            if let match = expected.match, !expected.count.holds(for: count) {
                nearest.consider(frame, match, at: time)
            }
            return false
        }
        count += 1
        if examples.count < Self.exampleCount { examples.append(SeenFrame(frame, at: time)) }
        return true
    }
}

/// What is said of a frame that was seen.
struct SeenFrame {
    /// In the loop's time.
    let time: Int64
    let summary: String

    init(_ frame: Frame, at time: Int64) {
        self.time = time
        summary = FrameSummary(of: frame.bytes).description
    }
}

/// The frame that was nearest to satisfying a condition.
struct NearestFrame {
    private(set) var frame: SeenFrame?
    private(set) var misses: [FieldMiss] = []
    private var considered = 0

    /// A frame is taken apart only so often: in a flood the first ones tell enough.
    private static let limit = 10_000

    /// Keeps a frame if fewer of its fields are amiss than of any before it.
    mutating func consider(_ frame: Frame, _ match: FieldMatch, at time: Int64) {
        guard considered < Self.limit, self.frame == nil || misses.count > 1 else { return }
        considered += 1
        let found = match.misses(frame.bytes)
        guard !found.isEmpty, self.frame == nil || found.count < misses.count else { return }
        self.frame = SeenFrame(frame, at: time)
        misses = found
    }
}
