import NetCore
import Results
import ScenarioFile

// The hole that an entry of the timeline tears into a flow.

extension Judge {
    func judge(_ expected: ConvergeExpectation, _ index: Int) -> Finding {
        func finding(_ isMet: Bool, _ observed: String, _ explanation: @escaping () -> [String] = { [] }) -> Finding {
            Finding(
                kind: "converge", name: expected.name, isMet: isMet, observed: observed, explanation: explanation)
        }
        let ledger = lab.traffic.ledgers[expected.flow]
        let event = lab.scenario.timeline[expected.entry].name ?? ""
        guard let numbers = lab.holes?.numbers(index) else { return finding(false, "`\(event)` did not act") }
        guard numbers.count >= ConvergeExpectation.frames else {
            return finding(
                false,
                "too few to tell: \(numbers.count) frames of \(expected.name) were sent between `\(event)` and the next "
                    + "entry, and \(ConvergeExpectation.frames) are looked at together")
        }
        guard let hole = FlowHole(in: numbers, rate: expected.rate, arrived: ledger.hasArrived) else {
            return finding(true, "no hole")
        }
        // A generator that is late sends much at once, and tells nothing of time: what counts is when frames were due.
        let begin = ledger.due(hole.numbers.lowerBound)
        let end = hole.isOver ? ledger.due(hole.numbers.upperBound) : nil
        let isInTime = end.map { $0 - begin <= expected.within ?? .max } ?? false
        let isMet = isInTime && expected.lost?.holds(for: hole.lost) ?? true
        return finding(isMet, text(hole, begin, end)) { [self] in
            let endings = ledger.endings(of: hole.numbers)
            return whereTheyEnded(endings, isGroup: false) + linkDrops
        }
    }

    private func text(_ hole: FlowHole, _ begin: Int64, _ end: Int64?) -> String {
        let frames = "\(hole.lost) of its \(hole.numbers.count) frames lost"
        let numbers = "numbers \(hole.numbers.lowerBound) to \(hole.numbers.upperBound - 1)"
        guard let end else {
            return "a hole from \(Self.moment(begin - lab.zero)) that did not close, \(frames), \(numbers)"
        }
        return "a hole of \(Self.duration(end - begin)) from \(Self.moment(begin - lab.zero)) to "
            + "\(Self.moment(end - lab.zero)), \(frames), \(numbers)"
    }

    /// A time of the run in seconds, to the microsecond.
    private static func moment(_ nanoseconds: Int64) -> String {
        let microseconds = String(nanoseconds / 1_000 % 1_000_000)
        return
            "\(nanoseconds / 1_000_000_000).\(String(repeating: "0", count: 6 - microseconds.count))\(microseconds) s"
    }
}
