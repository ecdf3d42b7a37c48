/// What YAML lets stand before a node: an anchor and a tag.
///
/// The parser's place is that of the first of them.
struct Properties {
    /// Where the node itself begins.
    let content: SourceSpan
    /// The tag, if there is one.
    let tag: SourceSpan?
    /// The anchor, if there is one.
    let anchor: Located<String>?

    init(before span: SourceSpan, in source: SourceText) {
        let row = source.scalars(ofLine: span.line)
        var column = span.column - 1
        var tag: SourceSpan?
        var anchor: Located<String>?
        while column >= 0, column < row.count, row[column] == "&" || row[column] == "!" {
            let start = column
            while column < row.count, !Self.ends(row[column]) { column += 1 }
            if row[start] == "!" {
                tag = SourceSpan(line: span.line, column: start + 1, length: column - start)
            } else {
                let name = SourceText.string(row[(start + 1)..<column])
                anchor = Located(
                    name, at: SourceSpan(line: span.line, column: start + 1, length: column - start))
            }
            while column < row.count, row[column] == " " || row[column] == "\t" { column += 1 }
        }
        self.tag = tag
        self.anchor = anchor
        // An anchor at the end of its line has its node on a later one: the anchor is the better place to show.
        content = column < row.count ? SourceSpan(line: span.line, column: column + 1, length: span.length) : span
    }

    private static func ends(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\t" || scalar == "," || scalar == "]" || scalar == "}"
    }
}
