/// Keys that were renamed in the text, so that a mapping with duplicates can be composed and every place is known.
///
/// The YAML library refuses duplicate keys, and says only where the first one stands. A key is replaced by private use
/// characters, as many as it has scalars: no place moves, and no key of the user's is met again.
struct RenamedKeys {
    /// The text with the renamed keys; nil while nothing is renamed.
    private(set) var text: String?
    private var originals: [String: String] = [:]
    private var lines: [[Unicode.Scalar]] = []

    /// Enough to show what is wrong; after that the library's own message has to do.
    private static let most = 20
    private static let firstPlaceholder: UInt32 = 0xE000

    /// The key as it was written.
    func original(of key: String) -> String {
        originals[key] ?? key
    }

    /// Renames the key at a place; false if it does not stand there letter by letter (escapes, several lines).
    mutating func rename(_ key: String, line: Int, column: Int, in source: SourceText) -> Bool {
        if text == nil { lines = source.lines }
        let place = Properties(before: SourceSpan(line: line, column: column), in: source).content
        guard originals.count < Self.most, place.line >= 1, place.line <= lines.count, !key.isEmpty else {
            return false
        }
        let letters = Array(key.unicodeScalars)
        var start = place.column - 1
        let row = lines[place.line - 1]
        if start < row.count, row[start] == "\"" || row[start] == "'" { start += 1 }
        guard start >= 0, start + letters.count <= row.count, Array(row[start..<start + letters.count]) == letters,
            let placeholder = Unicode.Scalar(Self.firstPlaceholder + UInt32(originals.count))
        else { return false }
        let replacement = Array(repeating: placeholder, count: letters.count)
        lines[place.line - 1].replaceSubrange(start..<start + letters.count, with: replacement)
        originals[SourceText.string(replacement[...])] = key
        text = lines.map { SourceText.string($0[...]) }.joined(separator: "\n")
        return true
    }
}
