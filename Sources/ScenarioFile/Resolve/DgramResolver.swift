import NetdevOptions
import WireFormats

/// Makes the two ends of a dgram link from one set of options: local and remote crossed.
struct DgramResolver {
    private let entry: LinkEntry
    private let sink: DiagnosticSink

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
                filling: { _ in }, reading: { (options) throws(OptionError) in try end(options) })
        else { return nil }
        DgramFit(written: options.written, span: entry.span, sink: sink).check(ends.a, ends.b)
        return .dgram(a: ends.a, b: ends.b)
    }

    /// One end, read by the option table; what the runner picks is a placeholder there and nil in the plan.
    private func end(_ written: [OptionEntry]) throws(OptionError) -> DgramEndPlan {
        // Port 0 is any port: the runner picks it, so that the far end knows it.
        let written = written.filter { $0.key != "local.port" || $0.value != "0" }
        try refuseOthers(written)
        func value(_ key: String) -> String? { written.first { $0.key == key }?.value }
        let hasPath = value("local.path") != nil || value("remote.path") != nil
        let type = value("local.type") ?? value("remote.type") ?? (hasPath ? "unix" : "inet")
        let isUnix = type == "unix"
        let hosts = [value("local.host"), value("remote.host")]
        let isIPv6 = hosts.contains { $0?.contains(":") == true }
        let host = isIPv6 ? "::1" : "127.0.0.1"
        // The table refuses ends that are the same: placeholders are not what the other end has.
        let placeholders: [(String, String)] =
            [("type", "dgram"), ("local.type", type), ("remote.type", type)]
            + (isUnix
                ? [
                    ("local.path", value("remote.path") == "/a" ? "/c" : "/a"),
                    ("remote.path", value("local.path") == "/b" ? "/d" : "/b"),
                ]
                : [
                    ("local.host", host), ("local.port", value("remote.port") == "1" ? "3" : "1"),
                    ("remote.host", host), ("remote.port", value("local.port") == "2" ? "4" : "2"),
                ])
        let options =
            written + placeholders.filter { value($0.0) == nil }.map { LinkOptions.filled($0.0, $0.1) }
        let tree = try OptionTree(entries: options, at: LinkOptions.noKey)
        guard case .dgram(let meant) = try NetdevSpecification.parse(tree).backend else {
            throw OptionError("a dgram link has dgram ends", at: LinkOptions.noKey)
        }
        switch meant {
        case .inet(let local, let remote):
            func place(_ endpoint: InetEndpoint, _ side: String) -> DgramEndPlan.Place {
                .init(
                    host: value("\(side).host").map { _ in endpoint.host },
                    port: value("\(side).port").map { _ in endpoint.port })
            }
            return DgramEndPlan(
                transport: isIPv6 ? .ipv6 : .ipv4, local: place(local, "local"), remote: place(remote, "remote"))
        case .unix:
            return DgramEndPlan(
                transport: .unix, local: .init(host: value("local.path")), remote: .init(host: value("remote.path")))
        case .multicast, .descriptor, .descriptorMulticast:
            throw OptionError("a dgram link has two ends, each with an address", at: LinkOptions.noKey)
        }
    }

    /// What the backend can do, and a link of two ends of ours cannot.
    private func refuseOthers(_ options: [OptionEntry]) throws(OptionError) {
        for option in options {
            switch option.key {
            case "local.type" where option.value == "fd":
                throw OptionError(
                    "a dgram link opens its own sockets; a descriptor belongs to a netdev node",
                    at: option.valuePosition, rule: "write `{ kind: netdev, netdev: \"dgram,local.type=fd,...\" }`")
            case "local.host", "remote.host":
                guard IPv4Address(option.value)?.isMulticast == true else { continue }
                throw OptionError(
                    "a dgram link has two ends; \(option.value) is a multicast group", at: option.valuePosition,
                    rule: "a netdev node takes a group: `netdev: \"dgram,remote.type=inet,remote.host=...\"`")
            default: continue
            }
        }
    }
}
