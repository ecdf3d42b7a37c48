extension ExpectationResolver {
    /// What is expected of the hole in each flow of the name; none after reporting what is wrong.
    func converge(_ line: ExpectationEntry.ConvergeLine, _ finder: FlowFinder) -> [ConvergeExpectation] {
        let entry = entry(line.after)
        guard let flows = flows(line.flow, finder), let entry else { return [] }
        var result: [ConvergeExpectation] = []
        for flow in flows {
            guard isLongEnough(traffic.flows[flow], behind: entry, line) else { return [] }
            result.append(
                .init(
                    entry: entry, name: traffic.flows[flow].name, flow: flow, rate: line.rate, within: line.within,
                    lost: line.lost))
        }
        return result
    }

    private func flows(_ name: Located<String>, _ finder: FlowFinder) -> Range<Int>? {
        let base = FlowName.split(name.value).base
        guard flowNames.contains(name.value) else {
            sink.error(
                "no flow is named `\(name.value)`", at: name.span, suggestion: nearest(to: base, in: flowNames.all))
            return nil
        }
        return finder.find(name)
    }

    private func entry(_ name: Located<String>) -> Int? {
        if let index = traffic.timeline.firstIndex(where: { $0.name == name.value }) { return index }
        // An entry that could not be resolved is reported already.
        guard !entryNames.contains(name.value) else { return nil }
        if flowNames.contains(name.value) {
            sink.error(
                "`\(name.value)` is a flow: `converge` looks behind an entry of the timeline", at: name.span,
                notes: [.init("`id: cut` gives an entry a name")])
            return nil
        }
        sink.error(
            "no entry of the timeline is named `\(name.value)`", at: name.span,
            suggestion: nearest(to: name.value, in: entryNames),
            notes: entryNames.isEmpty ? [.init("`id: cut` gives an entry a name")] : [])
        return nil
    }

    /// Whether there are frames for one whole window at least, as far as the plan tells; reported if not.
    private func isLongEnough(
        _ flow: Scenario.Flow, behind entry: Int, _ line: ExpectationEntry.ConvergeLine
    ) -> Bool {
        let needed = Int64(ConvergeExpectation.frames)
        let times = PlannedTimes(flows: traffic.flows, timeline: traffic.timeline)
        let frames: Int64
        var until = ""
        if let event = times.begin(traffic.timeline[entry].start) {
            let next = times.nextAction(behind: event)
            frames = times.frames(of: flow, from: event, until: next)
            until = next.map { " and the next entry, which acts at \(TimeValue.text($0))" } ?? " and its end"
        } else {
            frames = flow.count
        }
        guard frames < needed else { return true }
        let message =
            until.isEmpty
            ? "`\(flow.name)` has \(frames) frames"
            : "\(frames) frames of `\(flow.name)` are sent between `\(line.after.value)`\(until)"
        sink.error(
            "\(message): `converge` looks at \(needed) together", at: line.flow.span,
            notes: [.init("more frames, a higher `rate` of the flow, or a later next entry")])
        return false
    }
}
