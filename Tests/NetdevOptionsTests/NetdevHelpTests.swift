import Testing

@testable import NetdevOptions

@Suite("help from the table")
struct NetdevHelpTests {
    @Test("every type is listed, and every key of a type with all that its row says", arguments: NetdevTable.types)
    func everything(type: NetdevType) throws {
        #expect(NetdevTable.help.contains("  \(type.name)"))
        let words = type.help.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for key in type.keys {
            let value = key.name == "type" ? type.name : "\(key.kind)"
            let parts = words.split(separator: " \(key.name)=\(value) ", maxSplits: 1)
            try #require(parts.count == 2, "\(key.name) has no row")
            var meaning = key.summary + (key.rule.map { " (\($0))" } ?? "")
            let marks = [
                key.isMandatory ? "mandatory" : nil, key.defaultText.map { "default \($0)" },
                key.isBeyondQEMU ? "not in QEMU" : nil,
            ].compactMap(\.self)
            if !marks.isEmpty { meaning = "\(marks.joined(separator: ", ")): \(meaning)" }
            #expect(parts[1].hasPrefix(meaning), "\(key.name)")
        }
    }

    @Test("text fits a terminal; only command lines are as long as they are", arguments: NetdevTable.types)
    func width(type: NetdevType) {
        for line in (NetdevTable.help + type.help).split(separator: "\n") where !line.hasPrefix("      ") {
            #expect(line.count <= 102, "\(line)")
        }
        #expect(type.help.hasSuffix("\n") && NetdevTable.help.hasSuffix("\n"))
    }

    @Test("two examples for each type, of two netdevs or more with names of their own", arguments: NetdevTable.types)
    func examples(type: NetdevType) throws {
        #expect(type.examples.count == 2)
        for example in type.examples {
            #expect(example.netdevs.count >= 2)
            #expect(example.netdevs.contains { $0.hasPrefix("\(type.name),") })
            #expect(type.help.contains(example.commandLine) && type.help.contains(example.summary))
            for text in example.netdevs where !text.hasPrefix("{") {
                #expect(try NetdevSpecification.parse(text).id != nil)
            }
        }
    }

    @Test(
        "help is asked for with an item of its own, anywhere",
        arguments: [
            ("help", true), ("?", true), ("l2tpv3,help", true), ("dgram,local.type=unix,?", true), ("help,dgram", true),
            ("id=n1,help", true), ("l2tpv3,help=on", false), ("l2tpv3,id=help", false), ("type=help", false),
            ("helpme", false), ("dgram", false), ("", false),
        ])
    func asking(text: String, isAsked: Bool) throws {
        #expect(try OptionTree(parsing: text).asksForHelp == isAsked)
    }

    @Test("the help that is asked for")
    func answers() throws {
        #expect(try NetdevTable.help(for: OptionTree(parsing: "help")) == NetdevTable.help)
        #expect(try NetdevTable.help(for: OptionTree(parsing: "id=n1,help")) == NetdevTable.help)
        #expect(try NetdevTable.help(for: OptionTree(parsing: "dgram,wibble=1,help")) == NetdevType.dgram.help)
        let error = try #require(throws: OptionError.self) {
            try NetdevTable.help(for: OptionTree(parsing: "dgrma,help"))
        }
        #expect(error.suggestion == "dgram")
    }
}
