import NetCore
import Results
import ScenarioFile

// Each line of `expect` against what was counted.

extension Judge {
    func judge(_ expectation: Expectation) -> ExpectationResult {
        let finding: Finding
        switch expectation.kind {
        case .flow(let flow): finding = judge(flow)
        case .frames(let frames): finding = judge(frames)
        case .dropped(let dropped): finding = judge(dropped)
        case .nothingElse, .bytes, .state:
            finding = Finding(kind: "?", name: "", isMet: false, observed: "not looked at yet", explanation: [])
        case .conserve:
            let faults = lab.loop.audit().map(\.description)
            finding = Finding(
                kind: "conserve", name: "all", isMet: faults.isEmpty && conservation.holds,
                observed: faults.isEmpty && conservation.holds ? "all" : "the sum does not hold", explanation: faults)
        }
        var message: [String] = []
        if !finding.isMet {
            message = ["expected: \(expectation.text)", "seen: \(finding.observed)"] + finding.explanation
            if let because = expectation.because { message.append("because: \(because)") }
        }
        return ExpectationResult(
            line: expectation.source.line, kind: finding.kind, name: finding.name,
            verdict: finding.isMet || expectation.level == .warning ? .pass : .fail,
            expected: expectation.text, observed: finding.observed, message: message)
    }

    private struct Finding {
        let kind: String
        let name: String
        let isMet: Bool
        let observed: String
        /// For people, if it is not met: where frames ended.
        let explanation: [String]
    }

    // MARK: Flows

    private func judge(_ expected: FlowExpectation) -> Finding {
        let flow = flows[expected.flows.lowerBound]
        let total = flow.planned
        var observed = ["\(flow.delivered) of \(total) delivered"]
        var isMet = true
        func check(_ comparison: Comparison<FrameCount>?, _ value: Int64, _ word: String) {
            guard let comparison else { return }
            if word != "delivered" { observed.append("\(value) \(word)") }
            if !comparison.holds(for: value, of: total) { isMet = false }
        }
        check(expected.delivered, flow.delivered, "delivered")
        check(expected.lost, flow.lost, "lost")
        check(expected.duplicates, flow.duplicates, "duplicates")
        check(expected.reordered, flow.reordered, "reordered")
        for bound in expected.latency {
            guard let latency = flow.latency else {
                observed.append("no latency, as nothing arrived")
                isMet = false
                continue
            }
            let value = latency[bound.figure]
            observed.append("latency \(bound.figure.rawValue) \(Self.duration(value))")
            if !bound.comparison.holds(for: value) { isMet = false }
        }
        return Finding(
            kind: "flow", name: flow.name, isMet: isMet, observed: observed.joined(separator: ", "),
            explanation: whereTheyEnded(flow))
    }

    /// Where the frames of a flow ended that did not arrive: traced ones by place, then what its links dropped.
    private func whereTheyEnded(_ flow: FlowResult) -> [String] {
        var lines = flow.losses.map {
            "\($0.count) ended at \($0.place) as \($0.reason), the first of them number \($0.first)"
        }
        if flow.losses.contains(where: { $0.reason == DropReason.unresolved.name }) {
            lines.append("unresolved: nobody answered three ARP requests for the next hop")
        }
        let traced = flow.losses.reduce(0) { $0 + Int64($1.count) }
        if flow.lost > traced {
            lines.append("\(flow.lost - traced) were sent and not seen again")
        }
        return lines + linkDrops
    }

    /// What tunnels refused: frames that crossed a socket are not named any more, but counted where they ended.
    private var linkDrops: [String] {
        lab.topology.links.flatMap { link -> [String] in
            if case .wire = link.ends { return [] }
            return [true, false].flatMap { isForward -> [String] in
                let far = lab.loop.name(of: isForward ? link.b : link.a)
                return dropCounts { drops(on: link, isForward: isForward, $0) }.map {
                    "link \(link.plan.id): \($0.count) ended as \($0.reason) on the way to \(far)"
                }
            }
        }
    }

    // MARK: Counts

    private func judge(_ expected: FramesExpectation) -> Finding {
        let node = lab.topology.nodes[expected.place.node]
        let ports = expected.place.port.map { [node.ports[$0]] } ?? node.ports
        let counter: KeyPath<PortCounters, UInt64> = expected.direction == .rx ? \.rxFrames : \.txFrames
        let frames = Int64(ports.reduce(0) { $0 + count($1, counter) })
        let place = expected.place.port.map { "\(node.plan.name):\(node.plan.interface(at: $0))" } ?? node.plan.name
        return Finding(
            kind: "frames", name: place, isMet: expected.count.holds(for: frames),
            observed: "\(frames) frames \(expected.direction == .rx ? "arrived" : "left")", explanation: linkDrops)
    }

    private func judge(_ expected: DroppedExpectation) -> Finding {
        let reasons = expected.reason.map { [$0] } ?? DropReason.allCases
        let seen = dropCounts { reason in reasons.contains(reason) ? dropped(reason, at: expected.place) : 0 }
        let total = Int64(seen.reduce(0) { $0 + $1.count })
        let text = seen.isEmpty ? "none" : seen.map { "\($0.count) \($0.reason)" }.joined(separator: ", ")
        // Which reasons there were instead is what one wants to know.
        let others = dropCounts { dropped($0, at: expected.place) }.map { "\($0.count) ended as \($0.reason)" }
        return Finding(
            kind: "dropped", name: expected.reason?.name ?? "any", isMet: expected.count.holds(for: total),
            observed: text, explanation: others.isEmpty ? ["nothing was dropped there"] : others)
    }

    private func dropped(_ reason: DropReason, at place: DroppedExpectation.Place) -> UInt64 {
        switch place {
        case .anywhere:
            return lab.loop.ports.reduce(0) { $0 + drops($1, reason) }
        case .link(let index):
            let link = lab.topology.links[index]
            return [true, false].reduce(0) { sum, isForward in
                sum + drops(on: link, isForward: isForward, reason)
            }
        case .node(let index):
            return lab.topology.nodes[index].ports.reduce(0) { $0 + drops($1, reason) }
        }
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

extension FlowResult.Latency {
    fileprivate subscript(figure: LatencyFigure) -> Int64 {
        switch figure {
        case .min: min
        case .p50: p50
        case .p90: p90
        case .p99: p99
        case .max: max
        }
    }
}
