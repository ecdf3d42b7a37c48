import WireFormats

/// Makes expectations from entries: finds what they name, and adds what holds by default.
struct ExpectationResolver {
    let places: PlaceFinder
    let addresses: AddressBook
    let traffic: Traffic
    let conditions: Conditions
    let skips: Skips
    /// The captures that are compared with.
    let folder: ScenarioFolder
    /// The names of flows and of entries of the timeline as written, also of those that are broken.
    let flowNames: FlowNames
    let entryNames: [String]

    /// The most expectations of a file.
    private static let most = 100_000

    var sink: DiagnosticSink { places.sink }
    var links: LinkIndex { places.links }
    var nodes: [Scenario.Node] { places.index.nodes }
    var reader: EntryReader { EntryReader(sink: sink) }

    /// The expectations; `entries` is nil when the file has no `expect`, which asks for all of every flow.
    func expectations(_ entries: [ExpectationEntry]?) -> [Expectation] {
        var result: [Expectation] = []
        if let entries {
            let flows = FlowFinder(traffic: traffic, sink: sink)
            for entry in entries {
                if let reason = skipReason(entry) {
                    skips.skip("expectation", entry.title, because: reason)
                    continue
                }
                result += kinds(entry, flows).map { make($0, entry) }
                guard result.count <= Self.most else {
                    sink.error("patterns make the file more than \(Self.most) expectations", at: entry.span)
                    break
                }
            }
        } else {
            for name in traffic.names {
                guard let flows = traffic.groups[name], let first = flows.first else { continue }
                let kind = Expectation.Kind.flow(.init(name: name, flows: flows, delivered: .equal(.all)))
                result.append(make(kind, source: traffic.flows[first].source))
            }
        }
        if !result.contains(where: { $0.kind == .conserve }) {
            result.append(make(.conserve, source: .none))
        }
        return result
    }

    private func make(_ kind: Expectation.Kind, source: SourceSpan) -> Expectation {
        let words = ExpectationText(nodes: nodes, links: links.links, timeline: traffic.timeline)
        return Expectation(
            kind: kind, window: .whole, level: .error, because: nil, source: source, text: words.text(kind))
    }

    private func make(_ kind: Expectation.Kind, _ entry: ExpectationEntry) -> Expectation {
        let words = ExpectationText(nodes: nodes, links: links.links, timeline: traffic.timeline)
        return Expectation(
            kind: kind, window: entry.modifiers.window, level: entry.modifiers.level,
            because: entry.modifiers.because, source: entry.span, text: words.text(kind))
    }

    /// What a line comes to: one expectation, or one for each node of a pattern; none after reporting what is wrong.
    private func kinds(_ entry: ExpectationEntry, _ flows: FlowFinder) -> [Expectation.Kind] {
        switch entry.kind {
        case .conserve: return [.conserve]
        case .flow(let line): return flow(line, entry.modifiers, flows).map { [.flow($0)] } ?? []
        case .frames(let line):
            let match = match(line.match)
            let found = line.at.compactMap { places.interfaces($0) }
            guard found.count == line.at.count, match.isRead else { return [] }
            let interfaces = found.flatMap { $0 }
            return (line.isTogether ? [interfaces] : interfaces.map { [$0] }).map {
                .frames(.init(places: $0, direction: line.direction, match: match.value, count: line.count))
            }
        case .nothingElse(let line):
            let except = line.except.map(match)
            guard let places = places.interfaces(line.at), except.allSatisfy(\.isRead) else { return [] }
            return places.map { .nothingElse(.init(place: $0, except: except.compactMap(\.value))) }
        case .dropped(let place, let reason, let count):
            return self.place(place).map { [.dropped(.init(place: $0, reason: reason, count: count))] } ?? []
        case .bytes(let line): return bytes(line).map { .bytes($0) }
        case .pcap(let line): return pcap(line).map { [.pcap($0)] } ?? []
        case .state(let line): return state(line).map { [.state($0)] } ?? []
        case .converge(let line): return converge(line, flows).map { .converge($0) }
        }
    }

