import Testing

@testable import NetdevOptions

@Suite("netdev types and unknown keys")
struct NetdevSpecificationTests {
    @Test(
        "the type must be there and known",
        arguments: [
            ("", 1, "type is missing", nil),
            ("id=n1", 1, "type is missing", nil),
            ("l2tpv2,id=n1", 1, "unknown netdev type 'l2tpv2'", "l2tpv3"),
            ("id=n1,type=tapp", 12, "unknown netdev type 'tapp'", nil),
        ] as [(String, Int, String, String?)])
    func types(text: String, column: Int, message: String, suggestion: String?) throws {
        let error = try #require(throws: OptionError.self) { try NetdevSpecification.parse(text) }
        #expect(error.position.column == column)
        #expect(error.message.contains(message))
        #expect(error.suggestion == suggestion)
    }

    @Test(
        "an unknown key points at itself and at the nearest one",
        arguments: [
            ("l2tpv3,src=a,cokie64=on", 14, "cookie64"),
            ("l2tpv3,txsesion=1", 8, "txsession"),
            ("l2tpv3,strictpeer=on", 8, "strict-peer"),
            ("l2tpv3,src=a,noudp", 14, "udp=off"),
            ("l2tpv3,wibble=1", 8, nil),
        ] as [(String, Int, String?)])
    func unknownKeys(text: String, column: Int, suggestion: String?) throws {
        let error = try #require(throws: OptionError.self) { try NetdevSpecification.parse(text) }
        #expect(error.message.hasPrefix("unknown option"))
        #expect(error.position.column == column)
        #expect(error.suggestion == suggestion)
    }

    @Test("the first mistake of the text is the one that is told")
    func firstMistake() throws {
        let error = try #require(throws: OptionError.self) {
            try NetdevSpecification.parse("l2tpv3,offset=257,wibble=1")
        }
        #expect(error.position.column == 15)
    }

    @Test("a map reads like a string, at its own positions")
    func map() throws {
        var line = 10
        let entries = ["type": "l2tpv3", "src": "a,b", "dst": "c", "txsession": "0x7"].sorted { $0.key < $1.key }.map {
            line += 1
            return OptionEntry(
                key: $0.key, value: $0.value, keyPosition: OptionPosition(line: line, column: 7),
                valuePosition: OptionPosition(line: line, column: 20))
        }
        let tree = try OptionTree(entries: entries)
        #expect(
            try NetdevSpecification.parse(tree) == NetdevSpecification.parse("l2tpv3,src=a,,b,dst=c,txsession=7"))
    }
}
