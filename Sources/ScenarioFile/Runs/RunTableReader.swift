/// Reads what makes several runs of one file: `matrix`, `exclude`, `include` and `same-seed`.
struct RunTableReader {
    let sink: DiagnosticSink
    let reader: EntryReader
    /// The entries of the file's top level.
    private let entries: [SyntaxEntry]
    private let parameters: Parameters

    private enum Flag: String, CaseIterable, Sendable {
        case yes = "true"
        case no = "false"
        case on, off
    }

    /// - Parameters:
    ///   - root: The file; parameters may stand in its matrix.
    ///   - options: Whose `--set` is about parameters, or about keys of the matrix.
    ///   - sink: Where mistakes go; what is wrong with `params` goes there too.
    init(_ root: SyntaxNode, _ options: LoadOptions, sink: DiagnosticSink) {
        self.sink = sink
        reader = EntryReader(sink: sink)
        entries = root.mapping ?? []
        let keys = Self.keys(entries)
        let declared = entries.first { $0.key.value == "params" }?.value.mapping ?? []
        parameters = Parameters(
            declared: declared, overriding: options.parameters.filter { !keys.contains($0.name) }, broken: keys,
            sink: sink)
    }

    /// The names under `matrix` and `include`, whatever else is wrong with them.
    private static func keys(_ entries: [SyntaxEntry]) -> Set<String> {
        func value(_ key: String) -> SyntaxNode? { entries.first { $0.key.value == key }?.value }
        let matrix = value("matrix")?.mapping ?? []
        let rows = value("include")?.sequence?.compactMap(\.mapping) ?? []
        return Set((matrix + rows.joined()).map(\.key.value))
    }

    /// The runs; with errors in the sink, one that has no values, so that the rest of the file can be looked at.
    func table() -> RunTable {
        var table = RunTable()
        if let flag: Flag = reader.keyword(entry("same-seed"), "value")?.value {
            table.sharesSeed = flag == .yes || flag == .on
        }
        let axes = axes()
        table.keys = axes.map(\.key)
        if let rows = product(axes) {
            table.rows = rows
            exclude(from: &table, axes)
            include(into: &table, axes)
            check(table)
        }
        table.usedParameters = parameters.usedNames
        if sink.hasErrors {
            table.broken = Self.keys(entries)
            table.hasUnknownKeys = ["matrix", "include"].contains { key in
                entries.contains {
                    $0.key.value == key && $0.value.mapping == nil && $0.value.sequence?.first?.mapping == nil
                }
            }
            (table.keys, table.rows) = ([], [[]])
        }
        return table
    }

    private func entry(_ key: String) -> SyntaxEntry? {
        guard let entry = entries.first(where: { $0.key.value == key }), !entry.value.isAbsent else { return nil }
        return SyntaxEntry(key: entry.key, value: parameters.substituted(entry.value))
    }

    // MARK: matrix

    private func axes() -> [RunAxis] {
        guard let matrix = entry("matrix") else { return [] }
        guard let entries = matrix.value.mapping else {
            sink.error(
                "expected `matrix` as a mapping, found \(matrix.value.shape)", at: matrix.value.span,
                notes: [.init(RunAxis.rule)])
            return []
        }
        if entries.isEmpty { sink.error("`matrix` has no keys", at: matrix.value.span, notes: [.init(RunAxis.rule)]) }
        return entries.compactMap { entry in
            let values = RunAxis.values(entry, reader)
            return isKey(entry.key) ? values.map { RunAxis(key: entry.key, values: $0) } : nil
        }
    }

    /// Whether a name may be a key of runs; reported if not.
    private func isKey(_ key: Located<String>) -> Bool {
        guard Name.isValid(key.value) else {
            sink.error("`\(key.value)` is not a name", at: key.span, notes: [.init(Name.rule)])
            return false
        }
        let params = entries.first { $0.key.value == "params" }?.value.mapping ?? []
        let head = RunTable.headKeys.contains(key.value) ? entries : []
        guard let other = (params + head).first(where: { $0.key.value == key.value }) else { return true }
        sink.error(
            "`\(key.value)` has a value already", at: key.span,
            notes: [sink.note("it stands here; the runs have what `matrix` says", at: other.key.span)])
        return false
    }

    /// All combinations, the first key changing slowest; nil after reporting that there are too many.
    private func product(_ axes: [RunAxis]) -> [RunTable.Row]? {
        var rows: [RunTable.Row] = [[]]
        for axis in axes {
            guard rows.count * axis.values.count <= RunTable.mostRuns else {
                sink.error("more than \(RunTable.mostRuns) runs", at: axis.key.span)
                return nil
            }
            rows = rows.flatMap { row in axis.values.map { row + [$0] } }
        }
        return rows
    }

    // MARK: exclude

