@testable import ScenarioFile
import TestSupport
import Testing
import WireFormats

@Suite("Matches as written")
struct MatchCompilerTests {
    private static let compiler = MatchCompiler(addresses: LabNodes.book)

    /// The condition with its values.
    private static func text(_ match: FieldMatch) -> String {
        switch match {
        case .all(let parts): "all(" + parts.map(text).joined(separator: ", ") + ")"
        case .any(let parts): "any(" + parts.map(text).joined(separator: ", ") + ")"
        case .not(let inner): "not(\(text(inner)))"
        case .present(let field): field.name
        case .compare(let field, let relation, let values, _):
            "\(field.name) \(relation.rawValue) " + values.map(\.description).joined(separator: "|")
        }
    }

    @Test(
        "conditions",
        arguments: [
            ("arp", "arp"), ("not ip.ttl == 64", "not(ip.ttl == 64)"), ("ip.ttl", "ip.ttl"),
            ("arp or ip or ipv6", "any(arp, ip, ipv6)"), ("arp or (ip and udp)", "any(arp, all(ip, udp))"),
            ("(arp or ip) and udp and tcp", "all(any(arp, ip), udp, tcp)"),
            ("eth.type == 0x0800", "eth.type == 2048"), ("ip.ttl >= 1_0", "ip.ttl >= 10"),
            ("tcp.flags.syn == true", "tcp.flags.syn == 1"), ("ip.flags.df != 0", "ip.flags.df != 0"),
            ("udp.payload == de:ad", "udp.payload == de:ad"),
            ("udp.payload == \"dead beef\"", "udp.payload == de:ad:be:ef"),
            ("eth.dst == ff:ff:ff:ff:ff:ff", "eth.dst == ff:ff:ff:ff:ff:ff"),
            ("eth.dst == h2", "eth.dst == 52:54:00:00:00:02"),
            ("eth.src == r1", "eth.src == 52:54:00:00:00:03|52:54:00:00:00:04"),
            ("eth.src == r1:eth1", "eth.src == 52:54:00:00:00:04"),
            ("eth.dst == bare", "eth.dst == 52:54:00:00:00:05"),
            ("ip.src == h1", "ip.src == 10.0.0.1"), ("ip.dst ne h2", "ip.dst != 10.0.0.2|10.9.0.2"),
            ("ipv6.dst == h1", "ipv6.dst == fd00::1"), ("ip.src == r1:eth0", "ip.src == 10.0.0.254"),
            ("ip.src == r1:eth1.30", "ip.src == 10.0.30.254"),
            ("ip.src == c[*]", "ip.src == 10.0.0.11|10.0.0.12|10.0.0.20"),
            ("ip.src == c[1..2]", "ip.src == 10.0.0.11|10.0.0.12"), ("ip.src == c[10]", "ip.src == 10.0.0.20"),
            ("eth.dst == c[1..2]:eth0", "eth.dst == 52:54:00:00:00:11|52:54:00:00:00:12"),
            ("arp.dst.proto_ipv4 == h1", "arp.dst.proto_ipv4 == 10.0.0.1"),
            ("ip.addr == 10.0.0.7", "ip.addr == 10.0.0.7"),
        ])
    func conditions(text: String, expected: String) throws {
        #expect(Self.text(try Self.compiler.compile(text)) == expected)
    }

    @Test("a value keeps the text that it was written by")
    func writtenText() throws {
        guard case .compare(_, _, _, let text) = try Self.compiler.compile("eth.dst == h2") else {
            Issue.record("no comparison")
            return
        }
        #expect(text == "h2")
    }

    /// The error, its place as the text that stands there, and what is suggested.
    private func refusal(_ text: String) throws -> String {
        let error = try #require(throws: ValueError.self) { try Self.compiler.compile(text) }
        let part = try #require(error.part)
        let scalars = Array(text.unicodeScalars)
        try #require(part.upperBound <= scalars.count)
        let suggestion = error.suggestion.map { " -> \($0)" } ?? ""
        return "\(SourceText.string(scalars[part])): \(error.message)\(suggestion)"
    }

    @Test(
        "mistakes in fields",
        arguments: [
            ("eth.dest == h2", "eth.dest: no field is named `eth.dest` -> eth.dst"),
            ("arp and ip.df == 1", "ip.df: no field is named `ip.df` -> ip.flags.df"),
            ("ip.dscp == 1", "ip.dscp: no field is named `ip.dscp` -> ip.dsfield.dscp"),
            ("something == 1", "something: no field is named `something`"),
            ("h2", "h2: `h2` is no field of a frame, but stands for an address"),
            ("h2 == eth.dst", "h2 == eth.dst: the field stands first in a comparison -> eth.dst == h2"),
            ("ip.src == ip.dst", "ip.dst: `ip.dst` is a field; a field is compared with a value"),
            ("ip == 10.0.0.1", "ip: `ip` is a protocol, which is there or not: it has no value"),
            (
                "tcp.flags.syn",
                "tcp.flags.syn: `tcp.flags.syn` alone asks whether there is such a flag, set or not -> tcp.flags.syn == 1"
            ),
            ("have(qemu)", "have: `have(...)` has no meaning in a match"),
            ("clock == real", "clock: no field is named `clock`"),
        ])
    func fields(text: String, expected: String) throws {
        #expect(try refusal(text) == expected)
    }