    private func place(_ entry: ExpectationEntry.DropPlace?) -> DroppedExpectation.Place? {
        switch entry {
        case nil: .anywhere
        case .node(let name): places.node(name).map { .node($0) }
        case .link(let name): links.find(name).map { .link($0) }
        }
    }

    /// The condition of `match`; not read after reporting what is wrong with it.
    func match(_ node: SyntaxNode?) -> (value: FieldMatch?, isRead: Bool) {
        guard let node else { return (nil, true) }
        let compiler = MatchCompiler(addresses: addresses)
        let match = reader.value(node) { (text) throws(ValueError) in try compiler.compile(text) }
        return (match?.value, match != nil)
    }

    private func bytes(_ line: ExpectationEntry.BytesLine) -> [BytesExpectation] {
        let match = match(line.match)
        guard let places = places.interfaces(line.at), match.isRead else { return [] }
        if let layer = line.layer, layer.value == .wire {
            guard let place = places.first(where: { !isTunnelEnd($0) }) else {
                return places.map { bytes(line, at: $0, match.value) }
            }
            let name = nodes[place.node].name + (place.port.map { ":" + nodes[place.node].interface(at: $0) } ?? "")
            sink.error(
                "`\(name)` is not the end of a tunnel", at: layer.span,
                notes: [.init("`layer: wire` begins at the header of an l2tpv3 link")])
            return []
        }
        return places.map { bytes(line, at: $0, match.value) }
    }

    private func bytes(
        _ line: ExpectationEntry.BytesLine, at place: InterfacePlace, _ match: FieldMatch?
    ) -> BytesExpectation {
        .init(
            place: place, number: line.number, match: match, layer: line.layer?.value ?? .frame,
            pattern: line.pattern, isWhole: line.isWhole)
    }

    /// Whether every link of the place is a tunnel with a header.
    private func isTunnelEnd(_ place: InterfacePlace) -> Bool {
        let own = links.links(at: place)
        return !own.isEmpty
            && own.allSatisfy { link in
                if case .l2tpv3 = link.kind { true } else { false }
            }
    }
}

// MARK: What falls away

extension ExpectationResolver {
    /// Why a line is left out: its own `when`, or what it names is not there.
    private func skipReason(_ entry: ExpectationEntry) -> String? {
        if let reason = conditions.skipReason(entry.modifiers.when) { return reason }
        switch entry.kind {
        case .conserve: return nil
        case .flow(let line):
            return flowReason(line.name) ?? line.via.lazy.compactMap(reason).first
        case .converge(let line): return skips.reason(of: line.after.value) ?? flowReason(line.flow)
        case .frames(let line): return line.at.lazy.compactMap(reason).first
        case .nothingElse(let line): return reason(line.at)
        case .bytes(let line): return reason(line.at)
        case .pcap(let line): return reason(line.at)
        case .state(let line): return reason(line.node)
        case .dropped(let place, _, _):
            switch place {
            case .link(let name), .node(let name): return reason(name)
            case nil: return nil
            }
        }
    }

    private func flowReason(_ name: Located<String>) -> String? {
        let base = FlowName.split(name.value).base
        return skips.reason(of: name.value) ?? (traffic.groups[base] == nil ? traffic.skipped[base] : nil)
    }

    private func reason(_ name: Located<String>) -> String? {
        OneName(name.value).single.flatMap(skips.reason)
    }

    private func reason(_ place: PlaceEntry) -> String? {
        places.nameToSkipBy(place, skips).flatMap(skips.reason)
    }
}

extension ExpectationEntry {
    /// The line in a few words, for what was left out; no name of anything else.
    fileprivate var title: String {
        "\(subject) in line \(span.line)"
    }

    private var subject: String {
        switch kind {
        case .conserve: "conserve"
        case .flow(let line): line.name.value
        case .frames(let line): "frames at \(line.at.map(\.text).joined(separator: ", "))"
        case .nothingElse(let line): "nothing_else at \(line.at.text)"
        case .bytes(let line): "bytes at \(line.at.text)"
        case .pcap(let line): "pcap at \(line.at.text)"
        case .state(let line): "state of \(line.node.value)"
        case .converge(let line): "converge of \(line.flow.value)"
        case .dropped: "dropped"
        }
    }
}
