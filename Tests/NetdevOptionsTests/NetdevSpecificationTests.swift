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

    @Test("every option that is wrong by itself is told, what is missing behind them, and no echo of either")
    func allMistakes() throws {
        func mistakes(_ text: String) throws -> [String] {
            let tree = try OptionTree(parsing: text)
            return try #require(throws: InvalidOptions.self) { try NetdevSpecification.read(tree) }.errors.map(
                \.message)
        }
        #expect(
            try mistakes("l2tpv3,offset=257,wibble=1,udp=maybe") == [
                "offset: 257 is not in 0...256", "unknown option 'wibble' of l2tpv3",
                "udp: 'maybe' is neither on nor off",
                "l2tpv3 needs src=ADDRESS, dst=ADDRESS and txsession=1...2^32-1",
            ])
        // What is only misspelt is not missing; rules that join several options wait until each is right.
        #expect(
            try mistakes("l2tpv3,scr=a,dst=b,txsession=1,srcport=1") == ["unknown option 'scr' of l2tpv3"])
        #expect(try mistakes("l2tpv3,src=a,dst=b,txsession=1,srcport=1") == ["srcport is only for udp=on"])
    }

    @Test("an address of the other version of IP than the options say is refused")
    func versionsOfIP() throws {
        for (text, suggestion) in [
            ("src=::1,dst=b", "ipv6=on"), ("src=a,dst=fe80::1%eth0", "ipv6=on"),
            ("src=127.0.0.1,dst=b,ipv6=on", "ipv6=off"), ("src=a,dst=127.0.0.1,ipv6", "ipv6=off"),
        ] {
            let error = try #require(throws: OptionError.self) {
                try NetdevSpecification.parse("l2tpv3,txsession=1,\(text)")
            }
            #expect(error.suggestion == suggestion)
        }
    }

    @Test("a type of QEMU's that is not there yet is refused in other words than a mistyped one")
    func otherTypes() throws {
        let error = try #require(throws: OptionError.self) { try NetdevSpecification.parse("netmap,ifname=x") }
        #expect(error.message == "netdev type 'netmap' is not supported yet")
        #expect(error.rule == "the types are \(NetdevTable.types.map(\.name).listed())")
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
