import NetCore
import ScenarioFile
import WireFormats

/// Counts the frames at an interface that nothing in the file accounts for.
final class StrangerWatch {
    private let expected: NothingElseExpectation
    private let window: WatchWindow
    private(set) var count: Int64 = 0
    /// The first of them.
    private(set) var examples: [SeenFrame] = []

    private static let exampleCount = 5

    init(_ expected: NothingElseExpectation, window: WatchWindow) {
        self.expected = expected
        self.window = window
    }

    /// - Parameter isAccountedFor: Whether a flow that stands in `expect`, or another line, knows the frame.
    func see(_ frame: Frame, at time: Int64, isAccountedFor: Bool) {
        guard !isAccountedFor, window.contains(time) else { return }
        for match in expected.except where match.matches(frame.bytes) { return }
        count += 1
        if examples.count < Self.exampleCount { examples.append(SeenFrame(frame, at: time)) }
    }
}
