import NetCore

/// A line of `expect` as written.
struct ExpectationEntry {
    enum Kind {
        case flow(FlowLine)
        case frames(FramesLine)
        case nothingElse(NothingElseLine)
        case dropped(DropPlace?, reason: DropReason?, Comparison<Int64>)
        case bytes(BytesLine)
        case state(StateLine)
        case pcap(PcapLine)
        case converge(ConvergeLine)
        case conserve
    }

    enum DropPlace {
        case link(Located<String>)
        case node(Located<String>)
    }

    /// `hello: { delivered: all }`; the flows are found when the names are resolved.
    struct FlowLine {
        let name: Located<String>
        var expected: FlowExpectation
        var lossSpan: SourceSpan?
        var lostSpan: SourceSpan?
        var via: [Located<String>] = []
    }

    struct FramesLine {
        /// One place, or several that count together.
        let at: [PlaceEntry]
        /// Whether they were written as a list: then a pattern counts together too.
        let isTogether: Bool
        let direction: InterfaceDirection
        let match: SyntaxNode?
        let count: Comparison<Int64>
    }

    struct NothingElseLine {
        let at: PlaceEntry
        let except: [SyntaxNode]
    }

    struct BytesLine {
        let at: PlaceEntry
        let number: Int64
        let match: SyntaxNode?
        let layer: Located<BytesExpectation.Layer>?
        let pattern: BytePattern
        let isWhole: Bool
    }

    /// What is said of a node's tables, by key, not yet looked at: the kind of the node says what the keys mean.
    struct StateLine {
        let node: Located<String>
        var stations: [SyntaxEntry] = []
        var neighbors: [SyntaxEntry] = []
        var counters: [SyntaxEntry] = []
        var macs: SyntaxNode?
    }

    let span: SourceSpan
    let kind: Kind
    var modifiers: ModifiersEntry
}

/// The names of flows that a line of `expect` may begin with.
struct FlowNames {
    let all: [String]
    private let known: Set<String>

    init(_ keys: [String]) {
        var known: Set<String> = []
        all = keys.map { FlowName.split($0).base }.filter { known.insert($0).inserted }
        self.known = known
    }

    /// Whether a key speaks of a flow: `hello`, `hello[3]`, `hello[2..4]`.
    func contains(_ key: String) -> Bool { known.contains(FlowName.split(key).base) }
}

extension EntryReader {
    static let expectationKinds = [
        "frames", "nothing_else", "dropped", "bytes", "pcap", "state", "converge", "conserve",
    ]
    static let laterExpectationKinds = ["exec"]

    /// Reads the list; `flows` are the names that may stand as kinds.
    func expectations(_ node: SyntaxNode, flows: FlowNames) -> [ExpectationEntry] {
        guard let items = node.sequence else {
            sink.error(
                "expected `expect` as a list, found \(node.shape)", at: node.span,
                notes: [.init("each line begins with `- `")])
            return []
        }
        return items.compactMap { expectation($0, flows: flows) }
    }

    private func expectation(_ node: SyntaxNode, flows: FlowNames) -> ExpectationEntry? {
        guard let entries = node.mapping else {
            sink.error("expected an expectation as a mapping, found \(node.shape)", at: node.span)
            return nil
        }
        var subject: SyntaxEntry?
        var beside: [SyntaxEntry] = []
        for entry in entries {
            let key = entry.key.value
            if Self.modifiers.contains(key) {
                beside.append(entry)
            } else if Self.laterExpectationKinds.contains(key) {
                sink.error("`\(key)` is not supported yet", at: entry.key.span)
                return nil
            } else if key.hasPrefix("x-"), !flows.contains(key) {
                continue
            } else if let first = subject {
                sink.error(
                    "one line expects one thing: `\(first.key.value)` or `\(key)`", at: entry.key.span,
                    suggestion: nearest(to: key, in: Self.modifiers),
                    notes: [.init("begin another line with `- `")] + commaRule(entry))
                return nil
            } else {
                subject = entry
            }
        }
        let modifiers = modifiers(beside)
        guard let subject else {
            sink.error("the line expects nothing", at: node.span, notes: [kinds(flows)])
            return nil
        }
        guard let kind = kind(subject, flows: flows) else { return nil }
        check(modifiers, of: kind, subject.key.value)
        return ExpectationEntry(span: subject.key.span, kind: kind, modifiers: modifiers)
    }

    /// The nearest kind or flow, with the number that was written.
    private func meant(_ key: String, _ flows: FlowNames) -> String? {
        let (base, inner) = FlowName.split(key)
        guard let inner else { return nearest(to: key, in: flows.all + Self.expectationKinds) }
        return nearest(to: base, in: flows.all).map { "\($0)[\(inner)]" }
    }

    private func kinds(_ flows: FlowNames) -> Diagnostic.Note {
        .init("expectations: \(Self.expectationKinds.joined(separator: ", ")), or the name of a flow")
    }

    private func kind(_ entry: SyntaxEntry, flows: FlowNames) -> ExpectationEntry.Kind? {
        switch entry.key.value {
        case "frames": return frames(entry.value)
        case "nothing_else": return nothingElse(entry.value)
        case "dropped": return dropped(entry.value)
        case "bytes": return bytes(entry.value)
        case "pcap": return pcap(entry.value)
        case "state": return state(entry.value)
        case "converge": return converge(entry.value)
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
                suggestion: meant(entry.key.value, flows), notes: [kinds(flows)])
            return nil
        }
    }

    /// Why a modifier inside an expectation is in the wrong place.
    var modifierRule: [String: String] {
        let rule = "stands beside the expectation, not inside it"
        return Dictionary(uniqueKeysWithValues: Self.modifiers.map { ($0, rule) })
    }
}