    @Test(
        "mistakes in values",
        arguments: [
            ("eth.dst == 7", "7: `7` is not a MAC address"),
            ("ip.ttl < h2", "h2: `ip.ttl` is a number, and `h2` is a name that stands for addresses"),
            ("ip.ttl == 10.0.0.1", "10.0.0.1: `ip.ttl` is a number, and `10.0.0.1` is an IPv4 address"),
            ("ip.ttl == 300", "300: 300 is out of range: from 0 to 255"),
            ("ip.ttl == many", "many: `many` is not an integer"),
            ("eth.dst < h2", "eth.dst < h2: `eth.dst` is a MAC address, which has no order"),
            ("ip.dst >= 10.0.0.1", "ip.dst >= 10.0.0.1: `ip.dst` is an IPv4 address, which has no order"),
            ("data.data < 01", "data.data < 01: `data.data` is bytes, which has no order"),
            ("eth.dst == h9", "h9: no node is named `h9` -> h1"),
            ("eth.dst == \"h9\"", "h9: no node is named `h9` -> h1"),
            ("eth.dst == h2:eth7", "eth7: `h2` has no interface `eth7` with an address -> eth0"),
            ("eth.dst == s1", "s1: `s1` has no NIC and no address"),
            ("eth.dst == 10.0.0.1", "10.0.0.1: `eth.dst` is a MAC address, and `10.0.0.1` is an IPv4 address"),
            ("ip.dst == fd00::1", "fd00::1: `ip.dst` is an IPv4 address, and `fd00::1` is an IPv6 address"),
            ("ip.dst == 10.0.0.0/24", "10.0.0.0/24: `ip.dst` is an IPv4 address, and `10.0.0.0/24` is a network"),
            ("ip.dst == 10.0.0.999", "10.0.0.999: `10.0.0.999` is not an IPv4 address"),
            ("ipv6.dst == h2", "h2: `h2` has no IPv6 address"),
            ("ip.dst == bare", "bare: `bare` has no IPv4 address"),
            ("ip.dst == c[1..3]", "c[1..3]: no node is named `c3` -> c1"),
            ("ip.dst == d[*]", "d[*]: no node is named `d` and a number"),
            ("ip.dst == c[5..1]", "c[5..1]: the range of `c[5..1]` runs backwards -> c[1..5]"),
            ("tcp.flags.syn == 2", "2: `tcp.flags.syn` is a flag, and `2` is neither 0 nor 1"),
            ("udp.payload == dead:b", "b: half a byte: hex digits come in pairs"),
            ("udp.payload == \"de xx\"", "x: `x` is not a hex digit"),
        ])
    func values(text: String, expected: String) throws {
        #expect(try refusal(text) == expected)
    }

    @Test("the other version has its own field, which is told")
    func otherVersion() {
        let error = #expect(throws: ValueError.self) { try Self.compiler.compile("ip.dst == fd00::1") }
        #expect(error?.notes == ["its field is `ipv6.dst`"])
        let other = #expect(throws: ValueError.self) { try Self.compiler.compile("ipv6.src == 10.0.0.1") }
        #expect(other?.notes == ["its field is `ip.src`"])
    }

    @Test("random conditions are compiled or refused, and the place lies in them")
    func randomText() {
        var random = SplitMix64(seed: 6)
        let pieces = [
            " and ", " or ", "not ", "(", ")", " == ", " != ", " < ", "!", "eth.dst", "ip.src", "ip.ttl", "udp", "h2",
            "c[*]", "c[1..99999999]", "7", "0xffffffffffffffffff", "10.0.0.1", "::", "\"de ad\"", "r1:eth1", ":", "[",
        ]
        var read = 0
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 0..<8, using: &random)).map { _ in pieces.randomElement(using: &random) ?? ""
            }
            .joined()
            do {
                _ = try Self.compiler.compile(text)
                read += 1
            } catch {
                let end = max(1, text.unicodeScalars.count)
                #expect(error.part.map { $0.lowerBound >= 0 && $0.upperBound <= end } == true, "\(text)")
            }
        }
        #expect(read > 100)
    }
}

@Suite("Addresses that names stand for")
struct AddressBookTests {
    @Test("stations and addresses of a name, none twice")
    func both() throws {
        let book = LabNodes.book
        #expect(try book.macs("r1").map(\.description) == ["52:54:00:00:00:03", "52:54:00:00:00:04"])
        #expect(try book.macs("52:54:00:99:99:99").map(\.description) == ["52:54:00:99:99:99"])
        #expect(try book.addresses("h1").map(\.description) == ["10.0.0.1", "fd00::1"])
        #expect(try book.addresses("h1", version: 6).map(\.description) == ["fd00::1"])
        #expect(try book.addresses("10.7.7.7", version: 4).map(\.description) == ["10.7.7.7"])
        #expect(throws: ValueError.self) { try book.addresses("10.7.7.7", version: 6) }
        #expect(throws: ValueError.self) { try book.addresses("bare") }
    }

    @Test("the station that an address belongs to")
    func station() {
        #expect(LabNodes.book.station(of: .v4(IPv4Address(10, 0, 30, 254)))?.description == "52:54:00:00:00:04")
        #expect(LabNodes.book.station(of: .v4(IPv4Address(10, 0, 30, 1))) == nil)
    }
}
