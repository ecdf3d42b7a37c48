@testable import NetdevOptions

/// What `docs/backends.md` says of the netdev types, made from the table that parses.
enum BackendDocument {
    /// Everything behind the last heading that is written by hand.
    static var text: String {
        (["", overview] + NetdevTable.types.map(section)).joined(separator: "\n")
    }

    private static var overview: String {
        table(
            ["type", "what it is", "QEMU has it since", "right", "link state follows", "promise", "proven against"],
            NetdevTable.types.map { type in
                [
                    "[`\(type.name)`](#\(type.name))", type.summary,
                    type.facts.map { $0.since ?? "never" } ?? "", type.right ?? "none", type.facts?.carrier ?? "",
                    type.facts?.promise ?? "",
                    Array(Set(type.peers.map { "\($0.name) (`\($0.test)`)" })).sorted().joined(separator: "; "),
                ]
            })
    }

    private static func section(_ type: NetdevType) -> String {
        var parts = ["### \(type.name)\n\n\(type.summary.prefix(1).uppercased())\(type.summary.dropFirst()).\n"]
        parts.append(
            table(
                ["key", "value", "default", "in QEMU", "meaning"],
                type.keys.map { key in
                    [
                        "`\(key.name)`", key == .type ? "`\(type.name)`" : "`\(key.kind)`",
                        key.isMandatory ? "mandatory" : key.defaultText.map { "`\($0)`" } ?? "",
                        key.isBeyondQEMU || type.facts?.since == nil ? "no" : "yes",
                        key.summary + (key.rule.map { " (\($0))" } ?? ""),
                    ]
                }))
        if !type.refusedKeys.isEmpty {
            parts.append(
                "Refused, though QEMU takes them:\n\n"
                    + table(["key", "why"], type.refusedKeys.map { ["`\($0.name)`", $0.reason] }))
        }
        let words = type.keys.flatMap { key in key.refusedWords.map { ["`\(key.name)=\($0.name)`", $0.reason] } }
        if !words.isEmpty { parts.append("Refused values:\n\n" + table(["value", "why"], words)) }
        if let facts = type.facts, !facts.differences.isEmpty {
            parts.append("Otherwise than in QEMU, on purpose:\n\n" + facts.differences.map { "- \($0)\n" }.joined())
        }
        parts += type.examples.map { "For example, \($0.summary):\n\n\($0.commandLine)\n" }
        parts += type.peers.map { peer in
            """
            Both ends, with \(peer.name) (`\(peer.test)`):

                wirework connect \(peer.others.isEmpty ? quoted(peer.netdev) + " ..." : quoted(peer.netdev, peer.others))
                \(peer.command)

            """
        }
        return parts.joined(separator: "\n")
    }

    private static func quoted(_ netdev: String, _ others: [String]) -> String {
        ([netdev] + others).map(quoted).joined(separator: " ")
    }

    /// An argument as a shell takes it.
    private static func quoted(_ argument: String) -> String {
        argument.utf8.contains { "{\"' ".utf8.contains($0) } ? "'\(argument)'" : argument
    }

    /// A table of Markdown, in which an upright stroke would end a cell.
    private static func table(_ headings: [String], _ rows: [[String]]) -> String {
        ([headings, headings.map { _ in "---" }] + rows)
            .map { row in "| " + row.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n" }
            .joined()
    }
}
