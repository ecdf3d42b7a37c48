import NetCore
import Results
import ScenarioFile

// Flows, alone or together, in their windows.

extension Judge {
    func judge(_ expected: FlowExpectation, _ expectation: Expectation, _ index: Int) -> Finding {
        let window = flowWindow(expectation.window)
        var figures = FlowFigures()
        for flow in expected.flows { figures.add(lab.traffic.ledgers[flow].figures(in: window)) }
        let total = figures.planned
        var observed = ["\(figures.delivered) of \(total) delivered"]
        var isMet = true
        func check(_ comparison: Comparison<FrameCount>?, _ value: Int64, _ word: String) {
            guard let comparison else { return }
            if word != "delivered" { observed.append("\(value) \(word)") }
            if !comparison.holds(for: value, of: total) { isMet = false }
        }
        check(expected.delivered, figures.delivered, "delivered")
        check(expected.lost, figures.lost, "lost")
        check(expected.duplicates, figures.duplicates, "duplicates")
        check(expected.reordered, figures.reordered, "reordered")
        var remarks: [String] = []
        if let loss = expected.loss {
            let finding = judge(loss, lost: figures.lost, of: total)
            observed.append(finding.observed)
            remarks += finding.explanation
            if !finding.isMet { isMet = false }
        }
        let latency = expected.latency.isEmpty ? nil : figures.latency
        for bound in expected.latency {
            guard let latency else {
                observed.append("no latency, as nothing arrived")
                isMet = false
                break
            }
            let value = latency[bound.figure]
            observed.append("latency \(bound.figure.rawValue) \(Self.duration(value))")
            if !bound.comparison.holds(for: value) { isMet = false }
        }
        if !expected.via.isEmpty {
            let strays = strays(expected, index, window)
            if strays.count > 0 {
                observed.append("\(strays.count) another way")
                remarks += strays.lines
                isMet = false
            }
        }
        return Finding(
            kind: "flow", name: expected.name, isMet: isMet, observed: observed.joined(separator: ", ")
        ) { [self] in remarks + whereTheyEnded(figures, isGroup: expected.flows.count > 1) }
    }

    private func flowWindow(_ window: Expectation.Window) -> FlowWindow {
        var result = FlowWindow.whole
        if let during = window.during {
            result.from = lab.zero.saturatingAdd(during.from)
            result.until = lab.zero.saturatingAdd(during.until)
        }
        if let within = window.within { result.asOf = lab.zero.saturatingAdd(within) }
        return result
    }

    // MARK: Loss

    private func judge(
        _ loss: FlowExpectation.Loss, lost: Int64, of total: Int64
    ) -> (isMet: Bool, observed: String, explanation: [String]) {
        guard total > 0 else { return (false, "no loss, as no frame was to be sent", []) }
        let seen = "\(lost) lost, \(Self.percentage(lost, of: total))"
        switch loss {
        case .measured(let comparison):
            return (comparison.frameCounts.holds(for: lost, of: total), seen, [])
        case .process(let partsPerMillion):
            let interval = BinomialInterval(trials: total, partsPerMillion: partsPerMillion)
            if interval.contains(lost) { return (true, seen, []) }
            let bounds = interval.bounds
            let share = FrameCount.share(partsPerMillion: partsPerMillion).description
            let chance = partsPerMillion == 1_000_000 ? "100%" : share
            return (
                false, seen,
                [
                    "a chance of \(chance) loses \(bounds.lowerBound) to \(bounds.upperBound) of \(total): "
                        + "fewer, or more, come about less than once in 10000 runs"
                ]
            )
        }
    }

    /// With two digits behind the point, rounded down.
    private static func percentage(_ part: Int64, of total: Int64) -> String {
        let hundredths = Int64(clamping: Int128(part) * 10_000 / Int128(total))
        let fraction = String(hundredths % 100)
        return "\(hundredths / 100).\(fraction.count == 1 ? "0" : "")\(fraction)%"
    }

    // MARK: Paths

    private func strays(
        _ expected: FlowExpectation, _ index: Int, _ window: FlowWindow
    ) -> (count: Int, lines: [String]) {
        guard let paths = lab.paths else { return (0, []) }
        var (count, lines): (Int, [String]) = (0, [])
        for flow in expected.flows {
            let ledger = lab.traffic.ledgers[flow]
            let found = paths.strays(of: flow, expectation: index) { number in
                let sent = ledger.sentTimes[number]
                return ledger.arrivalTimes[number] <= min(window.asOf, FlowLedger.never - 1) && sent >= window.from
                    && sent < window.until
            }
            count += found.count
            if found.count > 0, let example = found.example {
                let way = example.path.map(name).joined(separator: " ")
                lines.append("frame \(example.number) of \(ledger.plan.name) went by \(way)")
            }
        }
        return (count, Self.shortened(lines))
    }

    private func name(_ place: FlowExpectation.Waypoint) -> String {
        switch place {
        case .node(let index): lab.topology.nodes[index].plan.name
        case .link(let index): lab.topology.links[index].plan.id
        }
    }

    // MARK: Where frames ended

    /// Where traced frames ended, by place.
    func whereTheyEnded(_ endings: [FlowFigures.Ending], isGroup: Bool) -> [String] {
        Self.shortened(
            endings.map { ending in
                let of = isGroup ? " of \(ending.flow)" : ""
                return "\(ending.place.count) ended at \(name(ofPort: ending.place.port)) as "
                    + "\(ending.place.reason.name), the first of them number \(ending.place.first)\(of)"
            })
    }

    /// Where the frames ended that did not arrive: traced ones by place, then what links dropped.
    private func whereTheyEnded(_ figures: FlowFigures, isGroup: Bool) -> [String] {
        var lines = whereTheyEnded(figures.endings, isGroup: isGroup)
        if figures.endings.contains(where: { $0.place.reason == .unresolved }) {
            lines.append("unresolved: nobody answered three ARP requests or solicitations for the next hop")
        }
        if figures.late > 0 { lines.append("\(figures.late) arrived later") }
        let traced = figures.endings.reduce(0) { $0 + $1.place.count } + figures.late
        let unsent = figures.planned - figures.sent
        // Frames that could not be sent have ended, but were not sent either.
        let ended = figures.endings.filter { $0.place.reason == .unresolved || $0.place.reason == .noRoute }
        let givenUp = ended.reduce(0) { $0 + $1.place.count }
        if unsent > givenUp { lines.append("\(unsent - givenUp) were not sent before the run ended") }
        let missing = figures.lost - traced - max(0, unsent - givenUp)
        if missing > 0 {
            let isOnItsWay = counts.held >= lab.baseline.held + UInt64(missing)
            lines.append(
                "\(missing) were \(isOnItsWay ? "still on their way when the run ended" : "sent and not seen again")")
        }
        return lines + linkDrops
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

extension Comparison where Value == Int64 {
    /// Millionths as shares, which are compared exactly.
    fileprivate var frameCounts: Comparison<FrameCount> {
        func share(_ value: Int64) -> FrameCount { .share(partsPerMillion: value) }
        return switch self {
        case .equal(let value): .equal(share(value))
        case .notEqual(let value): .notEqual(share(value))
        case .less(let value): .less(share(value))
        case .atMost(let value): .atMost(share(value))
        case .greater(let value): .greater(share(value))
        case .atLeast(let value): .atLeast(share(value))
        case .within(let low, let high): .within(share(low), share(high))
        }
    }
}
