import NetdevOptions

/// The options of a link, for both of its ends.
///
/// What is written is as the first endpoint has it. Defaults are filled in, then the far end gets all of it mirrored,
/// then `a` and `b` are laid over their own ends and not mirrored.
struct LinkOptions {
    let entry: LinkEntry
    let sink: DiagnosticSink
    private let type: NetdevType
    private let shared: WrittenOptions
    private let a: WrittenOptions
    private let b: WrittenOptions

    /// Where a default stands: nowhere.
    ///
    /// The two differ because equal places mean that no value was written.
    static let noKey = OptionPosition(line: 0, column: 0)
    static let noValue = OptionPosition(line: 0, column: 1)

    /// The options of an entry; nil after reporting what is no option.
    init?(_ entry: LinkEntry, sink: DiagnosticSink) {
        self.entry = entry
        self.sink = sink
        guard let type = NetdevTable.type(named: entry.kind.netdevType) else { return nil }
        self.type = type
        let groups = [entry.options, entry.a, entry.b].map { group in
            let options = WrittenOptions(group.filter(Self.isOption), of: type, takesAway: true, sink: sink)
            return Self.belong(group, sink) ? options : nil
        }
        guard let shared = groups[0], let a = groups[1], let b = groups[2] else { return nil }
        (self.shared, self.a, self.b) = (shared, a, b)
    }

    /// Everything that is written: what joins several keys has its cause in `b` or `a`, as what is mirrored fits.
    var written: WrittenOptions { WrittenOptions(joining: [b, a, shared]) }

    /// What is written at both ends of a link, whose rules are the same.
    ///
    /// - Parameters:
    ///   - fill: Adds defaults to what the first endpoint has, but for the keys that are taken away.
    ///   - read: Makes an end of options by the table.
    /// - Returns: Both ends, or nil after reporting why there are none.
    func ends<End>(
        filling fill: (inout Defaults) -> Void, reading read: ([OptionEntry]) throws(OptionError) -> End
    ) -> (a: End, b: End)? {
        ends(2, filling: fill) { (options, _) throws(OptionError) in try read(options) }.map { ($0[0], $0[1]) }
    }

    /// What is written at each end of a link, in order.
    ///
    /// - Parameters:
    ///   - count: How many ends there are, at least two; what `a` and `b` say is of the first two.
    ///   - fill: Adds defaults to what the first endpoint has, but for the keys that are taken away.
    ///   - read: Makes an end of options by the table, and of its number, from 0.
    /// - Returns: The ends, or nil after reporting why there are none.
    func ends<End>(
        _ count: Int, filling fill: (inout Defaults) -> Void,
        reading read: ([OptionEntry], Int) throws(OptionError) -> End
    ) -> [End]? {
        do throws(OptionError) {
            var defaults = Defaults(options: shared.options, removed: Set(shared.removed))
            fill(&defaults)
            let near = try OptionTree(entries: defaults.options, at: Self.noKey)
            // Members of a group all write the same.
            let far = entry.kind == .mcast ? near.entries : near.mirrored(by: type).entries
            // What is wrong in `options` would be wrong at both ends: it is said once.
            var ends = [try read(a.laid(over: defaults.options), 0), try read(b.laid(over: far), 1)]
            for number in 2..<max(2, count) { ends.append(try read(far, number)) }
            return ends
        } catch {
            written.report(error, else: entry.span, to: sink)
            return nil
        }
    }

    /// Options that are filled up.
    struct Defaults {
        private(set) var options: [OptionEntry]
        fileprivate let removed: Set<String>

        fileprivate init(options: [OptionEntry], removed: Set<String>) {
            self.options = options
            self.removed = removed
        }

        /// The value of a key.
        subscript(_ key: String) -> String? { options.first { $0.key == key }?.value }

        /// Adds a key unless it is written or taken away.
        mutating func fill(_ key: String, _ value: String) {
            guard !removed.contains(key), self[key] == nil else { return }
            options.append(LinkOptions.filled(key, value))
        }

        /// Leaves a key out that is written.
        mutating func remove(_ key: String) {
            options.removeAll { $0.key == key }
        }
    }

    /// An option that nobody wrote.
    static func filled(_ key: String, _ value: String) -> OptionEntry {
        OptionEntry(key: key, value: value, keyPosition: noKey, valuePosition: noValue)
    }

    /// Whether a flag is on, as far as defaults depend on it; the table decides whether it is a flag at all.
    static func isOn(_ value: String?) -> Bool {
        value.map { ["on", "yes", "true", "y"].contains($0) } ?? false
    }

    private static func isOption(_ entry: SyntaxEntry) -> Bool {
        entry.key.value != "type" && entry.key.value != "id"
    }

    private static func belong(_ entries: [SyntaxEntry], _ sink: DiagnosticSink) -> Bool {
        let strangers = entries.filter { !isOption($0) }.map(\.key)
        for key in strangers {
            sink.error(
                "`\(key.value)` is not an option of a link; the link has its own `kind` and `id`", at: key.span)
        }
        return strangers.isEmpty
    }
}

extension OptionEntry {
    /// The same with another value: what is said of it points at what was written.
    func with(value: String) -> OptionEntry {
        OptionEntry(key: key, value: value, keyPosition: keyPosition, valuePosition: valuePosition)
    }
}
