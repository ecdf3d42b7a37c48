@testable import ScenarioFile
import Testing
import WireFormats

@Suite("Routers")
struct RouterTests {
    private static let text = """
        version: 1
        topology:
          nodes:
            h1: { kind: host, ip: 10.0.1.2/24, gateway: 10.0.1.1 }
            r1:
              kind: router
              ip: { eth0: 10.0.1.1/24, eth1.30: ["10.0.2.1/24", "fd00:2::1/64"] }
              nics: [{ mac: "02:00:00:00:00:01" }, { mtu: 1400 }]
              routes: { 10.0.3.0/24: [10.0.2.2, 10.0.2.3], default: 10.0.1.9 }
              mtu: 1480
            h2: { kind: host, ip: { eth0.30: 10.0.2.2/24 }, gateway: 10.0.2.1 }
          links: [[h1, r1], [r1, h2]]
        traffic:
          through: { kind: ping, from: h1, to: h2 }
          near: { kind: ping, from: h1, to: r1 }
          own: { kind: udp, from: r1, to: h2 }
        timeline:
          - { at: 1s, node: r1, flush: arp }
        expect:
          - through: { delivered: all, via: [r1] }
          - { dropped: { node: r1, reason: ttl-expired, count: 0 } }
          - { state: { node: r1, arp: { h1: h1, h2: h2 }, counters: { "eth1.tx_frames": ">= 1" }, mac: { eth0: "02:00:00:00:00:01" } } }

        """

    @Test("have what hosts have, and go where hosts go in traffic, timeline and expectations")
    func router() throws {
        let plan = try scenario(Self.text)
        let router = plan.nodes[1]
        #expect(router.isRouter && !plan.nodes[0].isRouter)
        let host = try #require(router.host)
        #expect(host.nics.map(\.mtu) == [1480, 1400])
        #expect(host.nics[0].mac == MACAddress("02:00:00:00:00:01"))
        #expect(host.interfaces.map(\.nic) == [0, 1, 1] && host.interfaces.map(\.vlan) == [nil, 30, nil])
        #expect(host.routes.map(\.nextHops.count) == [2, 1])
        #expect(router.interface(at: 1) == "eth1")
        #expect(plan.flows[0].addresses?.destination == IPAddress("10.0.2.2"))
        #expect(plan.flows[1].addresses?.destination == IPAddress("10.0.1.1"))
        #expect(plan.flows[2].addresses?.source == IPAddress("10.0.2.1"))
        #expect(plan.timeline[0].action == .flushNeighbors)
        #expect(plan.warnings.isEmpty)
    }

    @Test("are shown, and what is shown means the same")
    func shown() throws {
        let plan = try scenario(Self.text)
        let text = ScenarioRenderer.show(plan)
        #expect(text.contains("r1: { kind: router, ip: { eth0: 10.0.1.1/24, eth1.30: [10.0.2.1/24, \"fd00:2::1/64\"]"))
        #expect(try scenario(text).nodes.map(\.meaning) == plan.nodes.map(\.meaning))
    }

    @Test("a router's NIC may have a netdev, as a host's")
    func netdev() throws {
        let plan = try scenario(
            """
            version: 1
            topology:
              nodes:
                r1: { kind: router, ip: { eth0: 10.0.1.1/24 }, netdev: "hubport,hubid=0" }
            """)
        #expect(plan.nodes.map(\.name) == ["r1", "r1-eth0"])
    }

    @Test("without a router hosts are given addresses, and with one that `when` takes out, too")
    func given() throws {
        let plan = try scenario(
            """
            version: 1
            topology:
              nodes:
                h1: host
                r1: { kind: router, ip: 10.0.0.1/16, when: clock == virtual }
            """)
        #expect(plan.nodes[0].host?.addresses == [IPPrefix("10.0.0.1/16")].compactMap(\.self))
    }
}
