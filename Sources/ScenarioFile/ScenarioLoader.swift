/// Reads scenario files: YAML in, a plan out, or everything that is wrong with the file.
///
/// Nothing is opened. The text goes through three shapes, each of which leaves one kind of mistake behind: a syntax
/// tree in which every node has its place (`Syntax`), entries with types (`Entries`), and the ``Scenario``, in which
/// names are indices, defaults are filled in and no mistake can stand (`Resolve`).
public enum ScenarioLoader {
    /// Reads a scenario from text.
    ///
    /// - Parameters:
    ///   - text: the text of the file.
    ///   - file: the file as messages are to name it; the base name is the scenario's default name.
    ///   - parameters: values that replace those of `params`, as `--set` gives them; a later one wins.
    /// - Returns: the scenario with its warnings, or all errors of the file.
    public static func load(
        text: String, file: String, parameters: [(String, String)] = []
    ) -> Result<Scenario, InvalidScenario> {
        let sink = DiagnosticSink(source: SourceText(file: file, text: text))
        guard let root = YAMLReader.read(into: sink),
            let scenario = ScenarioResolver(sink: sink).scenario(root, overriding: parameters)
        else { return .failure(InvalidScenario(diagnostics: sink.diagnostics)) }
        return .success(scenario)
    }

    /// Reads a scenario from the bytes of a file, which must be UTF-8.
    ///
    /// - Parameters:
    ///   - bytes: the bytes of the file.
    ///   - file: the file as messages are to name it.
    ///   - parameters: values that replace those of `params`.
    /// - Returns: the scenario with its warnings, or all errors of the file.
    public static func load(
        bytes: [UInt8], file: String, parameters: [(String, String)] = []
    ) -> Result<Scenario, InvalidScenario> {
        if let text = String(validating: bytes, as: UTF8.self) {
            return load(text: text, file: file, parameters: parameters)
        }
        let sink = DiagnosticSink(source: SourceText(file: file, text: String(decoding: bytes, as: UTF8.self)))
        let lines = sink.source.lines
        let line = lines.firstIndex { $0.contains("\u{FFFD}") } ?? 0
        let column = lines[line].firstIndex(of: "\u{FFFD}") ?? 0
        sink.error("the file is not UTF-8", at: SourceSpan(line: line + 1, column: column + 1))
        return .failure(InvalidScenario(diagnostics: sink.diagnostics))
    }
}
