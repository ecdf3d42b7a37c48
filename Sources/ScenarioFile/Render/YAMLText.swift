/// Text as YAML: quoted wherever its signs could mean something to YAML.
enum YAMLText {
    /// A value.
    static func scalar(_ text: String) -> String {
        // `${` would be a parameter: it is escaped as the format does it.
        let text = text.split(separator: "${", omittingEmptySubsequences: false).joined(separator: "$${")
        return isPlain(text) ? text : quoted(text)
    }

    /// `{ a: 1, b: 2 }`, of values that are YAML already.
    static func flowMapping(_ entries: [(String, String)]) -> String {
        entries.isEmpty ? "{}" : "{ " + entries.map { "\($0.0): \($0.1)" }.joined(separator: ", ") + " }"
    }

    /// `[a, b]`, of values that are YAML already.
    static func flowSequence(_ values: [String]) -> String {
        "[" + values.joined(separator: ", ") + "]"
    }

    /// Letters, digits and a few signs that mean nothing in YAML; at most one colon, since two look like an address.
    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last, isWord(first), last != UInt8(ascii: ":") else {
            return false
        }
        let colons = text.utf8.count { $0 == UInt8(ascii: ":") }
        return colons <= 1 && text.utf8.allSatisfy { isWord($0) || "_-./:%".utf8.contains($0) }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    /// A value in quotes, which others than ourselves may need.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\" + String(scalar)
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case _ where isPrintable(scalar): result.unicodeScalars.append(scalar)
            default:
                let digits = String(scalar.value, radix: 16)
                result += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
            }
        }
        return result + "\""
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: false
        default: true
        }
    }
}
