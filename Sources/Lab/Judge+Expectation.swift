import NetCore
import Results
import ScenarioFile

/// What an expectation comes to.
struct Finding {
    let kind: String
    let name: String
    let isMet: Bool
    let observed: String
    /// For people, if it is not met: where frames ended, what came nearest.
    var explanation: () -> [String] = { [] }
}

// Each line of `expect` against what was seen.

extension Judge {
    func judge(_ index: Int) -> ExpectationResult {
        let expectation = lab.scenario.expectations[index]
        let finding =
            switch expectation.kind {
            case .flow(let flow): judge(flow, expectation, index)
            case .frames(let frames): judge(frames, index)
            case .nothingElse(let expected): judge(expected, index)
            case .bytes(let expected): judge(expected, index)
            case .dropped(let dropped): judge(dropped, expectation.window)
            case .state(let state): judge(state, expectation.window, index)
            case .converge(let expected): judge(expected, index)
            case .conserve: judgeConservation()
            }
        var message: [String] = []
        if !finding.isMet {
            message = ["expected: \(expectation.text)", "seen: \(finding.observed)"] + finding.explanation()
            if let because = expectation.because { message.append("because: \(because)") }
        }
        return ExpectationResult(
            line: expectation.source.line, kind: finding.kind, name: finding.name,
            verdict: finding.isMet || expectation.level == .warning ? .pass : .fail,
            expected: expectation.text, observed: finding.observed, message: message)
    }

    private func judgeConservation() -> Finding {
        let faults = lab.loop.audit().map(\.description)
        let holds = faults.isEmpty && conservation.holds
        return Finding(
            kind: "conserve", name: "all", isMet: holds, observed: holds ? "all" : "the sum does not hold"
        ) { faults }
    }

    // MARK: Drops

    private func judge(_ expected: DroppedExpectation, _ window: Expectation.Window) -> Finding {
        let span = span(of: window)
        let reasons = expected.reason.map { [$0] } ?? DropReason.allCases
        let seen = dropCounts { reason in reasons.contains(reason) ? dropped(reason, at: expected.place, span) : 0 }
        let total = Int64(clamping: seen.reduce(0) { $0 + $1.count })
        let text = seen.isEmpty ? "none" : seen.map { "\($0.count) \($0.reason)" }.joined(separator: ", ")
        return Finding(
            kind: "dropped", name: expected.reason?.name ?? "any", isMet: expected.count.holds(for: total),
            observed: text
        ) { [self] in
            // Which reasons there were instead is what one wants to know.
            let others = dropCounts { dropped($0, at: expected.place, span) }
            return others.isEmpty ? ["nothing was dropped there"] : others.map { "\($0.count) ended as \($0.reason)" }
        }
    }

    private func dropped(_ reason: DropReason, at place: DroppedExpectation.Place, _ span: CountSpan) -> UInt64 {
        switch place {
        case .anywhere: return drops(reason, in: span)
        case .link(let index):
            let link = lab.topology.links[index]
            return [true, false].reduce(0) { $0 + drops(on: link, isForward: $1, reason, in: span) }
        case .node(let index):
            return lab.topology.nodes[index].ports.reduce(0) { $0 + span.drops($1, reason) }
        }
    }

    /// What was counted in a window; a moment that the run did not reach is its end.
    private func span(of window: Expectation.Window) -> CountSpan {
        let moments = lab.moments
        let from = window.during.map { moments.before[$0.from] ?? counts } ?? lab.baseline
        let until = window.during.flatMap { moments.before[$0.until] }
        let within = window.within.flatMap { moments.behind[$0] }
        return CountSpan(from: from, to: until ?? within ?? counts)
    }

    // MARK: States

    private func judge(_ expected: StateExpectation, _ window: Expectation.Window, _ index: Int) -> Finding {
        let node = lab.topology.nodes[expected.node].plan.name
        guard window != .whole else {
            let faults = lab.moments.reader.faults(expected)
            return Finding(
                kind: "state", name: node, isMet: faults.isEmpty,
                observed: faults.isEmpty ? "as expected at the end" : faults.joined(separator: "; "))
        }
        guard let state = lab.moments.state(index), state.isSettled || !state.faults.isEmpty else {
            return Finding(kind: "state", name: node, isMet: false, observed: "the run ended before that time")
        }
        let isMet = state.faults.isEmpty
        let time = state.faultTime.map { "at \(Self.duration($0))" } ?? ""
        return Finding(
            kind: "state", name: node, isMet: isMet,
            observed: isMet ? "as expected" : "\(time): \(state.faults.joined(separator: "; "))")
    }

    // MARK: Words

    /// What tunnels refused: frames that crossed a socket are not named any more, but counted where they ended.
    func linkDropTexts() -> [String] {
        let texts = lab.topology.links.flatMap { link -> [String] in
            [true, false].flatMap { isForward -> [String] in
                let ends = isForward ? [link.b] + link.others.map(\.port) : [link.a]
                let far = ends.map { lab.loop.name(of: $0) }.joined(separator: " or ")
                return dropCounts { drops(on: link, isForward: isForward, $0, in: whole) }.map {
                    "link \(link.plan.id): \($0.count) ended as \($0.reason) on the way to \(far)"
                }
            }
        }
        return Self.shortened(texts)
    }

    /// As many lines as one reads.
    static func shortened(_ lines: [String]) -> [String] {
        lines.count <= 10 ? lines : lines.prefix(8) + ["and \(lines.count - 8) more"]
    }

    /// Nanoseconds in the unit that fits.
    static func duration(_ nanoseconds: Int64) -> String {
        let units: [(Int64, String)] = [(1_000_000_000, "s"), (1_000_000, "ms"), (1_000, "us")]
        for (size, unit) in units where nanoseconds >= size {
            let hundredths = nanoseconds / (size / 100)
            let fraction = String(hundredths % 100)
            return "\(hundredths / 100).\(fraction.count == 1 ? "0" : "")\(fraction) \(unit)"
        }
        return "\(nanoseconds) ns"
    }
}
