extension ScenarioRenderer {
    static func flow(_ flow: Scenario.Flow, in scenario: Scenario) -> String {
        var entries: [(String, String)] = []
        switch flow.kind {
        case .ping: entries.append(("kind", "ping"))
        case .udp: entries.append(("kind", "udp"))
        case .frames: entries.append(("kind", "frames"))
        }
        entries.append(("from", scenario.nodes[flow.from.node].name))
        if let to = flow.to { entries.append(("to", scenario.nodes[to.node].name)) }
        switch flow.start {
        case .at(let time): entries.append(("at", TimeValue.text(time)))
        case .afterFlow(let other, let plus):
            entries += [("after", scenario.flows[other].name), ("plus", TimeValue.text(plus))]
        case .afterEntry(let other, let plus):
            entries += [("after", scenario.timeline[other].name ?? ""), ("plus", TimeValue.text(plus))]
        }
        entries += [("count", String(flow.count)), pace(flow.pace)]
        if case .udp(_, let plan) = flow.kind, case .fixed(let size) = plan.size {
            entries += [
                ("size", String(size)), ("ttl", String(plan.timeToLive)), ("dscp", String(plan.dscp)),
                ("port", String(plan.destinationPort)), ("sport", String(plan.sourcePort)),
            ]
        }
        return YAMLText.flowMapping(entries + [("warmup", flow.warmup ? "arp" : "none")])
    }

    /// An interval where it is a whole number of nanoseconds, else the rate, which is then exact.
    private static func pace(_ pace: Pace) -> (String, String) {
        if pace.frames == 1 { return ("interval", TimeValue.text(pace.nanoseconds)) }
        // Rates are read as thousandths of a frame a second, so this division leaves nothing over.
        let thousandths = Int128(pace.frames) * 1_000_000_000_000 / Int128(pace.nanoseconds)
        let fraction = String(thousandths % 1000)
        let digits = String(repeating: "0", count: 3 - fraction.count) + fraction
        return ("rate", "\(thousandths / 1000).\(digits)pps")
    }
}
