@testable import ScenarioFile
import Testing
import WireFormats

@Suite("Loading scenarios")
struct ScenarioLoaderTests {
    /// The shortest example of the format, word for word.
    static let shortest = """
        # Two hosts, one L2TPv3 tunnel, one ping: four frames.
        version: 1
        topology:
          nodes: { h1: host, h2: host }
          links:
            - { id: tunnel, kind: l2tpv3, endpoints: [h1, h2] }
        traffic:
          hello: { kind: ping, from: h1, to: h2 }
        """

    @Test("the shortest file means what the format says")
    func shortestFile() throws {
        let plan = try scenario(Self.shortest)
        #expect(plan.name == "lab")
        #expect(plan.seed == 1)
        #expect(plan.clock == .real)
        #expect(plan.timeout == 30_000_000_000)
        #expect(plan.settle == 500_000_000)
        #expect(plan.duration == nil)
        #expect(plan.frameLimit == 10_000_000)
        #expect(plan.warnings.isEmpty)
        #expect(plan.nodes.map(\.name) == ["h1", "h2"])
        guard case .host(let host) = plan.nodes[1].kind else {
            Issue.record("h2 is no host")
            return
        }
        #expect(host.addresses == [IPPrefix("10.0.0.2/16")])
        #expect(host.nics == [.init(mac: try #require(MACAddress("52:54:00:12:34:57")), mtu: 1500)])
        let link = try #require(plan.links.first)
        #expect(link.id == "tunnel")
        #expect(link.a == .init(node: 0, port: 0, interface: "eth0"))
        #expect(link.b == .init(node: 1, port: 0, interface: "eth0"))
        let flow = try #require(plan.flows.first)
        let (source, destination) = (IPv4Address(10, 0, 0, 1), IPv4Address(10, 0, 0, 2))
        #expect(flow.kind == .ping(.init(source: .v4(source), destination: .v4(destination))))
        #expect(flow.start == .at(0))
        #expect(flow.count == 1)
        #expect(flow.pace.offset(ofFrame: 1) == 10_000_000)
        #expect(plan.expectations.map(\.text) == ["hello: { delivered: all }", "conserve: all"])
        #expect(plan.expectations.first?.source.line == 8)
    }

    @Test("every key of the head is read")
    func head() throws {
        let plan = try scenario(
            """
            version: 1.0
            name: other
            description: "two\\nlines"
            seed: 0x1_0
            clock: virtual
            timeout: 1.5min
            duration: 250ms
            settle: 0
            limit: 1_000
            x-note: [anything, { at: all }]
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            """)
        #expect(plan.name == "other")
        #expect(plan.description == "two\nlines")
        #expect(plan.seed == 16)
        #expect(plan.clock == .virtual)
        #expect(plan.timeout == 90_000_000_000)
        #expect(plan.duration == 250_000_000)
        #expect(plan.settle == 0)
        #expect(plan.frameLimit == 1000)
    }

    @Test(
        "the name is the base name of the file",
        arguments: [("dir/pair.yaml", "pair"), ("pair", "pair"), (".hidden", ".hidden"), ("a.b.yml", "a.b"), ("", "")])
    func name(file: String, name: String) throws {
        #expect(try ScenarioLoader.load(text: twoHosts(""), file: file).get().name == name)
    }

    @Test("bytes that are no UTF-8 are refused at their place")
    func invalidBytes() {
        let bytes = Array("version: 1\nname: a".utf8) + [0xff, 0x0a]
        guard case .failure(let invalid) = ScenarioLoader.runs(bytes: bytes, file: "lab.yaml") else {
            Issue.record("loaded")
            return
        }
        #expect(invalid.description.hasPrefix("lab.yaml:2:8: error: the file is not UTF-8\n"))
    }

    @Test("a byte order mark and other line ends change nothing")
    func lineEnds() throws {
        let windows = "\u{FEFF}" + Self.shortest.split(separator: "\n").joined(separator: "\r\n")
        #expect(try scenario(windows).meaning == scenario(Self.shortest).meaning)
    }

    @Test("expectations that are written replace the default, and conserve stays")
    func expectations() throws {
        let plan = try scenario(
            twoHosts(
                """
                traffic:
                  f: { kind: udp, from: h1, to: h2, count: 5 }
                  g: { kind: udp, from: h2, to: h1, count: 5 }
                expect:
                  - f:
                      delivered: "95.5%..100%"
                      latency: { max: "<= 60ms", min: 0 }
                    level: warning
                    because: it is fast
                  - frames: { at: "h1:eth0" }
                  - dropped: { node: h2, reason: filtered, count: "!= 3" }
                """))
        #expect(
            plan.expectations.map(\.text) == [
                "f: { delivered: 95.5%..100%, latency: { min: 0s, max: \"<= 60ms\" } }",
                "frames: { at: h1:eth0, dir: rx, count: \">= 1\" }",
                "dropped: { node: h2, reason: filtered, count: \"!= 3\" }",
                "conserve: all",
            ])
        #expect(plan.expectations[0].level == .warning)
        #expect(plan.expectations[0].because == "it is fast")
        #expect(plan.expectations[0].source.line == 7)
        #expect(
            plan.expectations[1].kind
                == .frames(.init(places: [.init(node: 0, port: 0)], direction: .rx, count: .atLeast(1))))
        #expect(plan.expectations[2].kind == .dropped(.init(place: .node(1), reason: .filtered, count: .notEqual(3))))
        #expect(try scenario(twoHosts("expect: []")).expectations.map(\.text) == ["conserve: all"])
    }
}
