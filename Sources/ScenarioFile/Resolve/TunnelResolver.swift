import NetdevOptions

/// Makes the two ends of an l2tpv3 link from one set of options: src and dst, ports, sessions and cookies crossed.
struct TunnelResolver {
    private let options: LinkOptions

    /// The port that IANA gave to L2TP; Wireshark knows the protocol by it.
    private static let port = "1701"

    /// The resolver of an entry's tunnels; nil after reporting what is no option.
    init?(_ entry: LinkEntry, sink: DiagnosticSink) {
        guard let options = LinkOptions(entry, sink: sink) else { return nil }
        self.options = options
    }

    /// Both ends of the tunnel that is the `number`th of its file, from 1; nil after reporting why there are none.
    ///
    /// Ends that do not fit are a lesson, and a warning.
    func kind(number: UInt32) -> Scenario.Link.Kind? {
        let ends = options.ends(
            filling: { fill(&$0, number) }, reading: { (options) throws(OptionError) in try end(options) })
        guard let ends else { return nil }
        TunnelFit(written: options.written, span: options.entry.span, sink: options.sink)
            .check(ends.a, ends.b)
        return .l2tpv3(a: ends.a.plan, b: ends.b.plan)
    }

    private func fill(_ options: inout LinkOptions.Defaults, _ number: UInt32) {
        options.fill("udp", "on")
        options.fill("txsession", String(number))
        options.fill("rxsession", options["txsession"] ?? String(number))
        if isOn("udp", in: options.options), !isOn("ipv6", in: options.options) {
            options.fill("srcport", Self.port)
            options.fill("dstport", Self.port)
        }
    }

    /// One end, read by the option table; what the runner picks is a placeholder there and nil in the plan.
    private func end(_ written: [OptionEntry]) throws(OptionError) -> (plan: L2TPv3EndPlan, options: L2TPv3Options) {
        var options = written
        if !isOn("udp", in: options) {
            // An end that `a` or `b` made speak IP has no use for the ports that were filled in for UDP.
            options.removeAll {
                ($0.key == "srcport" || $0.key == "dstport") && $0.keyPosition == LinkOptions.noKey
            }
        }
        let known = Set(options.map(\.key))
        let isPortPicked = isOn("udp", in: options) && isOn("ipv6", in: options)
        let address = isOn("ipv6", in: options) ? "::1" : "127.0.0.1"
        let placeholders =
            [("type", "l2tpv3"), ("src", address), ("dst", address)]
            + (isPortPicked ? [("srcport", Self.port), ("dstport", Self.port)] : [])
        for (key, value) in placeholders where !known.contains(key) {
            options.append(LinkOptions.filled(key, value))
        }
        let tree = try OptionTree(entries: options, at: LinkOptions.noKey)
        guard case .l2tpv3(let meant) = try NetdevSpecification.parse(tree).backend else {
            throw OptionError("an l2tpv3 link has l2tpv3 ends", at: LinkOptions.noKey)
        }
        return (L2TPv3EndPlan(meant) { known.contains($0) }, meant)
    }

    private func isOn(_ key: String, in options: [OptionEntry]) -> Bool {
        LinkOptions.isOn(options.first { $0.key == key }?.value)
    }
}
