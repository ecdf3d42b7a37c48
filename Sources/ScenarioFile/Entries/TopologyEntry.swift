/// Nodes and links as written.
struct TopologyEntry {
    var nodes: [NodeEntry] = []
    var links: [LinkEntry] = []
}

/// What `defaults` gives to every node that knows the key, and to every link.
struct TopologyDefaults {
    var mtu: Int?
    var links = LinkDefaults()
}

/// What `defaults: { links: ... }` gives to every link.
struct LinkDefaults {
    var kind: Located<LinkEntry.Kind>?
    /// They go to links of the default kind alone: each kind has keys of its own.
    var options: [SyntaxEntry] = []
    var impairments = ImpairmentsEntry()
}

extension EntryReader {
    private static let topologyKeys = ["defaults", "nodes", "links"]

    /// Keys that an indent too many or too few has brought to the wrong place.
    private static let belongingToScenario = Dictionary(
        uniqueKeysWithValues: topKeys.filter { $0 != "topology" }.map {
            ($0, "belongs to the scenario: indent it as far as `topology`")
        })
    static let belongingToTopology = Dictionary(
        uniqueKeysWithValues: topologyKeys.map { ($0, "belongs to the topology: indent it under `topology`") })

    func topology(_ fields: Fields, _ conditions: Conditions) -> TopologyEntry {
        guard let entry = fields["topology"] else {
            if !fields.empty.contains("topology") {
                sink.error(
                    "the file has no `topology`", at: SourceSpan(line: 1, column: 1),
                    notes: [.init("write `topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }`")])
            }
            return TopologyEntry()
        }
        guard
            let topology = self.fields(
                of: entry.value, owner: "`topology`", keys: Self.topologyKeys, foreign: Self.belongingToScenario)
        else { return TopologyEntry() }
        if topology["nodes"] == nil, !topology.empty.contains("nodes") {
            sink.error("`topology` has no `nodes`", at: entry.key.span)
        }
        let defaults = defaults(topology["defaults"])
        return TopologyEntry(
            nodes: topology["nodes"].map { nodes($0.value, defaults, conditions) } ?? [],
            links: topology["links"].map { links($0.value, defaults.links, conditions) } ?? [])
    }

    private func defaults(_ entry: SyntaxEntry?) -> TopologyDefaults {
        guard let entry,
            let fields = fields(of: entry.value, owner: "`defaults`", keys: ["mtu", "model", "links"])
        else { return TopologyDefaults() }
        _ = keyword(fields["model"], "model", later: NICModel.later, as: NICModel.self)
        var result = TopologyDefaults(mtu: integer(fields["mtu"], in: 68...65535)?.value)
        guard let links = fields["links"],
            let fields = self.fields(
                of: links.value, owner: "`links` of `defaults`", keys: ["kind", "options"] + ImpairmentsEntry.keys,
                foreign: ["a", "b", "id"].reduce(into: OtherTools.link) { $0[$1] = "is one link's own" })
        else { return result }
        result.links.kind = keyword(fields["kind"], "kind of link", foreign: OtherTools.linkKinds)
        if let options = fields["options"] {
            result.links.options = self.options(options, of: result.links.kind?.value ?? .wire)
        }
        result.links.impairments = impairments(fields)
        return result
    }
}
