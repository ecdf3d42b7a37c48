import Foundation
import Testing

/// A text in the sources that a refusal of `connect` is made of: its fixed parts, between which values are put in.
///
/// They are read from the sources, so that a new message without a golden file is noticed.
struct MessageTemplate: Sendable, CustomTestStringConvertible, CustomStringConvertible {
    /// Where it stands.
    let file: String
    private let parts: [String]

    var description: String { parts.joined(separator: "…") }
    var testDescription: String { description }

    /// Whether a line has all parts, in order.
    func matches(_ line: Substring) -> Bool {
        var rest = line
        for part in parts where !part.isEmpty {
            guard let range = rest.range(of: part) else { return false }
            rest = rest[range.upperBound...]
        }
        return true
    }

    private static let places = [
        "NetdevOptions", "ScenarioFile/Netdevs", "ScenarioFile/Values/TimeArgument.swift",
        "ScenarioFile/Values/TimeValue.swift", "ScenarioFile/Values/Measure.swift", "wirework/ConnectCommand.swift",
        "wirework/ConnectOptions.swift",
    ]

    /// What makes a refusal.
    private static let calls = ["OptionError(", "Refusal(", "sink.error(", ".argument(", "ValueError("]

    /// What no command line can cause, with the reason.
    private static let unreachable = [
        // The table refuses the options before.
        "src, dst and txsession are mandatory",
        // There always is a first error.
        "these options mean nothing",
        // Two netdevs of one name are refused before; those of two nodes of a file may have one.
        "… netdevs are called '…'",
        // A text that begins with a brace is an object, or no YAML.
        "expected one JSON object, found …",
    ]

    /// All of them, each once.
    static func all() throws -> [MessageTemplate] {
        let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources")
        var found: [MessageTemplate] = []
        for place in places {
            let url = sources.appending(path: place)
            let names = place.hasSuffix(".swift") ? [""] : try FileManager.default.subpathsOfDirectory(atPath: url.path)
            for name in names.sorted() where name.isEmpty || name.hasSuffix(".swift") {
                let file = name.isEmpty ? url : url.appending(path: name)
                found += templates(in: try String(contentsOf: file, encoding: .utf8), of: file.lastPathComponent)
            }
        }
        var seen = Set(unreachable)
        // A template without a word says nothing.
        return found.filter { $0.description.contains(where: \.isLetter) && seen.insert($0.description).inserted }
    }

    private static func templates(in text: String, of file: String) -> [MessageTemplate] {
        var found: [MessageTemplate] = []
        for call in calls {
            var rest = text[...]
            while let range = rest.range(of: call) {
                rest = rest[range.upperBound...]
                var scanner = CallScanner(rest)
                found += scanner.literals().map { MessageTemplate(file: file, parts: $0) }
            }
        }
        return found
    }
}

/// Walks over the arguments of a call in Swift, and collects the string literals that are not inside another.
private struct CallScanner {
    private var rest: Substring

    init(_ text: Substring) {
        rest = text
    }

    /// Up to the parenthesis that closes the call: the fixed parts of each literal.
    mutating func literals() -> [[String]] {
        var found: [[String]] = []
        var depth = 1
        while depth > 0, let character = rest.popFirst() {
            switch character {
            case "(": depth += 1
            case ")": depth -= 1
            case "\"": found.append(literal())
            default: break
            }
        }
        return found
    }

    /// Behind the opening quote, up to the closing one.
    private mutating func literal() -> [String] {
        var parts = [""]
        while let character = rest.popFirst(), character != "\"" {
            guard character == "\\" else {
                parts[parts.count - 1].append(character)
                continue
            }
            let escaped = rest.popFirst()
            if escaped == "(" {
                _ = literals()
                parts.append("")
            } else if escaped == "n" {
                // A line of its own: the parts are looked for in one line.
                parts[parts.count - 1] = ""
            } else if let escaped {
                parts[parts.count - 1].append(escaped)
            }
        }
        return parts
    }
}
