/// An entry of the timeline in the words of the format: `{ id: cut, at: 2s, link: tunnel, down: true }`.
struct TimelineText {
    let nodes: [Scenario.Node]
    let links: [Scenario.Link]

    /// - Parameters:
    ///   - entry: The entry.
    ///   - after: The name of what it waits for.
    func text(_ entry: Scenario.TimelineEntry, after: String?) -> String {
        var parts: [(String, String)] = []
        if let name = entry.name { parts.append(("id", name)) }
        parts += Self.start(entry.start, after: after)
        if let every = entry.every { parts.append(("every", TimeValue.text(every))) }
        if let until = entry.until { parts.append(("until", TimeValue.text(until))) }
        switch entry.target {
        case .link(let index): parts.append(("link", links[index].id))
        case .node(let index): parts.append(("node", nodes[index].name))
        case .nic(let node, let port): parts.append(("nic", "\(nodes[node].name):\(nodes[node].interface(at: port))"))
        }
        switch entry.action {
        case .down(let direction): parts += [("down", "true")] + Self.direction(direction)
        case .up(let direction): parts += [("up", "true")] + Self.direction(direction)
        case .set(let settings, let direction):
            parts += [("set", ImpairmentText.settings(settings))] + Self.direction(direction)
        case .ramp(let ramps, let duration, let direction):
            parts += [("ramp", ImpairmentText.ramps(ramps, over: duration))] + Self.direction(direction)
        case .fault(let fault, let frames, let direction):
            parts += [("fault", fault.rawValue), ("frames", String(frames))] + Self.direction(direction)
        case .mtu(let mtu): parts.append(("mtu", String(mtu)))
        case .flushStations: parts.append(("flush", "fdb"))
        case .flushNeighbors: parts.append(("flush", "arp"))
        }
        if let duration = entry.duration { parts.append(("for", TimeValue.text(duration))) }
        return YAMLText.flowMapping(parts)
    }

    /// When something begins.
    static func start(_ start: Scenario.Start, after: String?) -> [(String, String)] {
        switch start {
        case .at(let time): [("at", TimeValue.text(time))]
        case .afterFlow(_, let plus), .afterEntry(_, let plus):
            [("after", YAMLText.scalar(after ?? "")), ("plus", TimeValue.text(plus))]
        }
    }

    private static func direction(_ direction: Scenario.Direction?) -> [(String, String)] {
        direction.map { [("direction", $0.rawValue)] } ?? []
    }
}
