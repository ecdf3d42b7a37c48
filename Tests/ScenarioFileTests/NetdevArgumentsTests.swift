import NetdevOptions
import ScenarioFile
import TestSupport
import Testing

@Suite("netdevs of a command line")
struct NetdevArgumentsTests {
    private func configuration(_ text: String) throws -> NetdevConfiguration {
        try #require(try NetdevArguments.read([text]).get().first)
    }

    private func mistakes(_ texts: String...) throws -> [Diagnostic] {
        try #require(throws: InvalidArguments.self) { try NetdevArguments.read(texts).get() }.diagnostics
    }

    @Test(
        "JSON means what an option string means",
        arguments: [
            (
                """
                {"type":"dgram","id":"d","local":{"type":"inet","host":"127.0.0.1","port":"5001"},\
                "remote":{"type":"inet","host":"127.0.0.1","port":5002}}
                """,
                """
                dgram,id=d,local.type=inet,local.host=127.0.0.1,local.port=5001,remote.type=inet,\
                remote.host=127.0.0.1,remote.port=5002
                """
            ),
            (
                " \n{ \"type\" : \"l2tpv3\", \"src\": \"a,b\", \"dst\": \"\\u0061\\\"\", \"txsession\": 0x10, \"ipv6\": true}",
                "l2tpv3,src=a,,b,dst=a\",txsession=16,ipv6=on"
            ),
            (
                #"{"type":"l2tpv3","src":"a","dst":"b","txsession":"7","counter":"true"}"#,
                "l2tpv3,src=a,dst=b,txsession=7,counter"
            ),
            (
                #"{"type":"dgram","local.type":"unix","local":{"path":"/a/{b}: [c], #d"},"remote":{"type":"unix","path":"x"}}"#,
                "dgram,local.type=unix,local.path=/a/{b}: [c],, #d,remote.type=unix,remote.path=x"
            ),
        ])
    func json(text: String, string: String) throws {
        #expect(try configuration(text) == configuration(string))
        #expect(try configuration(string) == NetdevSpecification.parse(string))
    }

    @Test("every example of help is right, in both forms", arguments: NetdevTable.types.flatMap(\.examples))
    func examples(_ example: NetdevExample) throws {
        #expect(try NetdevArguments.read(example.netdevs).get().count == example.netdevs.count)
    }

