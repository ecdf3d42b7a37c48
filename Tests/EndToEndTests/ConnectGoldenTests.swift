import Testing

@testable import NetdevOptions

@Suite("connect, word for word", .timeLimit(.minutes(10)))
struct ConnectGoldenTests {
    @Test("the answer to a command line", arguments: ConnectGolden.all)
    func answer(_ golden: ConnectGolden) throws {
        let outcome = try Binary.start(["connect"] + golden.arguments).outcome()
        let status = try #require(outcome.status)
        // Mistakes go to standard error and help to standard output, and the other stream has nothing.
        let (answer, other) =
            status == 0 ? (outcome.output, outcome.diagnostics) : (outcome.diagnostics, outcome.output)
        #expect(other.isEmpty)
        if ConnectGolden.isBlessing { return try golden.bless(status: status, answer: answer) }
        #expect(status == golden.status)
        #expect(answer == golden.answer)
    }

    @Test("there are files, and each says how its command ends")
    func files() {
        #expect(ConnectGolden.all.count > 100)
        #expect(ConnectGolden.all.allSatisfy { $0.status == 2 || ($0.status == 0 && $0.name.hasPrefix("help")) })
        #expect(!ConnectGolden.isBlessing, "nothing was compared: the files were written")
    }

    /// Every line of every answer to a wrong command line.
    private static let lines = ConnectGolden.all.filter { $0.status != 0 }.flatMap { $0.answer.split(separator: "\n") }

    @Test(
        "each wrong value of each key is there, with the rule of the key",
        arguments: NetdevTable.types.flatMap { type in type.keys.dropFirst().map { WrongValues(of: $0, in: type) } })
    func values(_ wrong: WrongValues) throws {
        for item in wrong.items {
            let error = try #require(wrong.error(for: item), "\(item) is accepted")
            #expect(Self.lines.contains { $0.hasSuffix("error: \(error.message)") }, "no file has: \(error.message)")
            for text in [error.rule, error.remedy].compactMap(\.self) {
                #expect(Self.lines.contains { $0.hasSuffix("= \(text)") }, "no file has: \(text)")
            }
            if let suggestion = error.suggestion {
                #expect(Self.lines.contains { $0.contains("did you mean `\(suggestion)`?") })
            }
        }
    }

    @Test("each key that QEMU takes and we do not is there, with the reason", arguments: NetdevTable.types)
    func refusedKeys(_ type: NetdevType) {
        for key in type.refusedKeys {
            let message = "option '\(key.name)' of \(type.name) is not supported"
            #expect(Self.lines.contains { $0.hasSuffix("error: \(message)") }, "no file has: \(message)")
            #expect(Self.lines.contains { $0.hasSuffix("= \(key.reason)") }, "no file has: \(key.reason)")
        }
    }

    @Test("each text that an error is made of in the sources is there", arguments: try MessageTemplate.all())
    func templates(_ template: MessageTemplate) {
        #expect(Self.lines.contains { template.matches($0) }, "\(template.file): no file has: \(template)")
    }

    @Test("the texts of errors are found in the sources")
    func templatesAreFound() throws {
        let templates = try MessageTemplate.all()
        #expect(templates.count > 80)
        #expect(templates.contains { "\($0)" == "unknown netdev type '…'" })
        #expect(templates.contains { "\($0)" == "RFC 3931 4.1.1: over IP there are no ports" })
    }

    @Test("all types have their help among the files")
    func help() {
        let answers = ConnectGolden.all.filter { $0.status == 0 }.map(\.answer)
        #expect(answers.contains(NetdevTable.help))
        for type in NetdevTable.types { #expect(answers.contains(type.help)) }
    }
}
