import NetdevOptions

/// Makes the two ends of a socket link from one set of options: listen and connect, or udp and localaddr, crossed.
///
/// Where a key of a netdev says every address by an empty host, here it says that the runner picks it: `listen: ":5000"`.
struct SocketResolver {
    private let entry: LinkEntry
    private let sink: DiagnosticSink

    private enum End {
        case stream(StreamEndPlan)
        case udp(DgramEndPlan)
    }

    init(_ entry: LinkEntry, sink: DiagnosticSink) {
        self.entry = entry
        self.sink = sink
    }

    /// Both ends; nil after reporting why there are none.
    ///
    /// Ends that do not fit are a lesson, and a warning.
    func kind() -> Scenario.Link.Kind? {
        guard let options = LinkOptions(entry, sink: sink),
            let ends = options.ends(
                2, filling: { _ in },
                reading: { (options, side) throws(OptionError) in try end(options, side) })
        else { return nil }
        let (written, span) = (options.written, entry.span)
        switch (ends[0], ends[1]) {
        case (.stream(let a), .stream(let b)):
            guard StreamFit(written: written, span: span, sink: sink).check(a, b) else { return nil }
            return .socket(.stream(a: a, b: b))
        case (.udp(let a), .udp(let b)):
            DgramFit(written: written, span: span, sink: sink).check(a, b)
            return .socket(.udp(a: a, b: b))
        case (.stream, .udp), (.udp, .stream):
            let cause = written.entries.first { $0.key.value == "udp" || $0.key.value == "localaddr" }
            sink.error(
                "one end of the link speaks UDP and the other TCP", at: cause?.key.span ?? span,
                notes: [.init("write `udp` under `options`, which are for both ends")])
            return nil
        }
    }

    /// One end, read by the option table; what the runner picks is a placeholder there and nil in the plan.
    private func end(_ written: [OptionEntry], _ side: Int) throws(OptionError) -> End {
        for option in written { try refuse(option, side) }
        func value(_ key: String) -> String? { written.first { $0.key == key }?.value }
        let isUDP = value("udp") != nil || value("localaddr") != nil
        let keys = isUDP ? ["udp", "localaddr"] : [side == 0 ? "listen" : "connect"]
        let isIPv6 = keys.contains { value($0)?.hasPrefix("[") == true }
        // The table refuses ends that are the same, and ends of two versions of IP: placeholders are neither.
        func loopback(_ key: String) -> String { isIPv6 ? "[::1]" : key == "udp" ? "127.0.0.2" : "127.0.0.1" }
        let free = keys.contains { value($0)?.hasSuffix(":1") == true } ? 2 : 1
        let placeholders = [("type", "socket")] + keys.map { ($0, "\(loopback($0)):\(free)") }
        let options =
            written.map { $0.value.hasPrefix(":") ? $0.with(value: loopback($0.key) + $0.value) : $0 }
            + placeholders.filter { value($0.0) == nil }.map { LinkOptions.filled($0.0, $0.1) }
        let tree = try OptionTree(entries: options, at: LinkOptions.noKey)
        guard case .socket(let meant) = try NetdevSpecification.parse(tree).backend else {
            throw OptionError("a socket link has socket ends", at: LinkOptions.noKey)
        }
        func host(_ key: String, _ endpoint: InetEndpoint) -> String? {
            value(key).flatMap { $0.hasPrefix(":") ? nil : endpoint.host }
        }
        func port(_ key: String, _ endpoint: InetEndpoint) -> UInt16? { value(key).map { _ in endpoint.port } }
        switch meant {
        case .listen(let endpoint), .connect(let endpoint):
            return .stream(
                StreamEndPlan(
                    StreamOptions(.inet(endpoint, version: nil), isServer: side == 0), host: host(keys[0], endpoint),
                    port: port(keys[0], endpoint)))
        case .udp(let local, let remote):
            return .udp(
                DgramEndPlan(
                    transport: [local.host, remote.host].contains { $0.contains(":") } ? .ipv6 : .ipv4,
                    local: .init(host: host("localaddr", local), port: port("localaddr", local)),
                    remote: .init(host: host("udp", remote), port: port("udp", remote))))
        case .multicast, .descriptor:
            throw OptionError("a socket link has two ends, each with an address", at: LinkOptions.noKey)
        }
    }

    /// What the backend can do, and an end of a link cannot, or need not be told.
    private func refuse(_ option: OptionEntry, _ side: Int) throws(OptionError) {
        switch option.key {
        case "connect" where side == 0, "listen" where side == 1:
            throw OptionError(
                "of a socket link the first endpoint listens and the second connects", at: option.keyPosition,
                remedy: "write `options: { listen: \"\(option.value)\" }`, or `endpoints` in the other order")
        case "mcast":
            throw OptionError(
                "a group is a link of another kind", at: option.keyPosition,
                remedy: "write `kind: mcast`, which has two endpoints or more")
        case "fd":
            throw OptionError(
                "a socket link opens its own sockets; a descriptor belongs to a netdev node",
                at: option.keyPosition, remedy: "write `{ kind: netdev, netdev: \"socket,fd=...\" }`")
        case "localaddr", "udp":
            guard option.value.hasPrefix("0.0.0.0:") || option.value.hasPrefix("[::]:") else { return }
            throw OptionError(
                "\(option.key): an end of a link is at one address", at: option.valuePosition,
                remedy: "an empty host, as in \":5000\", lets the link pick one of its own")
        default: return
        }
    }
}
