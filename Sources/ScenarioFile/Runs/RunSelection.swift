/// Chooses among the runs of a file as the command line wants: `--set`, `--seed` and `--clock` fix a key, `--only` picks.
struct RunSelection {
    let sink: DiagnosticSink
    let options: LoadOptions

    /// The rows that are wanted; none after reporting why.
    func select(_ table: inout RunTable) -> [RunTable.Row] {
        for (name, value) in fixed {
            if let key = table.index(of: name) { table.fix(key, to: value) }
        }
        var wanted: [Int: [String]] = [:]
        for (name, value) in options.only {
            guard let key = table.index(of: name) else {
                noKey(name, value, table)
                continue
            }
            let values = table.values(of: key)
            if !values.contains(where: { ConditionValue.areEqual($0, value) }) {
                sink.argumentError(
                    "--only \(name)=\(value): no run has it", suggestion: nearest(to: value, in: values),
                    notes: [.init("`\(name)` is \(RunAxis.list(values))")])
            }
            wanted[key, default: []].append(value)
        }
        guard !sink.hasErrors, !wanted.isEmpty else { return sink.hasErrors ? [] : table.rows }
        let rows = table.rows.filter { row in
            row.indices.allSatisfy { index in
                wanted[index].map { $0.contains { ConditionValue.areEqual(row[index].value, $0) } } ?? true
            }
        }
        if rows.isEmpty {
            let arguments = options.only.map { "\($0.key)=\($0.value)" }.joined(separator: " --only ")
            sink.argumentError(
                "--only \(arguments): no run has all of them",
                notes: table.rows.prefix(10).map { .init("a run: \(table.label($0))") })
        }
        return rows
    }

    private var fixed: [(String, String)] {
        options.parameters.map { ($0.name, $0.value) } + [options.seed.map { ("seed", String($0)) }].compactMap(\.self)
            + [options.clock.map { ("clock", $0.rawValue) }].compactMap(\.self)
    }

    private func noKey(_ name: String, _ value: String, _ table: RunTable) {
        // A broken matrix may well have it.
        guard !table.hasUnknownKeys, !table.broken.contains(name) else { return }
        let keys = table.keys.map(\.value)
        sink.argumentError(
            "--only \(name)=\(value): "
                + (keys.isEmpty ? "the file has one run, and no matrix" : "the matrix has no key `\(name)`"),
            suggestion: nearest(to: name, in: keys), notes: keys.isEmpty ? [] : [.init("keys: \(RunAxis.list(keys))")])
    }
}
