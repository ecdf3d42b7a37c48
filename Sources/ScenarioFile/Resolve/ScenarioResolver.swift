/// From the syntax tree to the scenario as meant: entries are read, then names are found and defaults filled in.
struct ScenarioResolver {
    let sink: DiagnosticSink
    private let reader: EntryReader

    private static let defaultTimeout: Int64 = 30 * 1_000_000_000
    private static let defaultSettle: Int64 = 500 * 1_000_000
    private static let defaultFrameLimit: Int64 = 10_000_000

    init(sink: DiagnosticSink) {
        self.sink = sink
        reader = EntryReader(sink: sink)
    }

    /// The scenario; with errors in the sink it is not to be used, only what was reported on the way.
    func scenario(_ written: SyntaxNode, overriding arguments: [(String, String)]) -> Scenario? {
        guard reader.hasSupportedVersion(written), let (root, parameters) = substituted(written, arguments),
            let fields = reader.fields(
                of: root, owner: "a scenario", keys: EntryReader.topKeys, later: EntryReader.laterTopKeys)
        else { return nil }
        let head = reader.head(fields)
        let conditions = Conditions(sink: sink)
        let skips = Skips()
        let topology = topology(fields)
        var names = NameTable(sink: sink)
        var nodes = NodeResolver(sink: sink).nodes(topology.nodes)
        for node in topology.nodes { names.enter(node.name, as: "node") }
        let links = LinkResolver(sink: sink).links(topology.links, nodes: &nodes, names: &names)
        let index = NodeIndex(nodes, sink: sink)
        // With mistakes so far, what is missing among links may only have failed to resolve.
        let isWhole = !sink.hasErrors
        let flowEntries = fields["traffic"].map { reader.flows($0.value) } ?? []
        let timelineEntries = fields["timeline"].map { reader.timeline($0.value) } ?? []
        // A flow whose entry is broken still has a name that may be expected of.
        let flowNames = FlowNames(fields["traffic"]?.value.mapping?.map(\.key.value) ?? [])
        let expectationEntries = fields["expect"].map { reader.expectations($0.value, flows: flowNames) }

        let places = PlaceFinder(sink: sink, index: index, links: LinkIndex(links, isWhole: isWhole, sink: sink))
        let addresses = AddressBook(nodes)
        let traffic = TrafficResolver(
            places: places, addresses: addresses, conditions: conditions, skips: skips
        ).traffic(flowEntries, timelineEntries, names: &names)
        let expectations = ExpectationResolver(
            places: places, addresses: addresses, traffic: traffic, conditions: conditions,
            skips: skips
        ).expectations(expectationEntries)
        parameters.reportUnused()
        guard !sink.hasErrors else { return nil }
        return Scenario(
            file: sink.source.file, name: head.name ?? baseName, id: head.name ?? baseName,
            description: head.description, seed: head.seed ?? 1,
            clock: head.clock ?? .real, timeout: head.timeout ?? Self.defaultTimeout, duration: head.duration,
            settle: head.settle ?? Self.defaultSettle, frameLimit: head.frameLimit ?? Self.defaultFrameLimit,
            parameters: parameters.values, nodes: nodes, links: links, flows: traffic.flows, timeline: traffic.timeline,
            expectations: expectations, skipped: skips.texts, skipReason: nil, warnings: sink.diagnostics)
    }

    /// The tree with its parameters put in, `params` and what begins with `x-` left out.
    private func substituted(
        _ root: SyntaxNode, _ arguments: [(String, String)]
    ) -> (root: SyntaxNode, parameters: Parameters)? {
        guard let entries = root.mapping else { return nil }
        let declared = entries.first { $0.key.value == "params" }
        if let declared, declared.value.mapping == nil {
            sink.error("expected parameters by name, found \(declared.value.shape)", at: declared.value.span)
        }
        let parameters = Parameters(declared: declared?.value.mapping ?? [], overriding: arguments, sink: sink)
        var result = root
        result.content = .mapping(
            entries.filter { !$0.key.value.hasPrefix("x-") }.map { entry in
                guard entry.key.value != "params" else { return entry }
                return SyntaxEntry(key: entry.key, value: parameters.substituted(entry.value))
            })
        return (result, parameters)
    }

    private func topology(_ fields: Fields) -> (nodes: [NodeEntry], links: [LinkEntry]) {
        guard let entry = fields["topology"] else {
            if !fields.empty.contains("topology") {
                sink.error(
                    "the file has no `topology`", at: SourceSpan(line: 1, column: 1),
                    notes: [.init("write `topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }`")])
            }
            return ([], [])
        }
        guard
            let topology = reader.fields(
                of: entry.value, owner: "`topology`", keys: ["nodes", "links"], later: ["defaults"])
        else { return ([], []) }
        if topology["nodes"] == nil, !topology.empty.contains("nodes") {
            sink.error("`topology` has no `nodes`", at: entry.key.span)
        }
        return (
            topology["nodes"].map { reader.nodes($0.value) } ?? [],
            topology["links"].map { reader.links($0.value) } ?? []
        )
    }

    /// The file's name without its folder and its last extension.
    private var baseName: String {
        let name = sink.source.file.split(separator: "/").last.map(String.init) ?? sink.source.file
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
        return String(name[..<dot])
    }
}
