import NetdevOptions
@testable import ScenarioFile
import Testing

@Suite("Links of many endpoints, taps and plugs, as a file writes them")
struct SegmentLinkTests {
    private func links(_ link: String) throws -> [Scenario.Link] {
        try scenario(
            "version: 1\ntopology: { nodes: { \"h[1..4]\": host, s1: switch, s2: switch }, links: [\(link)] }\n"
        ).links
    }

    @Test("a pattern, or three entries and more, are one link; two entries pair off")
    func shapes() throws {
        func shape(_ endpoints: String) throws -> [[String]] {
            try links("{ id: lan, kind: mcast, endpoints: [\(endpoints)] }").map { link in
                link.endpoints.map { "\($0.node):\($0.interface)" }
            }
        }
        #expect(try shape("\"h[*]\"") == [["0:eth0", "1:eth0", "2:eth0", "3:eth0"]])
        #expect(try shape("h1, \"h[2..3]:eth4\", s1:p7") == [["0:eth0", "1:eth4", "2:eth4", "4:p7"]])
        #expect(try shape("h1, h1:eth0, h1") == [["0:eth1", "0:eth0", "0:eth2"]])
        #expect(try shape("\"h[1..2]\", s1") == [["0:eth0", "4:p1"], ["1:eth0", "4:p2"]])
        #expect(try links("{ kind: vde, endpoints: [h1, h2, h3] }")[0].id == "h1-h2-h3")
    }

    @Test("a group is the runner's, its port or all of it, unless written; a and b are of the first two")
    func groups() throws {
        func ends(_ rest: String) throws -> [SocketOptions] {
            let link = try links("{ id: lan, kind: mcast, endpoints: [h1, h2, h3]\(rest) }")[0]
            guard case .mcast(let ends) = link.kind else { return [] }
            return ends.map { $0.options(group: ("239.0.0.9", 7)) }
        }
        func group(_ host: String, _ port: UInt16, _ interface: String? = "127.0.0.1") -> SocketOptions {
            .multicast(group: InetEndpoint(host: host, port: port), interface: interface)
        }
        #expect(try ends("") == Array(repeating: group("239.0.0.9", 7), count: 3))
        #expect(try ends(", options: { mcast: \":5\" }")[2] == group("239.0.0.9", 5))
        #expect(try ends(", options: { mcast: \"239.1.1.1:5\", localaddr: 0.0.0.0 }")[2] == group("239.1.1.1", 5, nil))
        #expect(try ends(", options: { mcast: \"[ff15::1]:5\" }")[0] == group("ff15::1", 5, "::1"))
        let mixed = try ends(", options: { mcast: \":5\" }, b: { mcast: \":6\" }")
        #expect(mixed == [group("239.0.0.9", 5), group("239.0.0.9", 6), group("239.0.0.9", 5)])
    }

    @Test("plugs are in the link's own network, each at its port, unless sock names another")
    func plugs() throws {
        func ends(_ rest: String) throws -> [VDEOptions] {
            let link = try links("{ id: lan, kind: vde, endpoints: [h1, h2]\(rest) }")[0]
            guard case .vde(let ends) = link.kind else { return [] }
            return ends.enumerated().map { $1.options(in: "/run/lan", port: UInt16($0 + 1)) }
        }
        #expect(try ends("") == [VDEOptions(sock: "/run/lan", port: 1), VDEOptions(sock: "/run/lan", port: 2)])
        #expect(try ends(", options: { sock: /tmp/x }, b: { port: 3 }").map(\.port) == [0, 3])
        #expect(try ends(", options: { mode: 0770 }, a: { frame-limit: 900 }").map(\.frameLimit) == [900, nil])
    }

    @Test("a tap's own options are as of the netdev; its names are the link's")
    func taps() throws {
        let link = try links("{ id: t, kind: tap, endpoints: [h1, h2], options: { vnet_hdr: on, sndbuf: 4k } }")[0]
        guard case .tap(let a, let b) = link.kind else { return }
        #expect(a == b && a.sndbuf == 4096)
        #expect(
            a.interface(named: "a") == TapInterface(name: "a", script: .none, downscript: .none, vnetHeader: true))
    }

    @Test("the impairments of one link act on all that it joins, and the timeline names it")
    func impairments() throws {
        let link = try links(
            "{ id: lan, kind: mcast, endpoints: [h1, h2, h3], both: { delay: 2ms }, forward: { mtu: 900 } }")[0]
        #expect(link.forward.delay == 2_000_000 && link.forward.mtu == 900)
        #expect(link.reverse.delay == 2_000_000 && link.reverse.mtu == nil)
    }
}
