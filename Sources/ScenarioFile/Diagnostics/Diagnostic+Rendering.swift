extension Diagnostic: CustomStringConvertible {
    /// The diagnostic as a good compiler shows it: place and message, the line with a caret, then the help.
    ///
    ///     lab.yaml:9:26: error: unknown key `form` in a ping flow
    ///      9 |   hello: { kind: ping, form: h1, to: h2 }
    ///        |                        ^~~~ did you mean `from`?
    ///        = a ping flow takes: kind, from, to, ...
    public var description: String {
        guard span.line > 0 else {
            let help = suggestion.map { ["  = did you mean `\($0)`?"] } ?? []
            return (["\(file): \(severity.rawValue): \(message)"] + help + notes.map { "  = \($0.message)" })
                .joined(separator: "\n")
        }
        let gutter = max(String(span.line).count, notes.map { String($0.span?.line ?? 0).count }.max() ?? 1)
        var lines = ["\(file):\(span.line):\(span.column): \(severity.rawValue): \(message)"]
        lines += Excerpt(span: span, line: sourceLine, gutter: gutter)
            .rendered(remark: suggestion.map { "did you mean `\($0)`?" })
        for note in notes {
            if let place = note.span {
                lines.append("\(note.file ?? file):\(place.line):\(place.column): note: \(note.message)")
                lines += Excerpt(span: place, line: note.sourceLine, gutter: gutter).rendered(remark: nil)
            } else {
                lines.append(String(repeating: " ", count: gutter + 2) + "= \(note.message)")
            }
        }
        return lines.joined(separator: "\n")
    }
}

/// One source line with a caret under a part of it.
private struct Excerpt {
    let span: SourceSpan
    let line: String
    let gutter: Int

    /// Lines longer than this are shown in part: a caret three screen lines further right helps nobody.
    private static let widest = 160

    func rendered(remark: String?) -> [String] {
        // A tab would shift the caret, a control character could do anything to a terminal.
        var scalars = line.unicodeScalars.map { scalar -> Unicode.Scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: scalar == "\t" ? " " : "\u{FFFD}"
            default: scalar
            }
        }
        var column = span.column - 1
        if scalars.count > Self.widest {
            let start = max(0, min(column - Self.widest / 3, scalars.count - Self.widest))
            let end = min(scalars.count, start + Self.widest)
            let before: [Unicode.Scalar] = start > 0 ? [".", ".", "."] : []
            let after: [Unicode.Scalar] = end < scalars.count ? [".", ".", "."] : []
            scalars = before + scalars[start..<end] + after
            column += before.count - start
        }
        let underline = "^" + String(repeating: "~", count: max(0, min(span.length, scalars.count - column) - 1))
        let number = String(span.line)
        let margin = String(repeating: " ", count: gutter + 1)
        let numbered = String(repeating: " ", count: gutter + 1 - number.count) + number
        let text = SourceText.string(scalars[...])
        let caret = String(repeating: " ", count: column) + underline + (remark.map { " " + $0 } ?? "")
        return [text.isEmpty ? "\(numbered) |" : "\(numbered) | \(text)", "\(margin) | \(caret)"]
    }
}
