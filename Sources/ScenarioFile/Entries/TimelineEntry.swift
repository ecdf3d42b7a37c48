import NetCore
import NetdevOptions

/// An entry of the timeline as written.
struct TimelineEntry {
    enum Target {
        case link(Located<String>)
        case node(Located<String>)
        case nic(EndpointEntry)

        /// The name of the link or the node as written.
        var name: String {
            switch self {
            case .link(let name), .node(let name): name.value
            case .nic(let end): end.node.value
            }
        }
    }

    enum Action {
        case down
        case up
        case set([Located<ImpairmentSetting>])
        case ramp(RampEntry)
        case fault(Located<L2TPv3Fault>, frames: Int64)
        case mtu(Located<Int>)
        case flush(Located<Table>)
    }

    /// What can be forgotten.
    enum Table: String, CaseIterable, Sendable {
        case fdb, arp
    }

    let span: SourceSpan
    var id: Located<String>?
    var start: StartEntry
    var every: Located<Int64>?
    var until: Located<Int64>?
    let target: Target
    let action: Action
    var direction: Located<Scenario.Direction>?
    var duration: Located<Int64>?
    var when: SyntaxEntry?

    /// Nanoseconds from its beginning until nothing more comes of it.
    var length: Int64 {
        guard case .ramp(let ramp) = action else { return duration?.value ?? 0 }
        return duration?.value ?? ramp.over.value
    }
}

extension EntryReader {
    private static let targets = ["link", "node", "nic"]
    private static let actions = ["down", "up", "set", "ramp", "fault", "mtu", "flush"]
    private static let laterActions = ["pause", "resume", "kill", "restart", "exec"]

    /// Reads the timeline in file order.
    func timeline(_ node: SyntaxNode) -> [TimelineEntry] {
        guard let items = node.sequence else {
            sink.error(
                "expected `timeline` as a list, found \(node.shape)", at: node.span,
                notes: [.init("each entry begins with `- `")])
            return []
        }
        return items.compactMap(timelineEntry)
    }

    private func timelineEntry(_ node: SyntaxNode) -> TimelineEntry? {
        let keys =
            ["id"] + Self.startKeys + ["every", "until"] + Self.targets + Self.actions
            + ["frames", "direction", "for", "when"]
        guard
            let fields = fields(
                of: node, owner: "an entry of the timeline", keys: keys, later: Self.laterActions,
                foreign: OtherTools.timeline)
        else { return nil }
        let target = target(fields)
        let action = action(fields, of: node)
        let id = text(fields["id"]).flatMap { isName($0, of: "timeline entry") ? $0 : nil }
        let start = timelineStart(fields)
        let (every, until) = (value(fields["every"], positiveTime), value(fields["until"], TimeValue.parse))
        let direction = keyword(fields["direction"], "direction", as: Scenario.Direction.self)
        let duration = value(fields["for"], positiveTime)
        guard let target, let action else { return nil }
        return TimelineEntry(
            span: fields.entries.first?.key.span ?? node.span, id: id, start: start, every: every, until: until,
            target: target, action: action, direction: direction, duration: duration, when: fields["when"])
    }

    private func target(_ fields: Fields) -> TimelineEntry.Target? {
        guard
            let entry = only(Self.targets, of: fields, missing: "the entry happens to nothing", example: "link: h1-h2")
        else { return nil }
        guard let text = text(entry) else { return nil }
        switch entry.key.value {
        case "link": return .link(text)
        case "node": return .node(text)
        default:
            guard let place = place(text) else { return nil }
            guard let interface = place.interface else {
                sink.error("`nic` needs an interface", at: text.span, suggestion: "\(text.value):eth0")
                return nil
            }
            return .nic(EndpointEntry(node: place.node, interface: interface))
        }
    }

    private func action(_ fields: Fields, of node: SyntaxNode) -> TimelineEntry.Action? {
        if let frames = fields["frames"], fields.lacks("fault") {
            sink.error(
                "`frames` needs `fault`", at: frames.key.span,
                notes: [.init("write `fault: wrong-session, frames: 5`")])
        }
        // An action that is not there yet, or that stands in the wrong place, is reported: the entry is not said to do
        // nothing as well.
        let isReported =
            node.mapping?.contains {
                let key = $0.key.value
                return Self.laterActions.contains(key) || OtherTools.timeline[key] != nil || key == "frames"
            } ?? false
        guard
            let entry = only(
                Self.actions, of: fields, missing: isReported ? nil : "the entry does nothing", example: "down: true")
        else { return nil }
        switch entry.key.value {
        case "set": return set(entry)
        case "ramp": return ramp(entry).map { .ramp($0) }
        case "fault":
            let frames = integer(fields["frames"], in: 1...Self.mostFaults)
            return keyword(entry, "fault", as: L2TPv3Fault.self).map { .fault($0, frames: frames?.value ?? 1) }
        case "mtu": return integer(entry, in: Self.mtus).map { .mtu($0) }
        case "flush": return keyword(entry, "table", as: TimelineEntry.Table.self).map { .flush($0) }
        default: return upOrDown(entry)
        }
    }

    /// A link carries no more frames than this.
    private static let mostFaults: Int64 = 1_000_000_000_000

    private func set(_ entry: SyntaxEntry) -> TimelineEntry.Action? {
        if let written = entry.value.mapping, written.allSatisfy({ $0.key.value.hasPrefix("x-") }) {
            sink.error("`set` changes nothing", at: entry.value.span, notes: [.init("write `set: { delay: 20ms }`")])
        }
        let settings = settings(entry)
        return settings.isEmpty ? nil : .set(settings)
    }

    private func upOrDown(_ entry: SyntaxEntry) -> TimelineEntry.Action? {
        let isDown = entry.key.value == "down"
        guard let text = text(entry) else { return nil }
        guard text.value == "true" else {
            sink.error(
                "`\(entry.key.value)` takes `true`", at: text.span,
                suggestion: text.value == "false" ? "\(isDown ? "up" : "down"): true" : nil)
            return nil
        }
        return isDown ? .down : .up
    }

    /// The one of the keys that is written; nil after reporting that it is none of them, or more than one.
    private func only(_ keys: [String], of fields: Fields, missing: String?, example: String) -> SyntaxEntry? {
        let written = fields.entries.filter { keys.contains($0.key.value) }
        guard let first = written.first else {
            if let missing, keys.allSatisfy(fields.lacks) {
                sink.error(
                    missing, at: fields.span,
                    notes: [.init("it needs one of \(keys.joined(separator: ", ")): write `\(example)`")])
            }
            return nil
        }
        guard written.count == 1 else {
            exclude(first.key.value, written[1].key.value, in: fields)
            return nil
        }
        return first
    }

    private func timelineStart(_ fields: Fields) -> StartEntry {
        let start = start(fields)
        if fields.lacks("at"), fields.lacks("after") {
            sink.error("the entry has no time", at: fields.span, notes: [.init("write `at: 2s` or `after: hello`")])
        }
        exclude("every", "after", in: fields)
        for (key, other) in [("every", "until"), ("until", "every")] {
            guard let entry = fields[key], fields.lacks(other) else { continue }
            sink.error(
                "`\(key)` needs `\(other)`", at: entry.key.span,
                notes: [.init("write `at: 1s, every: 500ms, until: 3s`")])
        }
        return start
    }
}
