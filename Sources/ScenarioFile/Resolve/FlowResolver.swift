import WireFormats

/// Makes flows from entries: finds their hosts and addresses, and decides what they send and when.
struct FlowResolver {
    let sink: DiagnosticSink
    let index: NodeIndex

    static let defaultPace = Pace(frames: 1, per: 10_000_000)
    static let defaultFrameSize = 64
    /// 14 of Ethernet, 20 of IPv4, 8 of ICMP, and 56 bytes as ping(8) sends them.
    static let pingFrameSize = 98
    private static let ethernetHeader = 14

    func flows(_ entries: [FlowEntry]) -> [Scenario.Flow] {
        let starts = starts(entries)
        return entries.enumerated().compactMap { number, entry in
            flow(entry, number: number, start: starts[number])
        }
    }

    private func flow(_ entry: FlowEntry, number: Int, start: Scenario.Start) -> Scenario.Flow? {
        guard let from = entry.from.flatMap({ host($0) }), let to = entry.to.flatMap({ host($0) }) else { return nil }
        guard from != to else {
            sink.error("`\(entry.name.value)` goes from a host to itself", at: entry.to?.node.span ?? entry.name.span)
            return nil
        }
        guard let addresses = addresses(entry, from: from, to: to),
            let kind = kind(entry, addresses, number: number, from: from)
        else { return nil }
        let pace = entry.pace ?? Self.defaultPace
        let count = entry.duration.map { pace.frames(within: $0.value) } ?? entry.count ?? 1
        guard pace.offset(ofFrame: count) <= TimeValue.longest else {
            sink.error("`\(entry.name.value)` would last longer than 366 days", at: entry.name.span)
            return nil
        }
        return Scenario.Flow(
            name: entry.name.value, kind: kind, from: .init(node: from), to: .init(node: to), start: start,
            count: count, pace: pace, warmup: entry.warmup == .arp, source: entry.name.span)
    }

    private func host(_ end: EndpointEntry) -> Int? {
        guard let node = index.findHost(end.node) else { return nil }
        guard let interface = end.interface else { return node }
        return InterfaceAssignment.port(interface, on: index.nodes[node], sink: sink).map { _ in node }
    }

    /// The first pair of addresses in one network; without gateways, hosts of different networks do not meet.
    private func addresses(
        _ entry: FlowEntry, from: Int, to: Int
    ) -> Scenario.Flow.AddressPair? {
        for (node, end) in [(from, entry.from), (to, entry.to)] where index.nodes[node].host?.addresses.isEmpty == true
        {
            sink.error(
                "`\(index.nodes[node].name)` has no address, and `\(entry.name.value)` needs one",
                at: end?.node.span ?? entry.name.span)
            return nil
        }
        let sources = index.nodes[from].host?.addresses ?? []
        let destinations = index.nodes[to].host?.addresses ?? []
        guard let source = sources.first, let destination = destinations.first else { return nil }
        for destination in destinations {
            if let source = sources.first(where: { $0.contains(destination.address) }) {
                return .init(source: source.address, destination: destination.address)
            }
        }
        sink.warning(
            "\(source) and \(destination) share no network: the frames of `\(entry.name.value)` end as no-route",
            at: entry.name.span)
        return .init(source: source.address, destination: destination.address)
    }

    private func kind(
        _ entry: FlowEntry, _ addresses: Scenario.Flow.AddressPair, number: Int, from: Int
    ) -> Scenario.Flow.Kind? {
        let sender = index.nodes[from].name
        let largest = (index.nodes[from].host?.nics[0].mtu ?? NodeResolver.defaultMTU) + Self.ethernetHeader
        switch entry.kind {
        case .ping:
            guard Self.pingFrameSize <= largest else {
                sink.error(
                    "a ping is a frame of \(Self.pingFrameSize) bytes; the MTU of `\(sender)` allows \(largest)",
                    at: entry.name.span)
                return nil
            }
            return .ping(addresses)
        case .udp:
            let size = entry.size?.value ?? Self.defaultFrameSize
            guard isSize(size, of: entry, atMost: largest, from: sender) else { return nil }
            // A port of its own for each flow, so that any other tool can tell them apart in a capture.
            let port = entry.destinationPort ?? 9000 + UInt16(number % 10_000)
            let sport = entry.sourcePort ?? 49152 + UInt16(number % 16_384)
            let plan = Scenario.UDPPlan(
                size: .fixed(size), timeToLive: entry.timeToLive ?? 64, dscp: entry.dscp ?? 0, destinationPort: port,
                sourcePort: sport)
            return .udp(addresses, plan)
        }
    }

    /// Whether a frame of this size holds what every flow carries and fits into the MTU; reported if not.
    private func isSize(_ size: Int, of entry: FlowEntry, atMost largest: Int, from host: String) -> Bool {
        let smallest = Scenario.UDPPlan.headerByteCount(version: 4) + FlowStamp.byteCount
        let span = entry.size?.span ?? entry.name.span
        if size < smallest {
            let rule = "14 of Ethernet, 20 of IPv4, 8 of UDP, 16 for the flow and the number of the frame"
            sink.error("a frame of \(size) bytes: the smallest is \(smallest)", at: span, notes: [.init(rule)])
        } else if size > largest {
            let rule = "the MTU of `\(host)` and 14 of Ethernet; sizes count the frame without FCS"
            sink.error("a frame of \(size) bytes: the largest is \(largest)", at: span, notes: [.init(rule)])
        }
        return smallest <= size && size <= largest
    }
}
