/// Looks for keys that are lists, mappings or aliases, before the YAML library does.
///
/// The library hashes every key. A key that is an alias to a list of aliases to lists of aliases (a billion laughs)
/// would keep it busy for ever, long before our own count of nodes begins. Such a key has no meaning in a scenario, so
/// a text that has aliases enough to multiply, and something that looks like such a key, is refused unread.
enum CollectionKeys {
    /// With fewer aliases than this nothing can multiply to more than a few thousand nodes.
    private static let harmlessAliases = 20
    /// A name is looked at no further than this, or a line of stars would cost the square of its length.
    private static let longestName = 256

    static func suspicious(in source: SourceText) -> SourceSpan? {
        var aliases = 0
        var key: SourceSpan?
        for (number, row) in source.lines.enumerated() {
            for column in row.indices {
                if row[column] == "*", column == 0 || begins(after: row[column - 1]) { aliases += 1 }
                if key == nil, looksLikeCollectionKey(row, column) {
                    key = SourceSpan(line: number + 1, column: column + 1)
                }
            }
        }
        return aliases > harmlessAliases ? key : nil
    }

    private static func begins(after scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case " ", "\t", "[", "{", ",", ":", "-", "?": true
        default: false
        }
    }

    private static func endsName(_ scalar: Unicode.Scalar) -> Bool {
        isBlank(scalar) || ",[]{}".unicodeScalars.contains(scalar)
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }

    private static func looksLikeCollectionKey(_ row: [Unicode.Scalar], _ column: Int) -> Bool {
        switch row[column] {
        case "?":
            // An explicit key: at the beginning of something, with a blank or nothing behind it.
            return (column == 0 || begins(after: row[column - 1]))
                && (column + 1 == row.count || isBlank(row[column + 1]))
        case "]", "}":
            return row[(column + 1)...].first { !isBlank($0) } == ":"
        case "*" where column == 0 || begins(after: row[column - 1]):
            let rest = row[(column + 1)...].prefix(longestName)
            let afterName = rest.drop { !endsName($0) }
            guard let end = afterName.indices.first else { return rest.count == longestName || rest.last == ":" }
            return rest[..<end].last == ":" || row[end...].first { !isBlank($0) } == ":"
        default:
            return false
        }
    }
}
