// Help from the table that parses. Everything fits a terminal of 100 columns.

extension NetdevTable {
    /// The types with what they are, as `wirework connect help` shows them.
    public static var help: String {
        let width = types.map(\.name.count).max() ?? 0
        let rows = types.map { type in
            HelpText.entry("  " + type.name, indent: width + 4, type.summary)
        }
        return """
            The netdev types:
            \(rows.joined(separator: "\n"))

            `wirework connect TYPE,help` lists the keys of a type.

            """
    }
}

extension NetdevTable {
    /// The help that options ask for: about their type, or about all types.
    ///
    /// - Throws: ``OptionError`` for a type that there is not.
    package static func help(for tree: OptionTree) throws(OptionError) -> String {
        guard let type = tree[NetdevKey.type.name], !OptionTree.helpWords.contains(type.value) else { return help }
        return try NetdevSpecification.type(of: tree).help
    }
}

extension NetdevType {
    /// The keys and the examples, as `wirework connect TYPE,help` shows them.
    public var help: String {
        """
        \(name): \(summary)

        \(keys.map(row).joined(separator: "\n"))

        A netdev is TYPE,KEY=VALUE,... in QEMU's way: a comma in a value is doubled; a flag alone is on; yes,
        true and y are on, and no, false and n are off. Or it is JSON, in which dotted keys are nested.

        \(examples.map(\.help).joined(separator: "\n\n"))

        """
    }

    private func row(_ key: NetdevKey) -> String {
        let value = key == .type ? name : "\(key.kind)"
        let marks = [
            key.isMandatory ? "mandatory" : nil, key.defaultText.map { "default \($0)" },
            key.isBeyondQEMU ? "not in QEMU" : nil,
        ].compactMap(\.self)
        let meaning = marks.isEmpty ? key.summary : "\(marks.joined(separator: ", ")): \(key.summary)"
        let rule = key.rule.map { "\n" + HelpText.entry("", indent: 28, "(\($0))") } ?? ""
        return HelpText.entry("  \(key.name)=\(value)", indent: 28, meaning) + rule
    }
}

extension NetdevExample {
    /// The command line for a shell, a netdev on each line, indented.
    package var commandLine: String {
        let lines = ["wirework connect"] + netdevs.map { "  " + HelpText.quoted($0) }
        return "    " + lines.joined(separator: " \\\n    ")
    }

    /// The command line below what it does.
    fileprivate var help: String { "Example: \(summary)\n\(commandLine)" }
}

/// Text in columns.
private enum HelpText {
    private static let width = 100

    /// A term, and beside it what it means; below it where the term is too long.
    static func entry(_ term: String, indent: Int, _ meaning: String) -> String {
        let lines = wrapped(meaning, width: width - indent)
        let margin = String(repeating: " ", count: indent)
        guard term.count + 2 <= indent, let first = lines.first else {
            return ([term] + lines.map { margin + $0 }).joined(separator: "\n")
        }
        let padding = String(repeating: " ", count: indent - term.count)
        return ([term + padding + first] + lines.dropFirst().map { margin + $0 }).joined(separator: "\n")
    }

    /// An argument as a shell takes it: single quotes around what has more than plain characters.
    static func quoted(_ argument: String) -> String {
        argument.utf8.contains { "{\"' ".utf8.contains($0) } ? "'\(argument)'" : argument
    }

    private static func wrapped(_ text: String, width: Int) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= width {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}
