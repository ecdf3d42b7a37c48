import Yams

/// A syntax error of the YAML library in words that help.
struct YAMLProblem {
    private let source: SourceText
    private let problem: String
    private let place: SourceSpan
    private let opened: SourceSpan?

    init(_ error: YamlError, in source: SourceText) {
        self.source = source
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            self.problem = problem
            place = SourceSpan(line: mark.line, column: mark.column)
            opened = context.map { SourceSpan(line: $0.mark.line, column: $0.mark.column) }
        case .reader(let problem, let offset, _, _):
            self.problem = problem
            place = Self.span(ofCharacter: offset ?? 0, in: source)
            opened = nil
        case .duplicatedKeysInMapping(let names, let context):
            problem = "duplicate key `\(names.first ?? "")`"
            place = SourceSpan(line: context.mark.line, column: context.mark.column)
            opened = nil
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            problem = "\(error)"
            place = SourceSpan(line: 1, column: 1)
            opened = nil
        }
    }

    func report(to sink: DiagnosticSink) {
        let found = source.scalar(line: place.line, column: place.column)
        let quoting = Diagnostic.Note("quote what starts with > ! * & % @ [ { or a backtick: \"10%\"")
        let flowQuoting = Diagnostic.Note(
            source.noun == "file"
                ? "inside { } and [ ] also quote ${...}, c[1..8], text with a comma, and IPv6 that starts or ends with `:`"
                : "in JSON a text stands in double quotes: {\"type\": \"dgram\"}")
        switch problem {
        case _ where indentedWithTab:
            sink.error("a tab cannot indent; use spaces", at: tabPlace)
        case "found character that cannot start any token":
            let shown = found.map { $0 == "`" ? "a backtick" : "`\(String($0))`" } ?? "this"
            sink.error("a value cannot begin with \(shown) unless it is quoted", at: place, notes: [quoting])
        case "did not find expected comment or line break":
            sink.error(
                "`>` and `|` begin a text of several lines; a comparison is quoted", at: opened ?? place,
                notes: [.init("write \">= 1\"")])
        case "did not find expected node content" where found == ":":
            sink.error("inside { } and [ ] text that begins with `:` is quoted", at: place, notes: [flowQuoting])
        case _ where opensBracket && unquotedPattern != nil:
            sink.error(
                "a pattern inside { } or [ ] must be quoted", at: unquotedPattern ?? place, notes: [flowQuoting])
        case _ where problem.hasPrefix("did not find expected ',' or"):
            if let parameter = unquotedParameter {
                sink.error("`${...}` inside { } or [ ] must be quoted", at: parameter, notes: [flowQuoting])
                return
            }
            if let colon = colonAfterColon {
                sink.error("inside { } and [ ] text that ends with `:` is quoted", at: colon, notes: [flowQuoting])
                return
            }
            let (open, close) = problem.hasSuffix("']'") ? ("[", "]") : ("{", "}")
            sink.error(
                "expected `,` or `\(close)`", at: shownPlace,
                notes: (opened.map { [sink.note("the `\(open)` that is still open", at: $0)] } ?? []) + [flowQuoting])
        case "mapping values are not allowed in this context":
            sink.error(
                "a second `: ` on this line", at: place,
                notes: [.init("quote text that has `: ` in it, or put the inner mapping in { }")])
        case "did not find expected key" where bracketBefore != nil:
            sink.error(
                "a value that begins with a bracket ends with it; text is quoted", at: place, notes: [quoting])
        case "did not find expected key":
            sink.error(
                "expected a key; the indentation does not fit the lines above", at: shownPlace,
                notes: opened.map { [sink.note("the mapping began here", at: $0)] } ?? [])
        case "could not find expected ':'":
            sink.error("expected `:` after a key", at: opened ?? shownPlace, notes: [.init("write `key: value`")])
        case "found unexpected end of stream":
            sink.error("this quote is never closed", at: opened ?? shownPlace)
        case "did not find expected <document start>":
            sink.error("this is behind the end of the \(source.noun == "file" ? "document" : "object")", at: place)
        case "found undefined alias":
            sink.error("this alias has no anchor above it", at: place, notes: [quoting])
        case "but found another document":
            let whole = source.noun == "file" ? "a file is one scenario" : "an \(source.noun) is one netdev"
            sink.error("\(whole): a second document begins here", at: place)
        case "control characters are not allowed":
            sink.error("a control character in the \(source.noun)", at: place)
        default:
            sink.error("YAML: \(problem)", at: shownPlace, notes: [flowQuoting])
        }
    }

    /// The place, or the end of the last line with text where the parser had to read to the end of the file.
    private var shownPlace: SourceSpan {
        guard source.scalars(ofLine: place.line).allSatisfy({ $0 == " " }) else { return place }
        for number in stride(from: min(place.line, source.lines.count), to: 0, by: -1) {
            let row = source.scalars(ofLine: number)
            if row.contains(where: { $0 != " " }) { return SourceSpan(line: number, column: row.count + 1) }
        }
        return place
    }

    private var indentedWithTab: Bool {
        source.scalars(ofLine: place.line).first { $0 != " " } == "\t"
    }

    private var tabPlace: SourceSpan {
        let column = source.scalars(ofLine: place.line).firstIndex(of: "\t") ?? 0
        return SourceSpan(line: place.line, column: column + 1)
    }

    /// The second of two colons, as in `fd00:: }`: the parser stops at it, because the first one ended a key.
    private var colonAfterColon: SourceSpan? {
        let isSecond = source.scalar(line: place.line, column: place.column - 1) == ":"
        return isSecond && source.scalar(line: place.line, column: place.column) == ":" ? place : nil
    }

    /// A `${` without quotes, on the line of the error or of the bracket that is open, is the likely cause.
    private var unquotedParameter: SourceSpan? {
        for line in [place.line, opened?.line ?? place.line] {
            let row = source.scalars(ofLine: line)
            var quote: Unicode.Scalar?
            for column in row.indices {
                if let open = quote {
                    if row[column] == open { quote = nil }
                } else if row[column] == "\"" || row[column] == "'" {
                    quote = row[column]
                } else if row[column] == "$", column + 1 < row.count, row[column + 1] == "{" {
                    let end = row[column...].firstIndex(of: "}") ?? column
                    return SourceSpan(line: line, column: column + 1, length: end - column + 1)
                }
            }
        }
        return nil
    }

    /// Whether the parser stopped at what follows a bracket that should not have been one.
    private var opensBracket: Bool {
        problem.hasPrefix("did not find expected ',' or")
            || problem == "did not find expected alphabetic or numeric character"
    }

    /// A `c[` without quotes on the line of the error is the likely cause.
    private var unquotedPattern: SourceSpan? {
        let row = source.scalars(ofLine: place.line)
        var start = 0
        var quote: Unicode.Scalar?
        for column in row.indices {
            if let open = quote {
                if row[column] == open { quote = nil }
                start = column + 1
            } else if row[column] == "\"" || row[column] == "'" {
                quote = row[column]
            } else if row[column] == "[", Name.isValid(SourceText.string(row[start..<column])) {
                let end = row[column...].firstIndex(of: "]") ?? column
                return SourceSpan(line: place.line, column: start + 1, length: end - start + 1)
            } else if " \t,:{}[]".unicodeScalars.contains(row[column]) {
                start = column + 1
            }
        }
        return nil
    }

    /// The bracket that closes right before the place, if one does.
    private var bracketBefore: Unicode.Scalar? {
        let before = source.scalars(ofLine: place.line).prefix(max(0, place.column - 1)).last { $0 != " " }
        return before == "]" || before == "}" ? before : nil
    }

    private static func span(ofCharacter offset: Int, in source: SourceText) -> SourceSpan {
        guard let end = source.text.index(source.text.startIndex, offsetBy: offset, limitedBy: source.text.endIndex)
        else { return SourceSpan(line: 1, column: 1) }
        let before = SourceText(file: "", text: String(source.text[..<end]))
        return SourceSpan(line: before.lines.count, column: (before.lines.last?.count ?? 0) + 1)
    }
}
