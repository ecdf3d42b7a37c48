/// Warns of anchors that no alias names: most of them were meant as text.
struct UnusedAnchors {
    let sink: DiagnosticSink

    /// The anchors of a file, which may be there several times where aliases are followed.
    func report(_ anchors: [Located<String>]) {
        guard !anchors.isEmpty else { return }
        let aliases = aliases
        for anchor in anchors where !aliases.contains(anchor.value) {
            sink.warning(
                "nothing uses the anchor `&\(anchor.value)`", at: anchor.span,
                notes: [.init("quote text that begins with `&`")])
        }
    }

    /// All that may be the name of an alias: more than there are, where a text has a star in it.
    private var aliases: Set<String> {
        var result: Set<String> = []
        for row in sink.source.lines {
            var rest = row[...]
            while let star = rest.firstIndex(of: "*") {
                rest = rest[star...].dropFirst()
                let name = rest.prefix { !" \t,[]{}:*".unicodeScalars.contains($0) }
                result.insert(SourceText.string(name))
            }
        }
        return result
    }
}
