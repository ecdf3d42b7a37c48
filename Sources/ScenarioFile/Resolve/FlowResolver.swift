import WireFormats

/// Makes the flows of an entry: their addresses, what they send, and how fast.
struct FlowResolver {
    let places: PlaceFinder
    let addresses: AddressBook
    let budget: FrameBudget
    /// The captures that are replayed.
    let folder: ScenarioFolder

    static let defaultPace = Pace(frames: 1, per: 10_000_000)
    static let defaultFrameSize = 64

    var sink: DiagnosticSink { places.sink }
    var nodes: [Scenario.Node] { places.index.nodes }

    /// The flows of an entry; as many as there were, when something is wrong with one.
    ///
    /// - Parameters:
    ///   - entry: The flow as written.
    ///   - pairs: Who speaks to whom.
    ///   - first: The number of the first one in the file.
    ///   - start: When they begin.
    func flows(
        _ entry: FlowEntry, _ pairs: [(from: FlowEnd, to: FlowEnd)], first: Int, start: Scenario.Start
    ) -> [Scenario.Flow] {
        var result: [Scenario.Flow] = []
        var isWarned = false
        guard budget.spend(entry.frames, copies: pairs.count) else {
            sink.error(
                "the frames of `\(entry.name.text)` take more than 64 MiB", at: entry.name.span,
                notes: [.init(FrameBudget.rule)])
            return []
        }
        // Each flow of a capture looks for its frames anew.
        let shared = entry.kind == .replay ? replay(entry) : nil
        if entry.kind == .replay {
            guard let frames = shared?.writtenFrames else { return [] }
            guard budget.spend(frames.reduce(0) { $0 + $1.count }, copies: pairs.count - 1) else {
                sink.error(
                    "the frames of `\(entry.name.text)` take more than 64 MiB", at: entry.name.span,
                    notes: [.init(FrameBudget.rule)])
                return []
            }
        }
        for (offset, pair) in pairs.enumerated() {
            let name = entry.isGroup ? "\(entry.name.base.value)[\(offset + 1)]" : entry.name.text
            guard
                let kind = kind(entry, pair, shared, name: name, number: first + offset, isWarned: &isWarned),
                let flow = flow(entry, pair, name: name, kind, start)
            else { break }
            result.append(flow)
        }
        return result
    }

    private func flow(
        _ entry: FlowEntry, _ pair: (from: FlowEnd, to: FlowEnd), name: String, _ kind: Scenario.Flow.Kind,
        _ start: Scenario.Start
    ) -> Scenario.Flow? {
        guard let from = pair.from.planned, let pace = pace(entry, kind), let count = count(of: entry, kind, pace)
        else { return nil }
        let flow = Scenario.Flow(
            name: name, kind: kind, from: from, to: pair.to.planned, start: start, count: count, pace: pace,
            warmup: entry.warmup == .arp, source: entry.name.span)
        guard flow.offset(ofFrame: count) <= TimeValue.longest else {
            sink.error("`\(name)` would last longer than 366 days", at: entry.name.span)
            return nil
        }
        return flow
    }

    private func kind(
        _ entry: FlowEntry, _ pair: (from: FlowEnd, to: FlowEnd), _ shared: Scenario.Flow.Kind?, name: String,
        number: Int, isWarned: inout Bool
    ) -> Scenario.Flow.Kind? {
        guard pair.from.node != pair.to.node else {
            sink.error("`\(name)` goes from a host to itself", at: pair.to.span)
            return nil
        }
        if let shared { return shared }
        if entry.kind == .frames { return frames(entry, pair) }
        guard isForOneHost(pair), let choice = choice(entry, pair, name: name) else { return nil }
        if !choice.isReachable, !isWarned {
            isWarned = true
            warn(choice, entry, pair, name: name)
        }
        guard let device = device(of: choice.source.address, at: pair.from) else { return nil }
        let bounds = FrameBounds(version: choice.destination.version, isTagged: device.isTagged, mtu: device.mtu)
        switch entry.kind {
        case .udp: return udp(entry, choice.addresses, bounds, from: pair.from, number: number)
        case .ping, .frames, .replay:
            guard bounds.ping <= bounds.largest else {
                sink.error(
                    "a ping is a frame of \(bounds.ping) bytes; the MTU of `\(nodeName(pair.from))` allows \(bounds.largest)",
                    at: entry.name.span)
                return nil
            }
            return .ping(choice.addresses)
        }
    }

