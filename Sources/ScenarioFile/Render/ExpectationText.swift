import WireFormats

/// An expectation in the words of the format: `hello: { delivered: all }`.
struct ExpectationText {
    let nodes: [Scenario.Node]
    let links: [Scenario.Link]
    let timeline: [Scenario.TimelineEntry]

    func text(_ kind: Expectation.Kind) -> String {
        switch kind {
        case .conserve: "conserve: all"
        case .flow(let expectation): "\(YAMLText.scalar(expectation.name)): \(flow(expectation))"
        case .frames(let expectation): "frames: \(frames(expectation))"
        case .nothingElse(let expectation): "nothing_else: \(nothingElse(expectation))"
        case .dropped(let expectation): "dropped: \(dropped(expectation))"
        case .bytes(let expectation): "bytes: \(bytes(expectation))"
        case .pcap(let expectation): "pcap: \(pcap(expectation))"
        case .state(let expectation): "state: \(state(expectation))"
        case .converge(let expectation): "converge: \(converge(expectation))"
        }
    }

    /// What stands beside an expectation, as entries of the same mapping.
    static func modifiers(_ expectation: Expectation) -> [(String, String)] {
        var result: [(String, String)] = []
        if let within = expectation.window.within { result.append(("within", TimeValue.text(within))) }
        if let during = expectation.window.during {
            let ends = [during.from, during.until].map(TimeValue.text)
            result.append(("during", YAMLText.flowSequence(ends)))
        }
        result.append(("level", expectation.level.rawValue))
        if let because = expectation.because { result.append(("because", YAMLText.scalar(because))) }
        return result
    }

    // MARK: Flows

    private func text(_ comparison: Comparison<FrameCount>) -> String {
        // `all` stands alone: beside a sign or dots it is a percentage.
        if case .equal(let count) = comparison { return count.description }
        return comparison.text { count in
            if case .share(let share) = count { PercentageValue.text(share) } else { count.description }
        }
    }

    private func flow(_ expectation: FlowExpectation) -> String {
        func count(_ key: String, _ comparison: Comparison<FrameCount>?) -> [(String, String)] {
            comparison.map { [(key, YAMLText.scalar(text($0)))] } ?? []
        }
        var parts = count("delivered", expectation.delivered) + count("lost", expectation.lost)
        if let loss = expectation.loss { parts.append(("loss", YAMLText.scalar(loss.description))) }
        parts += count("duplicates", expectation.duplicates) + count("reordered", expectation.reordered)
        if !expectation.latency.isEmpty {
            let bounds = expectation.latency.map { bound in
                (bound.figure.rawValue, YAMLText.scalar(bound.comparison.text(TimeValue.text)))
            }
            parts.append(("latency", YAMLText.flowMapping(bounds)))
        }
        if !expectation.via.isEmpty {
            let names = expectation.via.map { waypoint in
                switch waypoint {
                case .node(let index): nodes[index].name
                case .link(let index): links[index].id
                }
            }
            parts.append(("via", YAMLText.flowSequence(names)))
        }
        return YAMLText.flowMapping(parts)
    }

    private func converge(_ expectation: ConvergeExpectation) -> String {
        var parts = [
            ("after", YAMLText.scalar(timeline[expectation.entry].name ?? "")),
            ("flow", YAMLText.scalar(expectation.name)),
            ("rate", PercentageValue.text(expectation.rate)),
        ]
        if let within = expectation.within { parts.append(("within", TimeValue.text(within))) }
        if let lost = expectation.lost { parts.append(("lost", count(lost))) }
        return YAMLText.flowMapping(parts)
    }

    // MARK: Interfaces

    private func frames(_ expectation: FramesExpectation) -> String {
        let places = expectation.places.map(place)
        return YAMLText.flowMapping(
            [("at", places.count == 1 ? places[0] : YAMLText.flowSequence(places))] + match(expectation.match)
                + [("dir", expectation.direction.rawValue), ("count", count(expectation.count))])
    }

    private func nothingElse(_ expectation: NothingElseExpectation) -> String {
        let except = expectation.except.map { YAMLText.scalar(MatchText.text($0)) }
        return YAMLText.flowMapping([
            ("at", place(expectation.place)), ("except", YAMLText.flowSequence(except)),
        ])
    }

    private func bytes(_ expectation: BytesExpectation) -> String {
        YAMLText.flowMapping(
            [("at", place(expectation.place)), ("frame", String(expectation.number))] + match(expectation.match)
                + [
                    ("layer", expectation.layer.rawValue),
                    (expectation.isWhole ? "equals" : "starts", YAMLText.quoted("\(expectation.pattern)")),
                ])
    }

    private func pcap(_ expectation: PcapExpectation) -> String {
        YAMLText.flowMapping([
            ("at", place(expectation.place)), ("equals", YAMLText.scalar(expectation.path)),
            ("mask", YAMLText.flowSequence(expectation.mask.fields.map(\.name))),
        ])
    }

    private func dropped(_ expectation: DroppedExpectation) -> String {
        var parts: [(String, String)] =
            switch expectation.place {
            case .anywhere: []
            case .link(let index): [("link", links[index].id)]
            case .node(let index): [("node", nodes[index].name)]
            }
        if let reason = expectation.reason { parts.append(("reason", reason.name)) }
        return YAMLText.flowMapping(parts + [("count", count(expectation.count))])
    }

    // MARK: State

    private func state(_ expectation: StateExpectation) -> String {
        let node = nodes[expectation.node]
        var parts = [("node", node.name)]
        func add(_ key: String, _ entries: [(String, String)]) {
            guard !entries.isEmpty else { return }
            parts.append((key, YAMLText.flowMapping(entries.map { (YAMLText.scalar($0.0), $0.1) })))
        }
        add("fdb", expectation.stations.map { ($0.text, $0.port.map(node.interface) ?? "none") })
        add("arp", expectation.neighbors.map { ($0.text, neighbor($0)) })
        add("counters", expectation.counters.map { ($0.text, count($0.count)) })
        add("mac", expectation.macs.map { (node.interface(at: $0.port), YAMLText.scalar("\($0.mac)")) })
        return YAMLText.flowMapping(parts)
    }

    /// One station is written as its address; of several, each is an address of one node, whose name says all.
    private func neighbor(_ neighbor: StateExpectation.Neighbor) -> String {
        guard let macs = neighbor.macs else { return "none" }
        guard macs.count != 1 else { return YAMLText.scalar("\(macs[0])") }
        let node = nodes.first { $0.host?.nics.map(\.mac) == macs }
        return node?.name ?? YAMLText.scalar("\(macs.first ?? .zero)")
    }

    // MARK: Parts

    private func place(_ place: InterfacePlace) -> String {
        let node = nodes[place.node]
        return place.port.map { "\(node.name):\(node.interface(at: $0))" } ?? node.name
    }

    private func match(_ match: FieldMatch?) -> [(String, String)] {
        match.map { [("match", YAMLText.scalar(MatchText.text($0)))] } ?? []
    }

    private func count(_ comparison: Comparison<Int64>) -> String {
        YAMLText.scalar(comparison.text { String($0) })
    }
}

extension FlowExpectation.Loss: CustomStringConvertible {
    /// As the format writes it: `10%`, `<= 5%`.
    public var description: String {
        switch self {
        case .process(let partsPerMillion): "\(FrameCount.share(partsPerMillion: partsPerMillion))"
        case .measured(let comparison): comparison.text(PercentageValue.text)
        }
    }
}
