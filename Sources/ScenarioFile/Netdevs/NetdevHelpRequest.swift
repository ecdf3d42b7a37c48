import NetdevOptions

/// An argument that asks for help: `help`, `dgram,help`, and in any place as an item of its own.
struct NetdevHelpRequest {
    /// What is wrong with the type whose help is wanted.
    let sink: DiagnosticSink
    /// The help; empty if something is wrong.
    let help: String

    /// The request in an argument, or nil if there is none; `number` counts from 1.
    init?(_ text: String, number: Int) {
        guard !NetdevArgument.isJSON(text), let tree = try? OptionTree(parsing: text), tree.asksForHelp else {
            return nil
        }
        sink = DiagnosticSink(source: SourceText(file: "netdev \(number)", line: text))
        do throws(OptionError) {
            help = try NetdevTable.help(for: tree)
        } catch {
            OptionExtents(sink.source).report(error, to: sink)
            help = ""
        }
    }
}
