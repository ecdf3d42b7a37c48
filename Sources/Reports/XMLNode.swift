/// An XML element (XML 1.0, fifth edition) that writes itself: attributes, and either elements or text in it.
struct XMLNode {
    let name: String
    var attributes: [(name: String, value: String)] = []
    var children: [XMLNode] = []
    var text = ""

    /// The element as a document of its own, with a line break at its end.
    func document() -> String {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        write(to: &text, indent: "")
        return text
    }

    private func write(to output: inout String, indent: String) {
        output += "\(indent)<\(name)"
        for (name, value) in attributes {
            output += " \(name)=\""
            Self.escape(value, inAttribute: true, to: &output)
            output += "\""
        }
        if !children.isEmpty {
            output += ">\n"
            for child in children { child.write(to: &output, indent: indent + "  ") }
            output += "\(indent)</\(name)>\n"
        } else if !text.isEmpty {
            output += ">"
            Self.escape(text, inAttribute: false, to: &output)
            output += "</\(name)>\n"
        } else {
            output += "/>\n"
        }
    }

    /// Sections 2.2, 2.4 and 3.3.3: some characters cannot stand in XML at all, and a line break or a tab in an attribute
    /// would be read as a space.
    private static func escape(_ text: String, inAttribute: Bool, to output: inout String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": output += "&amp;"
            case "<": output += "&lt;"
            case ">": output += "&gt;"
            case "\"" where inAttribute: output += "&quot;"
            case "\t" where inAttribute, "\n" where inAttribute, "\r": output += "&#\(scalar.value);"
            case "\t", "\n": output.unicodeScalars.append(scalar)
            case "\u{00}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": output += "\u{FFFD}"
            default: output.unicodeScalars.append(scalar)
            }
        }
    }
}