    /// The frames, with what they leave out filled in from the two ends.
    private func frames(_ entry: FlowEntry, _ pair: (from: FlowEnd, to: FlowEnd)) -> Scenario.Flow.Kind? {
        guard !entry.frames.isEmpty, let node = pair.from.node,
            let from = FrameEnd(nodes[node], port: pair.from.port)
        else { return nil }
        let composer = FrameComposer(
            from: from, to: pair.to.node.flatMap { FrameEnd(nodes[$0], port: pair.to.port) }, book: addresses,
            sink: sink)
        let frames = entry.frames.compactMap { composer.bytes(of: $0) }
        return frames.count == entry.frames.count ? .frames(frames) : nil
    }

    // MARK: Pace

    private func pace(_ entry: FlowEntry, _ kind: Scenario.Flow.Kind) -> Pace? {
        guard let rate = entry.rate else {
            return entry.interval.map { Pace(frames: 1, per: $0) } ?? Self.defaultPace
        }
        if case .frames(let pace) = rate.value { return pace }
        if case .udp(_, let plan) = kind, case .fixed(let size) = plan.size { return rate.value.pace(frameSize: size) }
        sink.error(
            "a rate in bits is for udp flows whose frames are of one size", at: rate.span,
            notes: [.init("rates of frames are written 1kpps")])
        return nil
    }

    // MARK: Addresses

    /// Whether an address is not the broadcast of a network of the sender; reported if it is.
    private func isForOneHost(_ pair: (from: FlowEnd, to: FlowEnd)) -> Bool {
        guard pair.to.node == nil, case .v4(let address) = pair.to.address else { return true }
        let networks = pair.from.node.flatMap { nodes[$0].host }?.addresses ?? []
        let isBroadcast = networks.contains { prefix in
            if case .v4(let prefix) = prefix { prefix.length < 31 && prefix.broadcast == address } else { false }
        }
        if isBroadcast { FlowEnds.reportGroup(.v4(address), at: pair.to.span, to: sink) }
        return !isBroadcast
    }

    private func choice(
        _ entry: FlowEntry, _ pair: (from: FlowEnd, to: FlowEnd), name: String
    ) -> AddressChoice.Pair? {
        let version = entry.family?.value.version
        let family = version.map { "IPv\($0) address" } ?? "address"
        do throws(AddressChoice.Refusal) {
            return try AddressChoice(from: pair.from, to: pair.to, nodes: nodes, version: version).pair()
        } catch {
            switch error {
            case .missing(let atSender):
                let end = atSender ? pair.from : pair.to
                let message =
                    if let address = end.address {
                        "\(address) is no \(family), and `\(name)` needs one"
                    } else {
                        "`\(nodeName(end))` has no \(family), and `\(name)` needs one"
                    }
                sink.error(message, at: end.span)
            case .strangers:
                sink.error(
                    "`\(nodeName(pair.from))` and `\(nodeName(pair.to))` have no addresses of one version",
                    at: pair.to.span)
            }
            return nil
        }
    }

    private func warn(
        _ choice: AddressChoice.Pair, _ entry: FlowEntry, _ pair: (from: FlowEnd, to: FlowEnd), name: String
    ) {
        let host = pair.from.node.flatMap { nodes[$0].host }
        let far = pair.to.node.flatMap { nodes[$0].host }?.addresses.first { $0.address == choice.destination }
        let destination = far?.description ?? choice.destination.description
        let why = host?.routes.isEmpty == false ? ", and no route of `\(nodeName(pair.from))` leads there" : ""
        sink.warning(
            "\(choice.source) and \(destination) share no network\(why): the frames of `\(name)` end as no-route",
            at: entry.name.span)
    }

    /// An end as messages name it: `h1`, `h1:eth1`, or the address.
    func nodeName(_ end: FlowEnd) -> String {
        guard let node = end.node else { return end.address?.description ?? "" }
        guard let port = end.port else { return nodes[node].name }
        return "\(nodes[node].name):\(nodes[node].interface(at: port))\(end.vlan.map { ".\($0)" } ?? "")"
    }

    /// What an address of the sender stands on: the MTU, and whether frames are tagged.
    private func device(of address: IPAddress, at end: FlowEnd) -> (mtu: Int, isTagged: Bool)? {
        guard let host = end.node.flatMap({ nodes[$0].host }) else { return nil }
        let interface = host.interfaces.first { interface in
            (end.port == nil || interface.nic == end.port && interface.vlan == end.vlan)
                && interface.addresses.contains { $0.address == address }
        }
        guard let interface, host.nics.indices.contains(interface.nic) else { return nil }
        return (host.nics[interface.nic].mtu, interface.vlan != nil)
    }
}
