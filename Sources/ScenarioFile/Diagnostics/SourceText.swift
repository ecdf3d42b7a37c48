/// The text of a scenario file, or of an argument, cut into lines once so that diagnostics can show them.
struct SourceText: Sendable {
    let file: String
    let text: String
    let lines: [[Unicode.Scalar]]
    /// What messages call it.
    let noun: String

    init(file: String, text: String, noun: String = "file") {
        // A byte order mark is no part of the text (YAML 1.2.2, 5.2).
        let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        self.file = file
        self.text = text
        self.noun = noun
        lines = Self.split(text)
    }

    /// An argument that is one line, whatever stands in it.
    init(file: String, line: String) {
        self.file = file
        text = line
        noun = "argument"
        lines = [Array(line.unicodeScalars)]
    }

    /// A diagnostic keeps its line: no more of it than anybody would look at.
    private static let longestShown = 10_000

    /// The text of a line, from 1, for showing it; empty when there is no such line.
    func line(_ number: Int) -> String {
        Self.string(scalars(ofLine: number).prefix(Self.longestShown))
    }

    /// The scalars of a line, from 1; empty when there is no such line.
    func scalars(ofLine number: Int) -> [Unicode.Scalar] {
        guard number >= 1, number <= lines.count else { return [] }
        return lines[number - 1]
    }

    /// The scalar at a place, or nil past the end of its line.
    func scalar(line: Int, column: Int) -> Unicode.Scalar? {
        let scalars = scalars(ofLine: line)
        guard column >= 1, column <= scalars.count else { return nil }
        return scalars[column - 1]
    }

    /// The file's name without its folder and its last extension.
    var baseName: String {
        let name = file.split(separator: "/").last.map(String.init) ?? file
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
        return String(name[..<dot])
    }

    static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    /// Cuts at the line breaks of YAML 1.1, the ones that the parser counts: LF, CR, CRLF, NEL, LS and PS.
    private static func split(_ text: String) -> [[Unicode.Scalar]] {
        var lines: [[Unicode.Scalar]] = []
        var current: [Unicode.Scalar] = []
        var previous: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            defer { previous = scalar }
            switch scalar {
            case "\n" where previous == "\r":
                continue
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}":
                lines.append(current)
                current = []
            case "\u{FEFF}" where lines.isEmpty && current.isEmpty:
                continue
            default:
                current.append(scalar)
            }
        }
        lines.append(current)
        return lines
    }
}
