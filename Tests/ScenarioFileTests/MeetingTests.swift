import Testing
import WireFormats

@testable import ScenarioFile

/// Small rules that a hard user asked for.
@Suite("What files of others bring")
struct MeetingTests {
    private func warnings(_ link: String) throws -> [String] {
        try scenario(
            "version: 1\ntopology:\n  nodes: { h1: host, h2: host }\n  links:\n    - { id: t, kind: l2tpv3, endpoints: [h1, h2], \(link) }"
        ).warnings.map(\.message)
    }

    @Test(
        "ends whose written addresses do not meet are a warning, those that do are none",
        arguments: [
            ("a: { dst: 127.9.9.7 }", ["a sends to 127.9.9.7 and b gets an address of its own: nothing arrives"]),
            (
                "options: { src: 127.9.9.1, dst: 127.9.9.2 }, b: { dst: 127.9.9.7 }",
                ["b sends to 127.9.9.7 and a is at 127.9.9.1: nothing arrives"]
            ),
            (
                "options: { src: 127.9.9.1, dst: 127.9.9.2, strict-peer: on }, b: { dst: 127.9.9.7 }",
                [
                    "b hears 127.9.9.7 alone and a is at 127.9.9.1: frames end as source-mismatch",
                    "b sends to 127.9.9.7 and a is at 127.9.9.1: nothing arrives",
                ]
            ),
            ("options: { src: 127.9.9.1, dst: 127.9.9.2, strict-peer: on }", []),
            ("options: { src: 0.0.0.0 }, b: { dst: 127.0.0.1 }", []),
            ("options: { src: localhost }, b: { dst: 127.0.0.1 }", []),
        ])
    func addresses(_ link: String, _ expected: [String]) throws {
        #expect(try Set(warnings(link)) == Set(expected))
    }

    @Test("a byte order mark is no part of the text, and moves no place")
    func byteOrderMark() throws {
        let text = "\u{FEFF}version: 1\ntopology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }\n"
        #expect(try scenario(text).nodes.count == 2)
        guard case .failure(let invalid) = ScenarioLoader.load(text: "\u{FEFF}versoin: 1\n", file: "lab.yaml") else {
            Issue.record("loaded")
            return
        }
        #expect(invalid.diagnostics.first?.column == 1)
    }

    @Test("addresses of a host are in the VLAN of its NIC", arguments: ["10.0.0.1/24", "{ eth0: 10.0.0.1/24 }"])
    func vlanOfNIC(_ ip: String) throws {
        let plan = try scenario(
            """
            version: 1
            topology:
              nodes: { h1: { kind: host, ip: \(ip), nics: [{ vlan: 5 }] }, h2: host }
              links: [[h1, h2]]
            """)
        let interface = try #require(plan.nodes[0].host?.interfaces.first)
        #expect(interface.vlan == 5)
        #expect(interface.addresses.map(\.description) == ["10.0.0.1/24"])
    }

    @Test("the value of a parameter takes no parameters, and says so once")
    func nestedParameter() {
        guard
            case .failure(let invalid) = ScenarioLoader.load(
                text: twoHosts(
                    "params: { a: \"${b}\", b: 7 }\ntraffic: { f: { kind: ping, from: h1, to: h2, count: \"${a}\" }, g: { kind: ping, from: h1, to: h2, count: \"${b}\" } }"
                ),
                file: "lab.yaml")
        else {
            Issue.record("loaded")
            return
        }
        #expect(invalid.diagnostics.map(\.message) == ["the value of a parameter takes no parameters"])
    }
}
