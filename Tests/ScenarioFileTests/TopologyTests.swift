import NetdevOptions
@testable import ScenarioFile
import Testing
import WireFormats

@Suite("Nodes and links")
struct TopologyTests {
    private func addresses(_ plan: Scenario) -> [[String]] {
        plan.nodes.map { node in
            guard case .host(let host) = node.kind else { return [] }
            return host.addresses.map(\.description)
        }
    }

    @Test("hosts without an address get the next one that nobody has written")
    func freeAddresses() throws {
        let plan = try scenario(
            """
            version: 1
            topology:
              nodes:
                a: host
                b: { kind: host, ip: 10.0.0.2/24 }
                c: host
                d: { kind: host, ip: none }
                e: { kind: host, ip: [192.0.2.1/31, 10.0.0.3/8] }
                f: host
            """)
        #expect(
            addresses(plan) == [
                ["10.0.0.1/16"], ["10.0.0.2/24"], ["10.0.0.4/16"], [], ["192.0.2.1/31", "10.0.0.3/8"], ["10.0.0.5/16"],
            ])
    }

    @Test("no free address ends in 0 or 255, and they do not run out at once")
    func lastBytes() throws {
        let nodes = (1...600).map { "    n\($0): host\n" }.joined()
        let all = addresses(try scenario("version: 1\ntopology:\n  nodes:\n" + nodes)).flatMap { $0 }
        #expect(all.count == 600)
        #expect(Set(all).count == 600)
        #expect(all[253] == "10.0.0.254/16")
        #expect(all[254] == "10.0.1.1/16")
        #expect(all.allSatisfy { !$0.contains(".0/") && !$0.contains(".255/") })
    }

    @Test("written interfaces are taken first, then free ones in file order")
    func interfaces() throws {
        let plan = try scenario(
            """
            version: 1
            topology:
              nodes: { h1: host, h2: host, h3: host, s1: switch, s2: { kind: switch, aging: 5s }, x: hub }
              links:
                - [h1, s1]
                - [h2:eth0, s1:p1]
                - [h3, s1:p3]
                - [s1, s2]
                - { id: loop, endpoints: [x, x] }
            """)
        let ends = plan.links.map { [$0.a, $0.b].map { "\(plan.nodes[$0.node].name):\($0.interface)=\($0.port)" } }
        #expect(
            ends == [
                ["h1:eth0=0", "s1:p2=1"], ["h2:eth0=0", "s1:p1=0"], ["h3:eth0=0", "s1:p3=2"], ["s1:p4=3", "s2:p1=0"],
                ["x:p1=0", "x:p2=1"],
            ])
        #expect(plan.links.map(\.id) == ["h1-s1", "h2-s1", "h3-s1", "s1-s2", "loop"])
        #expect(plan.nodes.map(\.portCount) == [1, 1, 1, 4, 1, 2])
        #expect(plan.nodes[4].kind == .switch(.init(aging: 5_000_000_000)))
        #expect(plan.nodes[3].kind == .switch(.init(aging: 300_000_000_000)))
    }
}

@Suite("Tunnels")
struct TunnelTests {
    /// Both ends with what a runner would pick.
    private func ends(_ links: String) throws -> [(a: L2TPv3Options, b: L2TPv3Options)] {
        let plan = try scenario(
            "version: 1\ntopology:\n  nodes: { s1: switch, s2: switch }\n  links:\n" + links)
        return plan.links.compactMap { link in
            guard case .l2tpv3(let a, let b) = link.kind else { return nil }
            let (near, far) = ((address: "127.1.0.1", port: UInt16(11)), (address: "127.1.0.2", port: UInt16(22)))
            return (a.options(local: near, remote: far), b.options(local: far, remote: near))
        }
    }

    private func one(_ options: String) throws -> (a: L2TPv3Options, b: L2TPv3Options) {
        let all = try ends("    - { id: t, kind: l2tpv3, endpoints: [s1, s2], \(options) }\n")
        return try #require(all.first)
    }

    private func string(_ options: L2TPv3Options) -> String {
        NetdevConfiguration(backend: .l2tpv3(options)).optionString
    }

