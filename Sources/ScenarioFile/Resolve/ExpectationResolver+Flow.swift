extension ExpectationResolver {
    /// What is expected of a flow, with its flows and waypoints found; nil after reporting what is wrong.
    func flow(
        _ line: ExpectationEntry.FlowLine, _ modifiers: ModifiersEntry, _ finder: FlowFinder
    ) -> FlowExpectation? {
        var result = line.expected
        guard let flows = finder.find(line.name) else { return nil }
        result.flows = flows
        if let loss = result.loss, let span = line.lossSpan {
            guard isMeasurable(loss, of: frames(of: flows, during: modifiers.during?.value), at: span) else {
                return nil
            }
        }
        if let lost = result.lost, let span = line.lostSpan {
            let shares = lost.operands.compactMap { count -> Int64? in
                if case .share(let partsPerMillion) = count { partsPerMillion } else { nil }
            }
            guard areMeasurable(shares, of: frames(of: flows, during: modifiers.during?.value), at: span) else {
                return nil
            }
        }
        if let during = modifiers.during, during.value.from < during.value.until,
            frames(of: flows, during: during.value) == 0
        {
            sink.warning("`\(result.name)` sends nothing in this time: nothing of it is judged", at: during.span)
        }
        for name in line.via {
            guard let waypoint = waypoint(name) else { return nil }
            result.via.append(waypoint)
        }
        return result
    }

    private func waypoint(_ written: Located<String>) -> FlowExpectation.Waypoint? {
        var names: [String] { nodes.map(\.name) + links.links.map(\.id) }
        guard let name = OneName.read(written, of: "node or link", in: names, sink) else { return nil }
        if let link = links[name.value] { return .link(link) }
        if places.index.contains(name.value) { return places.index.find(name).map { .node($0) } }
        guard links.isWhole else { return nil }
        sink.error(
            "no node and no link is named `\(name.value)`", at: name.span,
            suggestion: nearest(to: name.value, in: names))
        return nil
    }

    /// How many frames of flows are to be sent, or in a window.
    func frames(of flows: Range<Int>, during: Expectation.During?) -> Int64 {
        let times = PlannedTimes(flows: traffic.flows, timeline: traffic.timeline)
        return traffic.flows[flows].reduce(Int64(0)) { sum, flow in
            let frames = during.map { times.frames(of: flow, from: $0.from, until: $0.until) } ?? flow.count
            return Int64(clamping: Int128(sum) + Int128(frames))
        }
    }

    /// Whether there are frames enough to say something about their loss; reported if not.
    private func isMeasurable(_ loss: FlowExpectation.Loss, of total: Int64, at span: SourceSpan) -> Bool {
        switch loss {
        case .process(let partsPerMillion):
            let least = LossValue.leastFrames(partsPerMillion: partsPerMillion)
            guard total < least else { return true }
            let share = FrameCount.share(partsPerMillion: partsPerMillion)
            sink.error(
                "of \(total) frames none may be lost by chance alone: \(share) needs \(least) frames", at: span,
                notes: [.init("a percentage says the process; `\"<= \(share)\"` compares what was measured")])
            return false
        case .measured(let comparison): return areMeasurable(comparison.operands, of: total, at: span)
        }
    }

    /// Whether shares, in millionths, are one frame at least; reported if not.
    private func areMeasurable(_ shares: [Int64], of total: Int64, at span: SourceSpan) -> Bool {
        // That nothing is sent in a window is said otherwise.
        guard total > 0, let share = shares.first(where: { $0 > 0 && Int128($0) * Int128(total) < 1_000_000 }) else {
            return true
        }
        let percentage = FrameCount.share(partsPerMillion: share)
        // The least number of which the share is one frame.
        let least = (1_000_000 + share - 1) / share
        sink.error(
            "\(percentage) of \(total) frames is less than one frame: \(percentage) needs \(least) frames", at: span)
        return false
    }
}

extension Comparison {
    /// What is compared with.
    fileprivate var operands: [Value] {
        switch self {
        case .equal(let value), .notEqual(let value), .less(let value), .atMost(let value), .greater(let value),
            .atLeast(let value):
            [value]
        case .within(let low, let high): [low, high]
        }
    }
}
