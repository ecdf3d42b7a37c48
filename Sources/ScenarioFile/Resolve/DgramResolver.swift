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
                filling: fill, reading: { (options) throws(OptionError) in try end(options) })
        else { return nil }
        DgramFit(written: options.written, span: entry.span, sink: sink).check(ends.a, ends.b)
        return .dgram(a: ends.a, b: ends.b)
    }

    /// Port 0 is any port: the runner picks it, so that the far end knows it.
    private func fill(_ options: inout LinkOptions.Defaults) {
        if options["local.port"] == "0" { options.remove("local.port") }
    }

    /// One end, read by the option table; what the runner picks is a placeholder there and nil in the plan.
    private func end(_ written: [OptionEntry]) throws(OptionError) -> DgramEndPlan {
        try refuseOthers(written)
        func value(_ key: String) -> String? { written.first { $0.key == key }?.value }
        let hasPath = value("local.path") != nil || value("remote.path") != nil
        let type = value("local.type") ?? value("remote.type") ?? (hasPath ? "unix" : "inet")
        let isIPv6 = [value("local.host"), value("remote.host")].contains { $0?.contains(":") == true }
        let host = isIPv6 ? "::1" : "127.0.0.1"
        // The table refuses ends that are the same: a placeholder is not what the other end has.
        func places(_ near: String, _ far: String, _ number: Int) -> [(String, String)] {
            func other(_ key: String, _ first: String, _ second: String) -> (String, String) {
                ("\(near).\(key)", value("\(far).\(key)") == first ? second : first)
            }
            return (value("\(near).type") ?? type) == "unix"
                ? [other("path", "/\(number)", "/\(number + 2)")]
                : [("\(near).host", host), other("port", "\(number)", "\(number + 2)")]
        }
        let placeholders =
            [("type", "dgram"), ("local.type", type), ("remote.type", type)]
            + places("local", "remote", 1) + places("remote", "local", 2)
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