    @Test("defaults: UDP, port 1701, and the number of the tunnel as its session")
    func defaults() throws {
        let all = try ends(
            """
                - { id: t, kind: l2tpv3, endpoints: [s1, s2] }
                - { id: w, endpoints: [s1, s2] }
                - { id: u, kind: l2tpv3, endpoints: [s2, s1] }

            """)
        #expect(
            all.map { string($0.a) } == [
                "l2tpv3,src=127.1.0.1,dst=127.1.0.2,srcport=1701,dstport=1701,udp=on,txsession=0x1,rxsession=0x1",
                "l2tpv3,src=127.1.0.1,dst=127.1.0.2,srcport=1701,dstport=1701,udp=on,txsession=0x2,rxsession=0x2",
            ])
        #expect(all[0].b == all[0].a.mirrored())
    }

    @Test("options are mirrored: what crosses is crossed")
    func mirroring() throws {
        let (a, b) = try one(
            """
            options: { src: 127.9.9.1, dstport: 5000, txsession: 7, rxsession: 8, cookie64: on, txcookie: 0x1122334455667788, rxcookie: 5, counter: on, offset: 4 }
            """)
        #expect(
            string(a)
                == "l2tpv3,src=127.9.9.1,dst=127.1.0.2,srcport=1701,dstport=5000,udp=on,txsession=0x7,rxsession=0x8,cookie64=on,txcookie=0x1122334455667788,rxcookie=0x5,counter=on,offset=4"
        )
        #expect(b == a.mirrored())
        #expect(b.dst == "127.9.9.1")
        #expect(b.srcport == 5000)
    }

    @Test("rxsession follows txsession, also when only one is written")
    func sessions() throws {
        #expect(try one("options: { txsession: 9 }").a.rxsession == 9)
        let (a, b) = try one("options: { rxsession: 9 }")
        #expect([a.txsession, a.rxsession, b.txsession, b.rxsession] == [1, 9, 9, 1])
    }

    @Test("a and b are laid over their own ends after mirroring, and not mirrored")
    func overlays() throws {
        let (a, b) = try one("options: { txcookie: 1, rxcookie: 2 }, a: { offset: 4 }, b: { rxcookie: 3, offset: 8 }")
        #expect([a.txcookie, a.rxcookie, b.txcookie, b.rxcookie] == [1, 2, 2, 3])
        #expect([a.offset, b.offset] == [4, 8])
    }

    @Test("a tilde takes a key away, a default too")
    func removal() throws {
        let (a, b) = try one(
            "options: { txcookie: 1, rxcookie: 2, counter: on }, b: { txcookie: ~, rxcookie: ~, counter: ~ }")
        #expect([a.txcookie, b.txcookie] == [1, nil])
        #expect(a.sublayer == .counter)
        #expect(b.sublayer == .none)
        // Without rxsession, the table's own default holds at that end.
        #expect(try one("a: { txsession: 5, rxsession: ~ }").a.rxsession == 5)
    }

    @Test("over IPv6 the ports are the runner's, over IP there are none")
    func ports() throws {
        let six = try one("options: { ipv6: on }")
        #expect([six.a.srcport, six.a.dstport, six.b.srcport, six.b.dstport] == [11, 22, 22, 11])
        let ip = try one("options: { udp: off }")
        #expect([ip.a.srcport, ip.a.dstport, ip.b.srcport, ip.b.dstport] == [nil, nil, nil, nil])
        let mixed = try one("b: { udp: off }")
        #expect([mixed.a.srcport, mixed.b.srcport] == [1701, nil])
    }

    @Test("what the file does not say is nil in the plan")
    func missing() throws {
        let plan = try scenario(
            """
            version: 1
            topology:
              nodes: { h1: host, h2: host }
              links: [{ id: t, kind: l2tpv3, endpoints: [h1, h2], options: { ipv6: on, dst: "::1", srcport: 7000 } }]
            """)
        guard case .l2tpv3(let a, let b) = plan.links.first?.kind else {
            Issue.record("no tunnel")
            return
        }
        #expect([a.src, a.dst, b.src, b.dst] == [nil, "::1", "::1", nil])
        #expect([a.srcport, a.dstport, b.srcport, b.dstport] == [7000, nil, nil, 7000])
        #expect(a.ipv6 && b.ipv6 && a.udp && b.udp)
    }
}