    @Test(
        "places in JSON: the key or the value, with its quotes",
        arguments: [
            (#"{"type":"dgram","local":{"type":"inet","hots":"a"}}"#, 1, 40, 6),
            (#"{"type":"dgram","local":{"type":"inet","port":99999}}"#, 1, 47, 5),
            ("{\"type\":\"dgram\",\n \"local\":\n  {\"type\":\"inte\"}}", 3, 11, 6),
            (#"{"type":"dgarm"}"#, 1, 9, 7), (#"{"id":"x"}"#, 1, 1, 1),
            (#"{"type":"dgram","local":[1]}"#, 1, 25, 1), (#"{"type":"dgram","id":null}"#, 1, 22, 4),
            (#"{"type":"dgram","id":~}"#, 1, 22, 1), (#"{"type":"dgram","lokal":{"a":{"b":1}}}"#, 1, 17, 7),
            (#"{"type":"dgram"} {}"#, 1, 18, 1),
        ])
    func placesInJSON(text: String, line: Int, column: Int, length: Int) throws {
        let mistake = try #require(try mistakes(text).first)
        #expect((mistake.file, mistake.line, mistake.column, mistake.length) == ("netdev 1", line, column, length))
    }

    @Test(
        "places in an option string: the key or the value, to its end",
        arguments: [
            ("dgram,wibble=1", 7, 6), ("dgram,wibble", 7, 6), ("dgrma,id=x", 1, 5), ("type=dgrma", 6, 5),
            ("dgram,local.host=a,,b,id=x", 18, 4), ("dgram,local.host=a=b,id=x", 18, 3), ("dgram,id=", 10, 1),
            ("dgram,id=,local.type=inet", 10, 1), ("dgram,id=a,id=b", 12, 2), ("l2tpv3,id=n1", 1, 6), ("", 1, 1),
            ("dgram,id=\n", 10, 1), ("\u{FEFF}dgram", 1, 6),
        ])
    func placesInStrings(text: String, column: Int, length: Int) throws {
        let mistake = try #require(try mistakes(text).first)
        #expect((mistake.line, mistake.column, mistake.length) == (1, column, length))
    }

    @Test("all mistakes of all arguments, in their order")
    func everything() throws {
        let found = try mistakes("dgram,id=x,wibble=1,local.port=x", "nothing", "dgram,id=x")
        #expect(found.map(\.file) == ["netdev 1", "netdev 1", "netdev 2", "netdev 3", "netdev 3"])
        #expect(found.map(\.column) == [12, 32, 1, 1, 10])
        #expect(found.last?.message == "Duplicate ID 'x'")
        #expect(found.last?.notes.first?.file == "netdev 1")
        #expect(found.last?.notes.first?.span?.column == 10)
    }

    @Test("two that bind the same address: the later one is at fault, and the earlier one is shown")
    func sameAddress() throws {
        let unix = "dgram,local.type=unix,local.path=/a,remote.type=unix,remote.path=/b"
        let found = try mistakes(
            unix, #"{"type":"dgram","local":{"type":"unix","path":"/a"},"remote":{"type":"unix","path":"/c"}}"#)
        #expect(found.count == 1)
        #expect(found.first?.message == "the path '/a' is already bound by netdev 1")
        #expect(found.first?.column == 47)
        #expect(found.first?.notes.first?.span == SourceSpan(line: 1, column: 34, length: 2))
        let group = "dgram,remote.type=inet,remote.host=239.0.0.1,remote.port=1"
        #expect(try NetdevArguments.read([group, group]).get().count == 2)
    }

    @Test("bytes that were no UTF-8 would name another file")
    func notUTF8() throws {
        #expect(try mistakes("dgram,local.path=/\u{FFFD}").map(\.column) == [19])
        #expect(try mistakes("{\"type\":\n\"\u{FFFD}\"}").map(\.line) == [2])
    }

    @Test("JSON that goes on for ever is refused in good time")
    func bounds() throws {
        let deep = "{\"a\":" + String(repeating: "{\"a\":", count: 5_000)
        #expect(try mistakes(deep).count == 1)
        let nested = String(repeating: "{\"a\":", count: 200) + "1" + String(repeating: "}", count: 200)
        #expect(try mistakes(nested).first?.message == "the argument is nested deeper than 100 levels")
        #expect(try !mistakes("{" + String(repeating: "\"a\":1,", count: 5_000) + "}").isEmpty)
    }

    @Test("random texts are read or refused, at a place inside them", arguments: 0..<30 as Range<UInt64>)
    func randomTexts(seed: UInt64) {
        let words = [
            "{", "}", "[", "]", ":", ": ", ",", "\"", "\"type\":\"dgram\"", "\"local\":", "\"inet\"", "null", "true",
            "&a ", "*a", "!t ", "\\u0000", "\n", "\t", "é", "\u{FFFD}", "dgram", "=", "id", "<<", "#", "'", "\u{2028}",
        ]
        var random = SplitMix64(seed: seed)
        for _ in 0..<200 {
            let text = (0..<Int.random(in: 0..<16, using: &random)).reduce(Bool.random(using: &random) ? "{" : "") {
                text, _ in
                text + words[Int.random(in: 0..<words.count, using: &random)]
            }
            guard case .failure(let invalid) = NetdevArguments.read([text]) else { continue }
            for mistake in invalid.diagnostics {
                #expect((1...text.unicodeScalars.count + 1).contains(mistake.line))
                #expect((1...text.unicodeScalars.count + 1).contains(mistake.column))
                #expect(mistake.description.hasPrefix("netdev 1:"))
            }
        }
    }

    @Test("help, asked for in any argument, wins over mistakes in others")
    func help() throws {
        #expect(try NetdevArguments.help(["l2tpv3,wibble=1", "dgram,local.type=unix,help"]).get() == [dgramHelp])
        #expect(try NetdevArguments.help(["help", "dgram,?"]).get() == [NetdevTable.help, dgramHelp])
        #expect(try NetdevArguments.help(["l2tpv3", "{\"type\":\"help\"}", "a,,"]).get().isEmpty)
        let error = try #require(throws: InvalidArguments.self) {
            try NetdevArguments.help(["help", "dgarm,help"]).get()
        }
        #expect(error.diagnostics.first?.suggestion == "dgram")
        #expect(error.diagnostics.first?.file == "netdev 2")
    }

    private var dgramHelp: String { NetdevTable.type(named: "dgram")?.help ?? "" }
}
