/// From the syntax tree to the scenario as meant: entries are read, then names are found and defaults filled in.
struct ScenarioResolver {
    let sink: DiagnosticSink
    private let run: RunPlan
    private let reader: EntryReader

    private static let defaultTimeout: Int64 = 30 * 1_000_000_000
    private static let defaultSettle: Int64 = 500 * 1_000_000
    private static let defaultFrameLimit: Int64 = 10_000_000

    /// - Parameters:
    ///   - sink: Where mistakes of this run go.
    ///   - run: Which run of the file it is, and what the command line says.
    init(sink: DiagnosticSink, run: RunPlan) {
        self.sink = sink
        self.run = run
        reader = EntryReader(sink: sink)
    }

    /// The scenario; with errors in the sink it is not to be used, only what was reported on the way.
    func scenario(_ written: SyntaxNode) -> Scenario? {
        guard let (root, parameters) = substituted(written),
            let fields = reader.fields(
                of: root, owner: "a scenario", keys: EntryReader.topKeys, foreign: EntryReader.belongingToTopology)
        else { return nil }
        let head = reader.head(fields)
        let clock = run.options.clock ?? head.clock ?? .real
        let conditions = Conditions(sink: sink, clock: clock, parameters: parameters.names, has: run.options.has)
        let skips = Skips()
        let skipReason = conditions.skipReason(fields["when"])
        let topologyEntry = reader.topology(fields, conditions)
        var names = NameTable(sink: sink)
        // What a skipped run names is not looked for: the rule that skips it may be the one that lets it stand.
        let topology =
            skipReason == nil
            ? TopologyResolver(sink: sink, skips: skips).topology(topologyEntry, clock: clock, names: &names) : nil
        // With mistakes so far, what is missing among links may only have failed to resolve.
        let isWhole = !sink.hasErrors
        let flowEntries = fields["traffic"].map { reader.flows($0.value) } ?? []
        let timelineEntries = fields["timeline"].map { reader.timeline($0.value) } ?? []
        // A flow whose entry is broken still has a name that may be expected of.
        let flowNames = FlowNames(fields["traffic"]?.value.mapping?.map(\.key.value) ?? [])
        let expectationEntries = fields["expect"].map { reader.expectations($0.value, flows: flowNames) }

        guard let topology else { return made(head, clock, parameters, skipReason: skipReason) }
        let (nodes, links, index) = (topology.nodes, topology.links, topology.index)
        let places = PlaceFinder(sink: sink, index: index, links: LinkIndex(links, isWhole: isWhole, sink: sink))
        let addresses = AddressBook(nodes)
        let traffic = TrafficResolver(
            places: places, addresses: addresses, conditions: conditions, skips: skips, budget: run.frameBudget,
            folder: run.folder
        ).traffic(flowEntries, timelineEntries, names: &names)
        var queues = topology.queues
        queues.add(traffic.timeline, links: places.links)
        queues.warnWithoutRate(links, traffic.timeline, places.links)
        let expectations = ExpectationResolver(
            places: places, addresses: addresses, traffic: traffic, conditions: conditions, skips: skips,
            folder: run.folder, flowNames: flowNames, entryNames: Self.entryNames(fields["timeline"]?.value)
        ).expectations(expectationEntries)
        // Only what holds by default is written nowhere.
        let isEmpty = !skips.texts.isEmpty && expectations.allSatisfy { $0.source == .none }
        return made(
            head, clock, parameters, nodes: nodes, links: links, flows: traffic.flows, timeline: traffic.timeline,
            expectations: expectations, skipped: skips.texts, skipReason: isEmpty ? "no expectation is left" : nil)
    }

    /// The names of entries of the timeline as written.
    private static func entryNames(_ timeline: SyntaxNode?) -> [String] {
        (timeline?.sequence ?? []).compactMap { entry in
            entry.mapping?.first { $0.key.value == "id" }?.value.scalar?.text
        }
    }

    /// The scenario of what was resolved; nil if there are mistakes.
    private func made(
        _ head: HeadEntry, _ clock: Scenario.Clock, _ parameters: Parameters, nodes: [Scenario.Node] = [],
        links: [Scenario.Link] = [], flows: [Scenario.Flow] = [], timeline: [Scenario.TimelineEntry] = [],
        expectations: [Expectation] = [], skipped: [String] = [], skipReason: String?
    ) -> Scenario? {
        parameters.reportUnused()
        guard !sink.hasErrors else { return nil }
        let name = head.name ?? sink.source.baseName
        return Scenario(
            file: sink.source.file, name: name, id: run.id(name), description: head.description,
            seed: run.options.seed ?? head.seed ?? 1, sharesSeed: run.sharesSeed, clock: clock,
            timeout: head.timeout ?? Self.defaultTimeout, duration: head.duration,
            settle: head.settle ?? Self.defaultSettle, frameLimit: head.frameLimit ?? Self.defaultFrameLimit,
            parameters: parameters.values, nodes: nodes, links: links, flows: flows, timeline: timeline,
            expectations: expectations, skipped: skipped, skipReason: skipReason, warnings: sink.diagnostics)
    }

    /// Keys that are about all runs of the file: their parameters are put in once, before there is a run.
    private static let runKeys = ["params", "matrix", "exclude", "include", "same-seed"]

    /// The tree with its parameters put in, and what begins with `x-` left out.
    private func substituted(_ root: SyntaxNode) -> (root: SyntaxNode, parameters: Parameters)? {
        guard let entries = root.mapping else { return nil }
        let declared = entries.first { $0.key.value == "params" }
        if let declared, declared.value.mapping == nil {
            sink.error("expected parameters by name, found \(declared.value.shape)", at: declared.value.span)
        }
        let fixed = Set(run.values.map(\.key.value)).union(run.broken)
        let arguments = run.options.parameters.filter { !fixed.contains($0.name) }
        let parameters = Parameters(
            declared: declared?.value.mapping ?? [], overriding: arguments.map { ($0.name, $0.value) },
            run: run.values, broken: run.broken, hasUnknownNames: run.hasUnknownKeys, used: run.usedParameters,
            sink: sink)
        var result = root
        result.content = .mapping(
            entries.filter { !$0.key.value.hasPrefix("x-") }.map { entry in
                guard !Self.runKeys.contains(entry.key.value) else { return entry }
                guard entry.key.value == "topology" else {
                    return SyntaxEntry(key: entry.key, value: parameters.substituted(entry.value))
                }
                let ranges = NameRanges(parameters: parameters, sink: sink)
                return SyntaxEntry(key: entry.key, value: ranges.substituted(topology: entry.value))
            } + headEntries)
        return (result, parameters)
    }

    /// `seed` and `clock` of the matrix, as if they stood in the head.
    private var headEntries: [SyntaxEntry] {
        run.values.filter { RunTable.headKeys.contains($0.key.value) }.map { value in
            SyntaxEntry(
                key: value.key,
                value: SyntaxNode(
                    span: value.span, content: .scalar(SyntaxScalar(text: value.text, isPlain: true))))
        }
    }
}
