import NetdevOptions

/// Makes the two ends of a tap link: interfaces that a bridge of the kernel joins, in a network namespace of the link's own.
struct TapResolver {
    private let entry: LinkEntry
    private let sink: DiagnosticSink

    init(_ entry: LinkEntry, sink: DiagnosticSink) {
        self.entry = entry
        self.sink = sink
    }

    /// Both ends; nil after reporting why there are none.
    func kind() -> Scenario.Link.Kind? {
        guard let options = LinkOptions(entry, sink: sink),
            let ends = options.ends(
                filling: { _ in }, reading: { (options) throws(OptionError) in try end(options) })
        else { return nil }
        return .tap(a: ends.a, b: ends.b)
    }

    private func end(_ written: [OptionEntry]) throws(OptionError) -> TapEndPlan {
        for option in written { try refuse(option) }
        let placeholders = [("type", "tap"), ("script", "no"), ("downscript", "no")]
        let options = written + placeholders.map { LinkOptions.filled($0, $1) }
        let tree = try OptionTree(entries: options, at: LinkOptions.noKey)
        guard case .tap(let meant) = try NetdevSpecification.parse(tree).backend,
            case .interface(let interface) = meant.source
        else { throw OptionError("a tap link has tap ends", at: LinkOptions.noKey) }
        return TapEndPlan(interface, sndbuf: meant.sndbuf)
    }

    /// What reaches out of the link's own namespace.
    private func refuse(_ option: OptionEntry) throws(OptionError) {
        let reason: String
        switch option.key {
        case "ifname":
            reason = "the interfaces of a tap link have names of their own, in a namespace that nobody else sees"
        case "script", "downscript": reason = "nothing is to be set up: a bridge of the link's own joins its interfaces"
        case "br", "helper": reason = "a tap link has a bridge of its own"
        case "fd", "fds": reason = "a tap link opens its own interfaces"
        default: return
        }
        throw OptionError(
            reason, at: option.keyPosition,
            remedy: "an interface of this host is a node: `{ kind: netdev, netdev: \"tap,\(option.key)=...\" }`")
    }
}
