import NetCore

/// A line of `expect` as written.
struct ExpectationEntry {
    enum Kind {
        case flow(Located<String>, FlowExpectation)
        case frames(at: EndpointEntry, InterfaceDirection, Comparison<Int64>)
        case dropped(PlaceEntry?, reason: DropReason?, Comparison<Int64>)
        case conserve
    }

    enum PlaceEntry {
        case link(Located<String>)
        case node(Located<String>)
    }

    let span: SourceSpan
    let kind: Kind
    var level: Expectation.Level
    var because: String?
}

extension EntryReader {
    static let expectationKinds = ["frames", "dropped", "conserve"]
    static let laterExpectationKinds = ["nothing_else", "bytes", "pcap", "state", "exec", "converge"]
    static let modifiers = ["level", "because"]
    static let laterModifiers = ["within", "during", "when"]

    /// Reads the list; `flows` are the names that may stand as kinds.
    func expectations(_ node: SyntaxNode, flows: [String]) -> [ExpectationEntry] {
        guard let items = node.sequence else {
            sink.error(
                "expected `expect` as a list, found \(node.shape)", at: node.span,
                notes: [.init("each line begins with `- `")])
            return []
        }
        return items.compactMap { expectation($0, flows: flows) }
    }

    private func expectation(_ node: SyntaxNode, flows: [String]) -> ExpectationEntry? {
        guard let entries = node.mapping else {
            sink.error("expected an expectation as a mapping, found \(node.shape)", at: node.span)
            return nil
        }
        var subject: SyntaxEntry?
        var level = Expectation.Level.error
        var because: String?
        for entry in entries {
            switch entry.key.value {
            case "level": level = keyword(entry, "level")?.value ?? .error
            case "because": because = text(entry)?.value
            case let key where Self.laterModifiers.contains(key) || Self.laterExpectationKinds.contains(key):
                sink.error("`\(key)` is not supported yet", at: entry.key.span)
                return nil
            case let key where key.hasPrefix("x-") && !flows.contains(key):
                continue
            default:
                guard let first = subject else {
                    subject = entry
                    continue
                }
                sink.error(
                    "one line expects one thing: `\(first.key.value)` or `\(entry.key.value)`", at: entry.key.span,
                    notes: [.init("begin another line with `- `")] + commaRule(entry))
                return nil
            }
        }
        guard let subject else {
            sink.error("the line expects nothing", at: node.span, notes: [kinds(flows)])
            return nil
        }
        return kind(subject, flows: flows).map {
            ExpectationEntry(span: subject.key.span, kind: $0, level: level, because: because)
        }
    }

    private func kinds(_ flows: [String]) -> Diagnostic.Note {
        .init("expectations: \(Self.expectationKinds.joined(separator: ", ")), or the name of a flow")
    }

    private func kind(_ entry: SyntaxEntry, flows: [String]) -> ExpectationEntry.Kind? {
        switch entry.key.value {
        case "frames": return frames(entry.value)
        case "dropped": return dropped(entry.value)
        case "conserve":
            guard let text = text(entry) else { return nil }
            guard text.value == "all" else {
                sink.error("`conserve` takes `all`", at: text.span)
                return nil
            }
            return .conserve
        case let name where flows.contains(name):
            return flow(entry)
        default:
            sink.error(
                "`\(entry.key.value)` is neither a flow nor a kind of expectation", at: entry.key.span,
                suggestion: nearest(to: entry.key.value, in: flows + Self.expectationKinds), notes: [kinds(flows)])
            return nil
        }
    }

    private func flow(_ entry: SyntaxEntry) -> ExpectationEntry.Kind? {
        guard
            let fields = fields(
                of: entry.value, owner: "the expectation of a flow",
                keys: ["delivered", "lost", "duplicates", "reordered", "latency"], later: ["loss", "via"],
                foreign: modifierRule)
        else { return nil }
        if fields.entries.isEmpty, fields.empty.isEmpty, !sink.hasErrors {
            sink.error("nothing is expected of `\(entry.key.value)`", at: entry.key.span)
        }
        // The flow is found when the names are resolved.
        var result = FlowExpectation(name: entry.key.value, flows: 0..<0)
        result.delivered = value(fields["delivered"], ComparisonValue.frameCount)?.value
        result.lost = value(fields["lost"], ComparisonValue.frameCount)?.value
        result.duplicates = value(fields["duplicates"], ComparisonValue.frameCount)?.value
        result.reordered = value(fields["reordered"], ComparisonValue.frameCount)?.value
        if let latency = fields["latency"] { result.latency = bounds(latency.value) }
        return .flow(entry.key, result)
    }

    private func bounds(_ node: SyntaxNode) -> [FlowExpectation.LatencyBound] {
        let figures = LatencyFigure.allCases
        guard let fields = fields(of: node, owner: "`latency`", keys: figures.map(\.rawValue)) else { return [] }
        if fields.entries.isEmpty, fields.empty.isEmpty { sink.error("`latency` bounds nothing", at: node.span) }
        return figures.compactMap { figure in
            value(fields[figure.rawValue], ComparisonValue.time).map { .init(figure: figure, comparison: $0.value) }
        }
    }

    private func frames(_ node: SyntaxNode) -> ExpectationEntry.Kind? {
        guard
            let fields = fields(
                of: node, owner: "`frames`", keys: ["at", "dir", "count"], later: ["match"], foreign: modifierRule)
        else { return nil }
        guard fields["at"] != nil || fields.empty.contains("at") else {
            sink.error("`frames` needs `at`", at: node.span, notes: [.init("write `at: h1:eth0`")])
            return nil
        }
        guard let at = text(fields["at"]).flatMap(endpoint) else { return nil }
        let direction =
            fields["dir"] == nil
            ? .rx : keyword(fields["dir"], "direction", as: InterfaceDirection.self)?.value
        let count = fields["count"] == nil ? .atLeast(1) : value(fields["count"], ComparisonValue.count)?.value
        guard let direction, let count else { return nil }
        return .frames(at: at, direction, count)
    }

    private func dropped(_ node: SyntaxNode) -> ExpectationEntry.Kind? {
        guard
            let fields = fields(
                of: node, owner: "`dropped`", keys: ["link", "node", "reason", "count"], foreign: modifierRule)
        else { return nil }
        exclude("link", "node", in: fields)
        guard fields["count"] != nil || fields.empty.contains("count") else {
            sink.error(
                "`dropped` needs `count`", at: node.span, notes: [.init("write `count: 0` or `count: \">= 1\"`")])
            return nil
        }
        let place =
            text(fields["link"]).map(ExpectationEntry.PlaceEntry.link)
            ?? text(fields["node"]).map(ExpectationEntry.PlaceEntry.node)
        let reason = value(fields["reason"]) { (text) throws(ValueError) in
            guard let reason = DropReason(name: text) else {
                throw EntryReader.unknown(text, "reason", in: DropReason.allCases.map(\.name))
            }
            return reason
        }
        guard let count = value(fields["count"], ComparisonValue.count), fields["reason"] == nil || reason != nil
        else { return nil }
        return .dropped(place, reason: reason?.value, count.value)
    }

    private var modifierRule: [String: String] {
        let rule = "stands beside the expectation, not inside it"
        let all = Self.modifiers + Self.laterModifiers
        return Dictionary(uniqueKeysWithValues: all.map { ($0, rule) })
    }
}
