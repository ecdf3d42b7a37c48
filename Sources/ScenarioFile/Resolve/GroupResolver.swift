import NetdevOptions

/// Makes the ends of an mcast link, two or more: members of one group, which all write the same.
struct GroupResolver {
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
        guard let options = LinkOptions(entry, sink: sink),
            let ends = options.ends(
                count, filling: { _ in }, reading: { (options, _) throws(OptionError) in try end(options) })
        else { return nil }
        let common = ends[ends.count > 2 ? 2 : 0]
        for (name, end) in [("a", ends[0]), ("b", ends[1])] where end != common {
            options.written.warn(
                "\(name) is in another group, or on another interface, than the others: nothing arrives between them",
                about: ["mcast", "localaddr"], else: entry.span, to: sink)
        }
        return .mcast(ends)
    }

    /// One end, read by the option table; what the runner picks is a placeholder there and nil in the plan.
    private func end(_ written: [OptionEntry]) throws(OptionError) -> GroupEndPlan {
        for option in written { try refuse(option) }
        let group = written.first { $0.key == "mcast" }?.value
        // An empty host is the runner's to pick; the table would ask for a group.
        var options = written.map { option in
            option.key == "mcast" && option.value.hasPrefix(":")
                ? option.with(value: Self.placeholder + option.value) : option
        }
        let placeholders = [
            ("type", "socket"), ("mcast", "\(Self.placeholder):1"),
            ("localaddr", group?.hasPrefix("[") == true ? "::1" : "127.0.0.1"),
        ]
        for (key, value) in placeholders where !options.contains(where: { $0.key == key }) {
            options.append(LinkOptions.filled(key, value))
        }
        let tree = try OptionTree(entries: options, at: LinkOptions.noKey)
        guard case .socket(.multicast(let endpoint, let interface)) = try NetdevSpecification.parse(tree).backend else {
            throw OptionError("an mcast link has ends in a group", at: LinkOptions.noKey)
        }
        let isPicked = group?.hasPrefix(":") ?? true
        return GroupEndPlan(
            host: isPicked ? nil : endpoint.host, port: group.map { _ in endpoint.port }, interface: interface)
    }

    /// A group for local use (RFC 2365 section 6.1).
    private static let placeholder = "239.255.0.1"

    /// The kinds of socket that are no group.
    private func refuse(_ option: OptionEntry) throws(OptionError) {
        guard ["listen", "connect", "udp", "fd"].contains(option.key) else { return }
        throw OptionError(
            "`\(option.key)` is of a socket between two; an mcast link is a group", at: option.keyPosition,
            remedy: option.key == "fd" ? "a descriptor belongs to a netdev node" : "write `kind: socket`")
    }
}
