import NetCore
import NetdevOptions
@testable import ScenarioFile
import Testing
import WireFormats

@Suite("Hosts, switches and netdevs")
struct HostTests {
    private func host(_ body: String, _ links: String = "[]") throws -> Scenario.HostPlan {
        let plan = try scenario(
            "version: 1\ntopology:\n  nodes: { h: { kind: host\(body) }, s: switch }\n  links: \(links)\n")
        return try #require(plan.nodes.first?.host)
    }

    private func interfaces(_ plan: Scenario.HostPlan) -> [String] {
        plan.interfaces.map { interface in
            let tag = interface.vlan.map { ".\($0)" } ?? ""
            return "eth\(interface.nic)\(tag) " + interface.addresses.map(\.description).joined(separator: " ")
        }
    }

    @Test("`ip` is for eth0, a list, none, or by interface")
    func addresses() throws {
        #expect(try interfaces(host("")) == ["eth0 10.0.0.1/16"])
        #expect(try interfaces(host(", ip: none")) == ["eth0 "])
        #expect(try interfaces(host(", ip: [10.0.0.9/8, \"FD00:0::1/64\"]")) == ["eth0 10.0.0.9/8 fd00::1/64"])
        #expect(
            try interfaces(host(", ip: { eth1.30: 10.3.0.1/24, eth0: [10.0.0.9/8, \"fe80::1/64\"] }"))
                == ["eth1.30 10.3.0.1/24", "eth0 10.0.0.9/8 fe80::1/64", "eth1 "])
        #expect(try interfaces(host(", ip: { eth1: 10.0.0.9/8 }")) == ["eth1 10.0.0.9/8", "eth0 "])
    }

    @Test("`nics` have addresses, VLANs and MTUs of their own")
    func nics() throws {
        let plan = try host(
            ", mtu: 1400, nics: [{ mac: \"02:00:00:00:00:09\" }, { ip: 10.1.0.1/24, vlan: 30, mtu: 9000 }, { ip: none }]"
        )
        #expect(interfaces(plan) == ["eth1.30 10.1.0.1/24", "eth2 ", "eth0 ", "eth1 "])
        #expect(plan.nics.map(\.mtu) == [1400, 9000, 1400])
        #expect(
            plan.nics.map(\.mac.description) == ["02:00:00:00:00:09", "52:54:00:12:34:56", "52:54:00:12:34:57"])
        #expect(try interfaces(host(", nics: [{ vlan: 7 }]")) == ["eth0.7 10.0.0.1/16", "eth0 "])
    }

    @Test("a host has the NICs that anything names, and one at least")
    func nicCount() throws {
        #expect(try host("").nics.count == 1)
        #expect(try host(", nics: []").nics.count == 1)
        #expect(try host(", nics: [{}, {}]").nics.count == 2)
        #expect(try host(", ip: { eth2.5: none }").nics.count == 3)
        #expect(try host("", "[[h:eth3, s]]").nics.count == 4)
        #expect(
            try host("", "[[h, s], { id: b, endpoints: [h, s] }, { id: c, endpoints: [h:eth0, s] }]").nics.count == 3)
    }

    @Test("`gateway` is the default route, of each version that it has an address of")
    func routes() throws {
        let plan = try host(
            ", ip: [10.0.0.1/24, \"fd00::1/64\"], gateway: [10.0.0.8, \"fd00::8\", 10.0.0.9], routes: { 10.1.0.0/16: 10.0.0.7, \"fd01::/64\": [\"fd00::7\", \"fd00::6\"] }"
        )
        #expect(
            plan.routes.map { "\($0.destination) \($0.nextHops.map(\.description).joined(separator: " "))" } == [
                "0.0.0.0/0 10.0.0.8 10.0.0.9", "::/0 fd00::8", "10.1.0.0/16 10.0.0.7", "fd01::/64 fd00::7 fd00::6",
            ])
        #expect(
            try host(", ip: 10.0.0.1/24, routes: { default: 10.0.0.8 }").routes
                == host(", ip: 10.0.0.1/24, gateway: 10.0.0.8").routes)
    }

    @Test("a thousand hosts: no MAC address twice, the first 169 are QEMU's, written ones are reserved first")
    func macs() throws {
        let plan = try scenario(
            """
            version: 1
            topology:
              nodes: { "c[1..1000]": host, z: { kind: host, mac: "52:54:00:12:34:57" } }
            """)
        let macs = plan.nodes.compactMap { $0.host?.nics.first?.mac.rawValue }
        #expect(macs.count == 1001)
        #expect(Set(macs).count == 1001)
        let block = Set(UInt64(0x5254_0012_3456)...0x5254_0012_34fe)
        #expect(block.count == 169)
        #expect(Array(macs.prefix(2)) == [0x5254_0012_3456, 0x5254_0012_3458])
        #expect(Set(macs.prefix(168) + macs.suffix(1)) == block)
        #expect(macs[168] == 0x5254_0012_3500)
    }

    @Test("VLANs by port and by neighbour; other ports are in VLAN 1")
    func vlans() throws {
        let plan = try scenario(
            """
            version: 1
            topology:
              nodes:
                s: { kind: switch, vlans: { p2: [30, 20], h1: 10, h4: { native: 5, tagged: [6] }, h5: { tagged: [9] } } }
                t: switch
                u: { kind: switch, vlans: {} }
                "h[1..5]": host
              links: [{ star: { center: s, leaves: "h[*]" } }, [s, u], [s, t]]
            """)
        guard case .switch(let s) = plan.nodes[0].kind, case .switch(let t) = plan.nodes[1].kind,
            case .switch(let u) = plan.nodes[2].kind
        else { throw Missing() }
        #expect(
            s.vlans == [
                PortVLANs(untagged: 10), PortVLANs(untagged: nil, tagged: [20, 30]), PortVLANs(untagged: 1),
                PortVLANs(untagged: 5, tagged: [6]), PortVLANs(untagged: nil, tagged: [9]), PortVLANs(untagged: 1),
                PortVLANs(untagged: 1),
            ])
        #expect(t.vlans == nil)
        #expect(u.vlans == [PortVLANs(untagged: 1)])
    }

    @Test("a netdev is an option string, a mapping, nested or dotted, or by interface")
    func netdevs() throws {
        let string = "dgram,local.type=unix,local.path=/tmp/a,remote.type=unix,remote.path=/tmp/b"
        for text in [
            "\"\(string)\"",
            "{ type: dgram, local: { type: unix, path: /tmp/a }, remote: { type: unix, path: /tmp/b } }",
            "{ type: dgram, local.type: unix, local.path: /tmp/a, remote.type: unix, remote.path: /tmp/b }",
            "{ eth0: \"\(string)\" }",
        ] {
            let plan = try scenario(
                "version: 1\ntopology:\n  nodes: { h: host, n: { kind: netdev, netdev: \(text) } }\n  links: [[h, n]]\n"
            )
            guard case .netdev(let netdevs) = plan.nodes[1].kind else { throw Missing() }
            #expect(netdevs.map(\.optionString) == [string], "\(text)")
            #expect(plan.nodes[1].portCount == 1)
        }
        let two = try scenario(
            """
            version: 1
            topology:
              nodes: { h: host, n: { kind: netdev, netdev: { eth1: "\(string)", eth0: { type: l2tpv3, src: 127.0.0.1, dst: 127.0.0.2, txsession: 7 } } } }
              links: [[h, n:eth1], { id: b, endpoints: [h, n] }]
            """)
        guard case .netdev(let netdevs) = two.nodes[1].kind else { throw Missing() }
        #expect(netdevs.map(\.type.name) == ["l2tpv3", "dgram"])
        #expect(two.links.map(\.b.interface) == ["eth1", "eth0"])
    }

    @Test("`netdev` of a NIC is a netdev node and a wire")
    func nicNetdev() throws {
        let plan = try scenario(
            """
            version: 1
            topology:
              nodes:
                h: { kind: host, nics: [{}, { netdev: "dgram,local.type=unix,local.path=/tmp/a,remote.type=unix,remote.path=/tmp/b" }] }
                s: switch
              links: [[h, s], { id: again, endpoints: [h, s] }]
            """)
        #expect(plan.nodes.map(\.name) == ["h", "s", "h-eth1"])
        #expect(
            plan.links.map { "\($0.id) \($0.a.interface) \($0.b.interface)" } == [
                "h-s eth0 p1", "again eth2 p2", "h-h-eth1 eth1 eth0",
            ])
    }

    private struct Missing: Error {}
}
