/// Reads scenario files: YAML in, plans out, or everything that is wrong with the file.
///
/// Nothing is opened but what a scenario names, and that by ``LoadOptions/readFile``. The text goes through three shapes, each of which leaves one kind of mistake behind: a syntax
/// tree in which every node has its place (`Syntax`), entries with types (`Entries`), and the ``Scenario``, in which
/// names are indices, defaults are filled in and no mistake can stand (`Resolve`). The last two are gone through for each
/// run of the file (`Runs`), because a parameter may stand anywhere.
public enum ScenarioLoader {
    /// Reads all runs of a file that are wanted.
    ///
    /// - Parameters:
    ///   - text: the text of the file.
    ///   - file: the file as messages are to name it; the base name is the scenario's default name.
    ///   - options: what the command line says.
    /// - Returns: the runs, or all errors of the file, those that several runs have once.
    public static func runs(
        text: String, file: String, options: LoadOptions = LoadOptions()
    ) -> Result<LoadedScenarios, InvalidScenario> {
        runs(of: SourceText(file: file, text: text), options)
    }

    /// Reads all runs from the bytes of a file, which must be UTF-8.
    ///
    /// - Parameters:
    ///   - bytes: the bytes of the file.
    ///   - file: the file as messages are to name it.
    ///   - options: what the command line says.
    /// - Returns: as for text.
    public static func runs(
        bytes: [UInt8], file: String, options: LoadOptions = LoadOptions()
    ) -> Result<LoadedScenarios, InvalidScenario> {
        if let text = String(validating: bytes, as: UTF8.self) {
            return runs(text: text, file: file, options: options)
        }
        let sink = DiagnosticSink(source: SourceText(file: file, text: String(decoding: bytes, as: UTF8.self)))
        let lines = sink.source.lines
        let line = lines.firstIndex { $0.contains("\u{FFFD}") } ?? 0
        let column = lines[line].firstIndex(of: "\u{FFFD}") ?? 0
        sink.error("the file is not UTF-8", at: SourceSpan(line: line + 1, column: column + 1))
        return .failure(InvalidScenario(diagnostics: sink.diagnostics))
    }

    /// Reads a file whose first run is all that is wanted, such as a file with one run.
    ///
    /// - Parameters:
    ///   - text: the text of the file.
    ///   - file: the file as messages are to name it.
    ///   - options: what the command line says.
    /// - Returns: the first run with its warnings, or all errors of the file.
    public static func load(
        text: String, file: String, options: LoadOptions = LoadOptions()
    ) -> Result<Scenario, InvalidScenario> {
        runs(text: text, file: file, options: options).map { $0.runs[0] }
    }

    private static func runs(of source: SourceText, _ options: LoadOptions) -> Result<LoadedScenarios, InvalidScenario>
    {
        let sink = DiagnosticSink(source: source)
        guard let root = YAMLReader.read(into: sink), EntryReader(sink: sink).hasSupportedVersion(root) else {
            return .failure(InvalidScenario(diagnostics: sink.diagnostics))
        }
        var table = RunTableReader(root, options, sink: sink).table()
        var rows = RunSelection(sink: sink, options: options).select(&table)
        // What else is wrong with the file is worth knowing too.
        if rows.isEmpty { rows = Array(table.rows.prefix(1)) }
        let name = root.mapping?.first { $0.key.value == "name" }?.value.scalar?.text ?? source.baseName
        var diagnostics = RunDiagnostics()
        diagnostics.add(common: sink.diagnostics)
        var runs: [Scenario] = []
        var isValid = !sink.hasErrors
        let frameBudget = FrameBudget()
        let folder = ScenarioFolder(of: source.file, budget: frameBudget, options)
        for row in rows {
            let runSink = DiagnosticSink(source: source)
            let plan = RunPlan(table, row, options, frameBudget, folder)
            let scenario = ScenarioResolver(sink: runSink, run: plan).scenario(root)
            diagnostics.add(runSink.diagnostics, of: plan.id(scenario?.name ?? name))
            isValid = isValid && !runSink.hasErrors
            if let scenario { runs.append(scenario) }
        }
        guard isValid, runs.count == rows.count else {
            return .failure(InvalidScenario(diagnostics: diagnostics.all))
        }
        let keys = table.keys.indices.map { (name: table.keys[$0].value, values: table.values(of: $0)) }
        return .success(
            LoadedScenarios(runs: runs, runCount: table.rows.count, keys: keys, warnings: diagnostics.all))
    }
}
