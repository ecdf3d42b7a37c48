import NetdevOptions

/// Makes the ends of a vde link, two or more: plugs of one network, which is the link's own unless `sock` names another.
struct VDEResolver {
    private let entry: LinkEntry
    private let sink: DiagnosticSink

    init(_ entry: LinkEntry, sink: DiagnosticSink) {
        self.entry = entry
        self.sink = sink
    }

    /// The ends; nil after reporting why there are none.
    ///
    /// - Parameter count: How many there are.
    func kind(_ count: Int) -> Scenario.Link.Kind? {
        guard count <= VDESwitchOptions.portLimit else {
            sink.error(
                "a VDE switch has at most \(VDESwitchOptions.portLimit) ports, and here are \(count) endpoints",
                at: entry.span)
            return nil
        }
        guard let options = LinkOptions(entry, sink: sink),
            let ends = options.ends(
                count, filling: { _ in }, reading: { (options, _) throws(OptionError) in try end(options) })
        else { return nil }
        let ports = ends.filter { $0.port != 0 }.map { "\($0.outside ?? "") \($0.port)" }
        if Set(ports).count < ports.count, let port = options.written.entries.first(where: { $0.key.value == "port" }) {
            sink.error(
                "two plugs cannot have one port of the switch", at: port.key.span,
                notes: [.init("write `port` under `a` or `b`, for one end alone")])
            return nil
        }
        let networks = Set(ends.map(\.outside))
        if networks.count > 1 {
            options.written.warn(
                "not all ends plug into one network: nothing arrives between those that do not, unless the outside joins them",
                about: ["sock"], else: entry.span, to: sink)
        }
        return .vde(ends)
    }

    private func end(_ written: [OptionEntry]) throws(OptionError) -> VDEEndPlan {
        let isOutside = written.contains { $0.key == "sock" }
        if !isOutside, let port = written.first(where: { $0.key == "port" }) {
            throw OptionError(
                "the link's own switch has a port for each endpoint, in their order", at: port.keyPosition,
                remedy: "`port` is for another switch, whose directory `sock` names")
        }
        let options = written + [LinkOptions.filled("type", "vde")]
        let tree = try OptionTree(entries: options, at: LinkOptions.noKey)
        guard case .vde(let meant) = try NetdevSpecification.parse(tree).backend else {
            throw OptionError("a vde link has vde ends", at: LinkOptions.noKey)
        }
        return VDEEndPlan(meant)
    }
}