    private func exclude(from table: inout RunTable, _ axes: [RunAxis]) {
        guard let exclude = entry("exclude") else { return }
        guard !axes.isEmpty else {
            if entry("matrix") == nil {
                sink.error("`exclude` needs `matrix`", at: exclude.key.span, notes: [.init(RunAxis.rule)])
            }
            return
        }
        let values = axes.map { axis in axis.values.map(\.value) }
        let known = values.map { Set($0.map(ConditionValue.Key.init)) }
        let columns = Dictionary(table.keys.enumerated().map { ($1.value, $0) }) { first, _ in first }
        var memo = KeyMemo()
        var index = RowIndex(table.rows.map { memo.keys($0) })
        // What is wrong with a key of the matrix is reported there: it may stand here as it is written.
        for (_, pattern) in combinations(exclude, writtenKeys("matrix")) {
            var cells: [(column: Int, key: ConditionValue.Key)] = []
            for entry in pattern {
                guard let column = columns[entry.key.value] else { continue }
                let key = memo.key(entry.value.value)
                if !known[column].contains(key) { report(entry, isNotIn: values[column]) }
                cells.append((column, key))
            }
            if cells.count == pattern.count { index.take(cells) }
        }
        table.rows = table.rows.enumerated().filter { !index.isTaken($0.offset) }.map(\.element)
    }

    /// The names under a key of the file, also those that something is wrong with.
    private func writtenKeys(_ key: String) -> [String] {
        let value = entries.first { $0.key.value == key }?.value
        return (value?.mapping ?? value?.sequence?.first?.mapping ?? []).map(\.key.value)
    }

    /// What no combination has is mistyped.
    private func report(_ entry: (key: Located<String>, value: Located<String>), isNotIn values: [String]) {
        sink.error(
            "`\(entry.key.value)` is never `\(entry.value.value)`", at: entry.value.span,
            suggestion: nearest(to: entry.value.value, in: values),
            notes: [.init("`\(entry.key.value)` is \(RunAxis.list(values))")])
    }

    // MARK: include

    private func include(into table: inout RunTable, _ axes: [RunAxis]) {
        guard let include = entry("include") else { return }
        let isTable = axes.isEmpty
        // A broken matrix has keys that nobody knows.
        guard !isTable || entry("matrix") == nil else { return }
        if isTable {
            table.rows = []
            table.keys = include.value.sequence?.first?.mapping?.map(\.key).filter(isKey) ?? []
        }
        var memo = KeyMemo()
        var there = Set(table.rows.map { memo.keys($0) })
        for (span, row) in combinations(include, writtenKeys(isTable ? "include" : "matrix")) {
            let missing = table.keys.filter { key in !row.contains { $0.key.value == key.value } }
            if let key = missing.first {
                sink.error(
                    "the combination has no `\(key.value)`", at: span,
                    notes: [sink.note("every combination has all keys of the first, or of `matrix`", at: key.span)])
                continue
            }
            let values = table.keys.compactMap { key in row.first { $0.key.value == key.value }?.value }
            guard there.insert(memo.keys(values)).inserted else {
                sink.error("this combination is there already", at: span)
                continue
            }
            guard table.rows.count < RunTable.mostRuns else {
                sink.error("more than \(RunTable.mostRuns) runs", at: include.key.span)
                return
            }
            table.rows.append(values)
        }
    }

    /// The items of `exclude` or `include`; their keys are among those that are known.
    private func combinations(
        _ list: SyntaxEntry, _ keys: [String]
    ) -> [(span: SourceSpan, entries: [(key: Located<String>, value: Located<String>)])] {
        let name = list.key.value
        guard let items = list.value.sequence else {
            sink.error(
                "expected `\(name)` as a list, found \(list.value.shape)", at: list.value.span,
                notes: [.init("each line begins with `- `: `- { \(keys.first ?? "size"): 64 }`")])
            return []
        }
        if items.isEmpty { sink.error("`\(name)` is an empty list", at: list.value.span) }
        return items.compactMap { item in
            guard let fields = reader.fields(of: item, owner: "a combination", keys: keys) else { return nil }
            let written = (item.mapping ?? []).filter { !$0.key.value.hasPrefix("x-") }
            if written.isEmpty {
                sink.error("the combination has no keys", at: item.span)
                return nil
            }
            let values = fields.entries.compactMap { entry in
                reader.text(entry).map { (key: entry.key, value: $0) }
            }
            return values.count == written.count ? (item.span, values) : nil
        }
    }

    private func check(_ table: RunTable) {
        guard table.rows.isEmpty, !sink.hasErrors else { return }
        let place = (entry("exclude") ?? entry("include") ?? entry("matrix"))?.key.span ?? .none
        sink.error("no run is left", at: place)
    }
}
