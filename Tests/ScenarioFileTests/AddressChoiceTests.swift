@testable import ScenarioFile
import Testing
import WireFormats

@Suite("The addresses of a flow")
struct AddressChoiceTests {
    /// A host with addresses on eth0, on VLAN 30 of it and on eth1, and a host with these.
    private func nodes(
        _ plain: [String], tagged: [String] = [], second: [String] = [], routes: [(String, [String])] = [],
        to: [String]
    ) throws -> [Scenario.Node] {
        func prefixes(_ texts: [String]) throws -> [IPPrefix] { try texts.map { try #require(IPPrefix($0)) } }
        let nic = Scenario.NICPlan(mac: .zero, mtu: 1500)
        let sender = Scenario.HostPlan(
            nics: [nic, nic],
            interfaces: [
                .init(nic: 0, vlan: nil, addresses: try prefixes(plain)),
                .init(nic: 0, vlan: 30, addresses: try prefixes(tagged)),
                .init(nic: 1, vlan: nil, addresses: try prefixes(second)),
            ],
            routes: try routes.map { destination, hops in
                .init(
                    destination: try #require(IPPrefix(destination)),
                    nextHops: try hops.map { try #require(IPAddress($0)) })
            })
        let receiver = Scenario.HostPlan(
            nics: [nic], interfaces: [.init(nic: 0, vlan: nil, addresses: try prefixes(to))], routes: [])
        return [("h1", sender), ("h2", receiver)].map {
            Scenario.Node(name: $0.0, kind: .host($0.1), portCount: 2, source: .none)
        }
    }

    private func choose(
        _ nodes: [Scenario.Node], port: Int? = nil, vlan: UInt16? = nil, to address: String? = nil, version: Int? = nil
    ) -> String {
        let from = FlowEnd(node: 0, port: port, vlan: vlan, span: .none)
        let to = FlowEnd(node: 1, address: address.flatMap { IPAddress($0) }, span: .none)
        do throws(AddressChoice.Refusal) {
            let pair = try AddressChoice(from: from, to: to, nodes: nodes, version: version).pair()
            return "\(pair.source.address) \(pair.destination)\(pair.isReachable ? "" : " no-route")"
        } catch {
            return "\(error)"
        }
    }

    @Test("IPv4 goes first, and the family chooses")
    func families() throws {
        let nodes = try nodes(["fd00::1/64", "10.0.0.1/24"], to: ["fd00::2/64", "10.0.0.2/24"])
        #expect(choose(nodes) == "10.0.0.1 10.0.0.2")
        #expect(choose(nodes, version: 6) == "fd00::1 fd00::2")
        #expect(choose(nodes, to: "fd00::9") == "fd00::1 fd00::9")
    }

    @Test("what arrives goes before what does not")
    func reachable() throws {
        let apart = try nodes(["10.1.0.1/24", "fd00::1/64"], to: ["10.2.0.2/24", "fd00::2/64"])
        #expect(choose(apart) == "fd00::1 fd00::2")
        #expect(choose(apart, version: 4) == "10.1.0.1 10.2.0.2 no-route")
    }

    @Test("the interface that is named sends")
    func interfaces() throws {
        let nodes = try nodes(
            ["10.0.0.1/24"], tagged: ["10.0.30.1/24"], second: ["10.0.1.1/24"],
            to: ["10.0.0.2/24", "10.0.1.2/24", "10.0.30.2/24"])
        #expect(choose(nodes) == "10.0.0.1 10.0.0.2")
        #expect(choose(nodes, port: 0) == "10.0.0.1 10.0.0.2")
        #expect(choose(nodes, port: 0, vlan: 30) == "10.0.30.1 10.0.30.2")
        #expect(choose(nodes, port: 1) == "10.0.1.1 10.0.1.2")
    }

    @Test("by the longest route, from the address on the way to the next hop")
    func routes() throws {
        let nodes = try nodes(
            ["10.0.0.1/24"], second: ["10.0.1.1/24"],
            routes: [
                ("0.0.0.0/0", ["10.0.0.254"]), ("192.0.2.0/24", ["10.9.9.9", "10.0.1.254"]), ("::/0", ["fd00::fe"]),
            ], to: ["192.0.2.9/24"])
        #expect(choose(nodes) == "10.0.1.1 192.0.2.9")
        #expect(choose(nodes, to: "198.51.100.1") == "10.0.0.1 198.51.100.1")
        #expect(choose(nodes, port: 0) == "10.0.0.1 192.0.2.9")
        #expect(choose(nodes, port: 1, to: "10.0.0.9") == "10.0.1.1 10.0.0.9")
    }

    @Test("without addresses there is no flow")
    func refusals() throws {
        #expect(choose(try nodes([], to: ["10.0.0.2/24"])) == "missing(atSender: true)")
        #expect(choose(try nodes(["10.0.0.1/24"], to: [])) == "missing(atSender: false)")
        #expect(choose(try nodes(["10.0.0.1/24"], to: ["10.0.0.2/24"]), version: 6) == "missing(atSender: true)")
        #expect(choose(try nodes(["10.0.0.1/24"], to: ["fd00::2/64"])) == "strangers")
    }

    @Test("an address of nobody has no node; one of a node has that")
    func destinations() throws {
        let plan = try scenario(
            twoHosts(
                """
                traffic:
                  a: { kind: ping, from: h1, to: 10.0.0.2 }
                  b: { kind: ping, from: h1, to: 10.0.0.99 }
                  c: { kind: udp, from: 10.0.0.2, to: h1 }
                """))
        #expect(plan.flows.map(\.to) == [.init(node: 1), nil, .init(node: 0)])
        #expect(plan.flows[1].addresses?.destination == IPAddress("10.0.0.99"))
        #expect(plan.flows[2].from == .init(node: 1))
        #expect(plan.warnings.isEmpty)
    }
}
