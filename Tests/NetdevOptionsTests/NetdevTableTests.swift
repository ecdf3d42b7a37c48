import Testing

@testable import NetdevOptions

@Suite("the netdev table")
struct NetdevTableTests {
    @Test("types and keys have one meaning each, and say it")
    func uniqueness() {
        let names = NetdevTable.types.map(\.name)
        #expect(Set(names).count == names.count)
        for type in NetdevTable.types {
            let keys = type.keys.map(\.name)
            #expect(Set(keys).count == keys.count)
            #expect(keys.prefix(2) == ["type", "id"])
            #expect(!type.summary.isEmpty && type.keys.allSatisfy { !$0.summary.isEmpty })
            #expect(NetdevTable.type(named: type.name)?.name == type.name)
            let refused = type.refusedKeys.map(\.name)
            #expect(Set(refused).count == refused.count && Set(refused).isDisjoint(with: keys))
            for key in type.keys {
                guard case .choice(let words) = key.kind else { continue }
                #expect(Set(key.refusedWords.map(\.name)).isDisjoint(with: words))
            }
        }
        #expect(NetdevTable.type(named: "hub") == nil)
        #expect(Set(names).isDisjoint(with: NetdevTable.otherTypes))
    }

    @Test("crossing is one to one and its own inverse")
    func mirroring() throws {
        for type in NetdevTable.types {
            for key in type.keys {
                guard let name = key.mirroredName else { continue }
                #expect(try #require(type.key(named: name)).mirroredName == key.name)
            }
        }
    }

    @Test("written defaults are values of their keys, and change nothing")
    func defaults() throws {
        let plain = "l2tpv3,src=a,dst=b,txsession=1"
        let configuration = try NetdevSpecification.parse(plain)
        for key in try #require(NetdevTable.type(named: "l2tpv3")).keys {
            guard let text = key.defaultText else { continue }
            let value = key.name == "rxsession" ? "1" : text
            #expect(try NetdevSpecification.parse("\(plain),\(key.name)=\(value)") == configuration)
        }
    }

    @Test("what QEMU does not know is marked")
    func beyondQEMU() throws {
        let type = try #require(NetdevTable.type(named: "l2tpv3"))
        #expect(
            type.keys.filter(\.isBeyondQEMU).map(\.name) == [
                "txcookie-bits", "rxcookie-bits", "sublayer", "sequence", "strict-peer", "fragment",
            ])
        #expect(type.keys.filter(\.isMandatory).map(\.name) == ["type", "src", "dst", "txsession"])
        #expect(try #require(NetdevTable.type(named: "dgram")).keys.filter(\.isBeyondQEMU).map(\.name) == ["ttl"])
    }

    @Test(
        "kinds in the words of help",
        arguments: [
            ("udp", "on|off"), ("offset", "0...256"), ("txsession", "1...2^32-1"), ("txcookie", "0...2^64-1"),
            ("srcport", "0...65535"), ("dstport", "1...65535"), ("sequence", "off|check|reorder"),
            ("sublayer", "none|counter|pinned|default"), ("src", "ADDRESS"), ("id", "IDENTIFIER"),
        ])
    func kinds(key: String, text: String) throws {
        let type = try #require(NetdevTable.type(named: "l2tpv3"))
        #expect(try #require(type.key(named: key)).kind.description == text)
    }

    @Test(
        "kinds of dgram in the words of help",
        arguments: [
            ("local.type", "inet|unix|fd"), ("remote.type", "inet|unix"), ("local.host", "ADDRESS"),
            ("local.port", "0...65535"), ("remote.port", "1...65535"), ("remote.path", "PATH"), ("local.str", "FD"),
        ])
    func kindsOfDgram(key: String, text: String) throws {
        let type = try #require(NetdevTable.type(named: "dgram"))
        #expect(try #require(type.key(named: key)).kind.description == text)
    }
}
