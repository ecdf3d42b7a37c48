extension ExpectationResolver {
    /// What is expected of a flow, with its flows and waypoints found; nil after reporting what is wrong.
    func flow(
        _ line: ExpectationEntry.FlowLine, _ modifiers: ModifiersEntry, _ finder: FlowFinder
    ) -> FlowExpectation? {
        var result = line.expected
        guard let flows = finder.find(line.name) else { return nil }
        result.flows = flows
        if let loss = result.loss, let span = line.lossSpan {
            guard isMeasurable(loss, of: flows, during: modifiers.during?.value, at: span) else { return nil }
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

    /// Whether there are frames enough to say something about their loss; reported if not.
    private func isMeasurable(
        _ loss: FlowExpectation.Loss, of flows: Range<Int>, during: Expectation.During?, at span: SourceSpan
    ) -> Bool {
        let total = traffic.flows[flows].reduce(Int64(0)) { sum, flow in
            let counted = during.map { flow.pace.frames(within: $0.until - $0.from) } ?? flow.count
            return sum.addingReportingOverflow(min(counted, flow.count)).partialValue
        }
        switch loss {
        case .process(let partsPerMillion):
            let least = LossValue.leastFrames(partsPerMillion: partsPerMillion)
            guard total < least else { return true }
            let share = FrameCount.share(partsPerMillion: partsPerMillion)
            sink.error(
                "of \(total) frames none may be lost by chance alone: \(share) needs \(least) frames", at: span,
                notes: [.init("a percentage says the process; `\"<= \(share)\"` compares what was measured")])
            return false
        case .measured(let comparison):
            for share in comparison.operands where share > 0 && Int128(share) * Int128(total) < 1_000_000 {
                sink.error(
                    "\(FrameCount.share(partsPerMillion: share)) of \(total) frames is less than one frame", at: span)
                return false
            }
            return true
        }
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
