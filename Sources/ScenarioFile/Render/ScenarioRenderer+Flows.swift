import WireFormats

extension ScenarioRenderer {
    static func flow(_ flow: Scenario.Flow, in scenario: Scenario) -> String {
        var entries: [(String, String)] = []
        switch flow.kind {
        case .ping: entries.append(("kind", "ping"))
        case .udp: entries.append(("kind", "udp"))
        case .frames: entries.append(("kind", "frames"))
        case .replay: entries.append(("kind", "replay"))
        }
        entries += ends(of: flow, in: scenario.nodes)
        if let pair = flow.addresses { entries.append(("family", String(pair.source.version))) }
        let after: String? =
            switch flow.start {
            case .at: nil
            case .afterFlow(let other, _): scenario.flows[other].name
            case .afterEntry(let other, _): scenario.timeline[other].name
            }
        entries += TimelineText.start(flow.start, after: after)
        entries.append(("count", String(flow.count)))
        if case .replay(let plan) = flow.kind, let timing = plan.timing {
            entries.append(("speed", ReplayPlan.text(speed: timing.speed)))
        } else {
            entries.append(pace(flow))
        }
        switch flow.kind {
        case .ping: break
        case .udp(_, let plan):
            entries += [
                ("size", plan.size.description), ("ttl", String(plan.timeToLive)), ("dscp", String(plan.dscp)),
                ("port", String(plan.destinationPort)), ("sport", String(plan.sourcePort)),
            ]
        case .frames(let frames):
            let texts = frames.map { YAMLText.quoted(HexValue.text($0)) }
            entries.append(("hex", texts.count == 1 ? texts[0] : YAMLText.flowSequence(texts)))
            return YAMLText.flowMapping(entries)
        case .replay(let plan):
            return YAMLText.flowMapping(entries + [("pcap", YAMLText.scalar(plan.path))])
        }
        return YAMLText.flowMapping(entries + [("warmup", flow.warmup ? "arp" : "none")])
    }

    /// The ends by name, where that leads to the addresses of the flow; else by address.
    private static func ends(of flow: Scenario.Flow, in nodes: [Scenario.Node]) -> [(String, String)] {
        let pair = flow.addresses
        let from = end(flow.from, with: pair?.source, in: nodes)
        let to = flow.to.map { end($0, with: pair?.destination, in: nodes) }
        guard let pair else { return [("from", name(from, nodes))] + (to.map { [("to", name($0, nodes))] } ?? []) }
        func leads(_ from: FlowEnd, _ to: FlowEnd) -> Bool {
            let choice = AddressChoice(from: from, to: to, nodes: nodes, version: pair.source.version)
            return (try? choice.pair())?.addresses == pair
        }
        // What names an interface was written by name; what names none, by name or by address.
        let byAddress = FlowEnd(node: from.node, address: pair.source, span: .none)
        let toAddress = FlowEnd(node: to?.node, address: pair.destination, span: .none)
        let senders = from.port == nil ? [from, byAddress] : [from]
        let receivers = to.map { $0.port == nil ? [$0, toAddress] : [$0] } ?? [toAddress]
        let ways = senders.flatMap { sender in receivers.map { (from: sender, to: $0) } }
        let way = ways.first { leads($0.from, $0.to) } ?? (from: byAddress, to: toAddress)
        return [("from", name(way.from, nodes)), ("to", name(way.to, nodes))]
    }

    /// An end as the file names it; of an interface, with the VLAN that the address is on.
    private static func end(_ end: Scenario.Flow.End, with address: IPAddress?, in nodes: [Scenario.Node]) -> FlowEnd {
        var result = FlowEnd(node: end.node, port: end.port, span: .none)
        guard let port = end.port, let address, let host = nodes[end.node].host else { return result }
        let interface = host.interfaces.first { plan in
            plan.nic == port && plan.addresses.contains { $0.address == address }
        }
        result.vlan = interface?.vlan
        return result
    }

    private static func name(_ end: FlowEnd, _ nodes: [Scenario.Node]) -> String {
        if let address = end.address { return YAMLText.scalar("\(address)") }
        guard let node = end.node.map({ nodes[$0] }) else { return "" }
        guard let port = end.port else { return node.name }
        return "\(node.name):\(node.interface(at: port))\(end.vlan.map { ".\($0)" } ?? "")"
    }

    private static func pace(_ flow: Scenario.Flow) -> (String, String) {
        guard case .udp(_, let plan) = flow.kind, case .fixed(let size) = plan.size else {
            return RateValue.entry(of: flow.pace, frameSize: nil)
        }
        return RateValue.entry(of: flow.pace, frameSize: size)
    }
}
