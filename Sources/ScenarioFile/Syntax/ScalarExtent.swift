/// How much of the source line a scalar takes, for underlining it.
struct ScalarExtent {
    let length: Int

    init(of text: String, isPlain: Bool, at span: SourceSpan, in source: SourceText) {
        let row = source.scalars(ofLine: span.line)
        let start = span.column - 1
        guard start >= 0, start < row.count else {
            length = 1
            return
        }
        if isPlain {
            // What follows on later lines is not underlined.
            let shared = zip(row[start...], text.unicodeScalars).prefix { $0 == $1 }.count
            length = max(1, shared)
            return
        }
        let quote = row[start]
        guard quote == "\"" || quote == "'" else {
            length = 1
            return
        }
        var index = start + 1
        while index < row.count {
            if quote == "\"", row[index] == "\\" {
                index += 2
                continue
            }
            if row[index] == quote {
                guard quote == "'", index + 1 < row.count, row[index + 1] == "'" else { break }
                index += 1
            }
            index += 1
        }
        length = min(index + 1, row.count) - start
    }
}
