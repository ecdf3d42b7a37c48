import NetdevOptions

/// One netdev of a command line, as far as it could be read.
struct NetdevArgument {
    /// What is wrong with it.
    let sink: DiagnosticSink
    /// The netdev; nil if anything is wrong with it.
    let configuration: NetdevConfiguration?
    private let number: Int
    private let tree: OptionTree?
    private let extents: OptionExtents

    /// Reads an argument; `number` counts from 1.
    init(_ text: String, number: Int) {
        self.number = number
        let name = "netdev \(number)"
        if Self.isJSON(text) {
            sink = DiagnosticSink(source: SourceText(file: name, text: text, noun: "argument"))
            let json = Self.isUTF8(sink) ? NetdevJSON.read(into: sink) : nil
            extents = json?.extents ?? OptionExtents(sink.source)
            tree = json.flatMap { [sink, extents] json in
                Self.reporting(to: sink, extents) { () throws(OptionError) in
                    try OptionTree(entries: json.entries, at: json.position)
                }
            }
        } else {
            sink = DiagnosticSink(source: SourceText(file: name, line: text))
            extents = OptionExtents(sink.source)
            tree =
                !Self.isUTF8(sink)
                ? nil
                : Self.reporting(to: sink, extents) { () throws(OptionError) in
                    try OptionTree(parsing: text)
                }
        }
        configuration = tree.flatMap { [sink, extents] tree in Self.configuration(tree, sink, extents) }
    }

    /// Whether an argument is the JSON form: its first scalar that is not blank is a brace.
    static func isJSON(_ text: String) -> Bool {
        text.unicodeScalars.first { !$0.properties.isWhitespace } == "{"
    }

    /// Two netdevs have two names, also where one of them is wrong otherwise.
    func checkID(after earlier: ArraySlice<NetdevArgument>) {
        guard let id = tree?["id"], !id.value.isEmpty,
            let first = earlier.first(where: { $0.tree?["id"]?.value == id.value })
        else { return }
        sink.error(
            "Duplicate ID '\(id.value)'", at: extents.span(at: id.valuePosition),
            notes: first.note("'\(id.value)' is the id of this netdev", at: "id"))
    }

    /// What one netdev has bound, no other can bind.
    func checkBoundAddress(after earlier: ArraySlice<NetdevArgument>) {
        guard let bound = configuration?.boundAddress, let option = tree?[bound.key],
            let first = earlier.first(where: { $0.configuration?.boundAddress?.identity == bound.identity }),
            let key = first.configuration?.boundAddress?.key
        else { return }
        sink.error(
            "\(bound) is already bound by netdev \(first.number)", at: extents.span(at: option.valuePosition),
            notes: first.note("it is bound here", at: key))
    }

    /// Says why this hubport is not plugged into what it names.
    func report(_ refusal: HubportPlugs.Refusal) {
        guard let option = tree?[NetdevType.hubportNetdevKey] else { return }
        sink.error(
            refusal.message, at: extents.span(at: option.valuePosition), suggestion: refusal.suggestion,
            notes: refusal.notes.map { .init($0) })
    }

    /// A note for another argument's error that points at an option of this one.
    private func note(_ message: String, at key: String) -> [Diagnostic.Note] {
        guard let option = tree?[key] else { return [] }
        return [sink.note(message, at: extents.span(at: option.valuePosition), in: sink.source.file)]
    }

    private static func configuration(
        _ tree: OptionTree, _ sink: DiagnosticSink, _ extents: OptionExtents
    ) -> NetdevConfiguration? {
        do throws(InvalidOptions) {
            let configuration = try NetdevSpecification.read(tree)
            return sink.hasErrors ? nil : configuration
        } catch {
            for error in error.errors { extents.report(error, to: sink) }
            return nil
        }
    }

    private static func reporting<Value>(
        to sink: DiagnosticSink, _ extents: OptionExtents, _ body: () throws(OptionError) -> Value
    ) -> Value? {
        do throws(OptionError) {
            return try body()
        } catch {
            extents.report(error, to: sink)
            return nil
        }
    }

    /// What was no UTF-8 has been replaced on the way here, and would name another file than the one that was meant.
    private static func isUTF8(_ sink: DiagnosticSink) -> Bool {
        for (index, line) in sink.source.lines.enumerated() {
            guard let column = line.firstIndex(of: "\u{FFFD}") else { continue }
            sink.error("the argument is not UTF-8", at: SourceSpan(line: index + 1, column: column + 1))
            return false
        }
        return true
    }
}
