import NetdevOptions
import WireFormats

/// Makes the two ends of a stream link from one set of options: the first endpoint listens where the second connects to.
struct StreamResolver {
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
                2, filling: fill, reading: { (options, side) throws(OptionError) in try end(options, side) })
        else { return nil }
        guard StreamFit(written: options.written, span: entry.span, sink: sink).check(ends[0], ends[1]) else {
            return nil
        }
        return .stream(a: ends[0], b: ends[1])
    }

    /// Port 0 is any port: the runner picks it, so that the far end knows it.
    private func fill(_ options: inout LinkOptions.Defaults) {
        if options["addr.port"] == "0" { options.remove("addr.port") }
    }

    /// One end, read by the option table; what the runner picks is a placeholder there and nil in the plan.
    private func end(_ written: [OptionEntry], _ side: Int) throws(OptionError) -> StreamEndPlan {
        for option in written { try refuse(option, side) }
        func value(_ key: String) -> String? { written.first { $0.key == key }?.value }
        let isUnix = value("addr.type") == "unix" || value("addr.type") == nil && value("addr.path") != nil
        let isIPv6 = LinkOptions.isOn(value("addr.ipv6")) && !LinkOptions.isOn(value("addr.ipv4"))
        let placeholders =
            [("type", "stream"), ("addr.type", isUnix ? "unix" : "inet"), ("server", side == 0 ? "on" : "off")]
            + (isUnix ? [("addr.path", "/1")] : [("addr.host", isIPv6 ? "::1" : "127.0.0.1"), ("addr.port", "1")])
        let options = written + placeholders.filter { value($0.0) == nil }.map { LinkOptions.filled($0.0, $0.1) }
        let tree = try OptionTree(entries: options, at: LinkOptions.noKey)
        guard case .stream(let meant) = try NetdevSpecification.parse(tree).backend else {
            throw OptionError("a stream link has stream ends", at: LinkOptions.noKey)
        }
        switch meant.address {
        case .inet(let endpoint, _):
            return StreamEndPlan(
                meant, host: value("addr.host").map { _ in endpoint.host },
                port: value("addr.port").map { _ in endpoint.port })
        case .unix, .abstract, .descriptor: return StreamEndPlan(meant, host: value("addr.path"), port: nil)
        }
    }

    /// What the backend can do, and an end of a link cannot, or need not be told.
    private func refuse(_ option: OptionEntry, _ side: Int) throws(OptionError) {
        switch option.key {
        case "server":
            throw OptionError(
                "of a stream link the first endpoint listens and the second connects", at: option.keyPosition,
                remedy: "leave out `server`; `endpoints` in the other order turns the link round")
        case "reconnect", "reconnect-ms":
            guard side == 0 else { return }
            throw OptionError(
                "the first endpoint listens, and waits for its next client anyway", at: option.keyPosition,
                remedy: "write `b: { \(option.key): \(option.value) }`: it is the second that connects")
        case "addr.type" where option.value == "fd":
            throw OptionError(
                "a stream link opens its own sockets; a descriptor belongs to a netdev node",
                at: option.valuePosition, remedy: "write `{ kind: netdev, netdev: \"stream,addr.type=fd,...\" }`")
        case "addr.host"
        where IPv4Address(option.value)?.isUnspecified ?? IPv6Address(option.value)?.isUnspecified == true:
            throw OptionError(
                "addr.host: \(option.value) is every address of this host, and the second endpoint connects to one",
                at: option.valuePosition, remedy: "without `addr.host` the link has an address of its own")
        default: return
        }
    }
}
