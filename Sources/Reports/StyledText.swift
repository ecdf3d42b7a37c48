import Results

/// Text with what a terminal may do to it.
struct StyledText {
    enum Style {
        case plain, heading, good, bad, caution
    }

    let text: String
    let style: Style

    init(_ text: String, _ style: Style) {
        self.text = text
        self.style = style
    }

    static func plain(_ text: String) -> StyledText { StyledText(text, .plain) }

    /// Text that does nothing to a terminal: what a file says may hold escape sequences and line breaks.
    static func printable(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator:
                result.append(scalar == "\t" ? " " : "\u{FFFD}")
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// The text, between SGR sequences (ECMA-48 section 8.3.117) if it has a style and colour is wanted.
    func rendered(color: Bool) -> String {
        let text = Self.printable(text)
        guard color, let parameter = style.parameter, !text.isEmpty else { return text }
        return "\u{1B}[\(parameter)m\(text)\u{1B}[0m"
    }
}

extension StyledText.Style {
    fileprivate var parameter: Int? {
        switch self {
        case .plain: nil
        case .heading: 1
        case .good: 32
        case .bad: 31
        case .caution: 33
        }
    }
}

/// A line of a report.
typealias StyledLine = [StyledText]

extension [StyledText] {
    func rendered(color: Bool) -> String {
        map { $0.rendered(color: color) }.joined()
    }
}

extension Verdict {
    var style: StyledText.Style {
        switch self {
        case .pass: .good
        case .fail, .error: .bad
        case .skip: .caution
        }
    }
}
