import ScenarioFile

/// Notes which frames of a flow were sent between an entry of the timeline and the next one.
///
/// Numbers say it exactly in either clock, where times of sending do not if the clock is late.
final class ConvergeWatch {
    /// What one expectation looks at.
    private struct Span {
        let entry: Int
        let flow: Int
        /// When the entry was to act.
        var time: Int64?
        var first = 0
        /// Nil until the next entry acts.
        var end: Int?
    }

    private let ledgers: [FlowLedger]
    /// By index of the expectation.
    private var spans: [Int: Span] = [:]
    /// The expectations whose spans are open, in order.
    private var open: [Int] = []

    init(_ scenario: Scenario, ledgers: [FlowLedger]) {
        self.ledgers = ledgers
        for (index, expectation) in scenario.expectations.enumerated() {
            guard case .converge(let expected) = expectation.kind else { continue }
            spans[index] = Span(entry: expected.entry, flow: expected.flow)
            open.append(index)
        }
    }

    /// An entry acts, before the frames of its instant.
    ///
    /// - Parameter time: When it was to act, in the loop's time: what acts at one instant is one event.
    func entryActs(_ entry: Int, at time: Int64) {
        guard !open.isEmpty else { return }
        open.removeAll { index in
            guard var span = spans[index] else { return true }
            defer { spans[index] = span }
            if let begun = span.time {
                if time > begun { span.end = ledgers[span.flow].sentTimes.count }
            } else if entry == span.entry {
                span.time = time
                span.first = ledgers[span.flow].sentTimes.count
            }
            return span.end != nil
        }
    }

    /// The numbers that an expectation looks at; nil: its entry has not acted.
    func numbers(_ expectation: Int) -> Range<Int>? {
        guard let span = spans[expectation], span.time != nil else { return nil }
        return span.first..<(span.end ?? ledgers[span.flow].sentTimes.count)
    }
}
