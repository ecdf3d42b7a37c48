import WireFormats

/// A condition on the fields of frames as `match` writes it.
enum MatchText {
    static func text(_ match: FieldMatch) -> String {
        switch match {
        case .all(let parts): parts.map(part).joined(separator: " and ")
        case .any(let parts): parts.map(part).joined(separator: " or ")
        case .not(let inner): "not \(part(inner))"
        case .present(let field): field.name
        case .compare(let field, let relation, _, let text): "\(field.name) \(relation.rawValue) \(term(text))"
        }
    }

    /// What is made of several is put in parentheses, so that it comes back as it was.
    private static func part(_ match: FieldMatch) -> String {
        switch match {
        case .all, .any: "(\(text(match)))"
        case .not, .present, .compare: text(match)
        }
    }

    private static let words: Set<String> = ["and", "or", "not", "eq", "ne", "lt", "le", "gt", "ge"]

    /// A value; in quotes what would not be read as one word.
    private static func term(_ text: String) -> String {
        let isWord = text.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII && scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                || "_-./:%[]*".unicodeScalars.contains(scalar)
        }
        guard !isWord || text.isEmpty || words.contains(text) else { return text }
        return text.contains("\"") ? "'\(text)'" : "\"\(text)\""
    }
}
