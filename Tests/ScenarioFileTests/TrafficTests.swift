@testable import ScenarioFile
import Testing
import WireFormats

@Suite("Traffic")
struct TrafficTests {
    private func flows(_ lines: String) throws -> [Scenario.Flow] {
        try scenario(twoHosts("traffic:\n" + lines)).flows
    }

    @Test("every key of a flow is read")
    func keys() throws {
        let flows = try flows(
            """
              a: { kind: udp, from: h1, to: "h2:eth0", at: 1s, count: 2500, rate: 1kpps, size: 1514, ttl: 3, dscp: 46, port: 53, sport: 0x1000, warmup: arp }
              b: { kind: ping, from: h2, to: h1, after: a, plus: 5ms, for: 100ms, interval: 30ms }
              c: { kind: udp, from: h1, to: h2, after: b, warmup: none }
            """)
        #expect(flows[0].start == .at(1_000_000_000))
        #expect(flows[0].count == 2500)
        #expect(flows[0].warmup)
        #expect(flows[0].pace.offset(ofFrame: 2499) == 2_499_000_000)
        #expect(
            flows[0].udp
                == .init(size: .fixed(1514), timeToLive: 3, dscp: 46, destinationPort: 53, sourcePort: 4096))
        #expect(flows[1].start == .afterFlow(0, plus: 5_000_000))
        #expect(flows[1].count == 4)
        #expect(flows[2].start == .afterFlow(1, plus: 0))
        #expect(!flows[2].warmup)
        #expect(
            flows[2].udp
                == .init(size: .fixed(64), timeToLive: 64, dscp: 0, destinationPort: 9002, sourcePort: 49154))
    }

    @Test("a flow may wait for one that stands below it")
    func forwardReference() throws {
        let flows = try flows("  a: { kind: ping, from: h1, to: h2, after: b }\n  b: { kind: ping, from: h1, to: h2 }")
        #expect(flows[0].start == .afterFlow(1, plus: 0))
    }

    @Test("of several addresses those that share a network are taken")
    func addresses() throws {
        let plan = try scenario(
            """
            version: 1
            topology:
              nodes:
                h1: { kind: host, ip: [10.1.0.1/24, 10.2.0.1/24] }
                h2: { kind: host, ip: [10.3.0.2/24, 10.2.0.2/24] }
              links: [[h1, h2]]
            traffic: { f: { kind: ping, from: h1, to: h2 } }
            """)
        #expect(plan.flows[0].addresses?.source == .v4(IPv4Address(10, 2, 0, 1)))
        #expect(plan.flows[0].addresses?.destination == .v4(IPv4Address(10, 2, 0, 2)))
        #expect(plan.warnings.isEmpty)
    }

    @Test("sizes of several kinds, and rates in bits")
    func sizesAndRates() throws {
        let flows = try flows(
            """
              a: { kind: udp, from: h1, to: h2, size: 64..1514 }
              b: { kind: udp, from: h1, to: h2, size: imix }
              c: { kind: udp, from: h1, to: h2, size: 1250, rate: 1Gbit, for: 1ms }
            """)
        #expect(flows.map { $0.udp?.size } == [.uniform(64...1514), .imix, .fixed(1250)])
        #expect(flows[2].pace == Pace(frames: 1, per: 10_000))
        #expect(flows[2].count == 100)
    }

    @Test("IPv6 and tags need larger frames, and tags allow them")
    func bounds() {
        let plain = FrameBounds(version: 4, isTagged: false, mtu: 1500)
        #expect((plain.smallest, plain.largest, plain.ping) == (58, 1514, 98))
        let tagged = FrameBounds(version: 6, isTagged: true, mtu: 1500)
        #expect((tagged.smallest, tagged.largest, tagged.ping) == (82, 1518, 122))
        #expect(FrameBounds(version: 6, isTagged: false, mtu: 1500).smallest == 78)
    }

    @Test("frames are counted by their list, and `to` may be any node")
    func frames() throws {
        let plan = try scenario(
            """
            version: 1
            topology: { nodes: { h1: host, h2: { kind: host, ip: none }, s1: switch }, links: [[h1, s1], [h2, s1]] }
            traffic:
              a: { kind: frames, from: h1, to: s1, hex: ["ffffffffffff 525400000001 88b5 00", "ffffffffffff 525400000001 88b5 01"] }
              b: { kind: frames, from: h2, to: "s1:p1", hex: "ffffffffffff 525400000001 88b5 02", count: 7, rate: 1kpps }
              c: { kind: frames, from: h1, to: h2, frame: { payload: "x" } }
              d: { kind: frames, from: h1, to: h2, frame: [{ payload: "x" }, { payload: "y" }], for: 100ms }
            """)
        #expect(plan.flows.map(\.count) == [2, 7, 1, 10])
        #expect(plan.flows[1].from == .init(node: 1))
        #expect(plan.flows[1].to == .init(node: 2, port: 0))
        #expect(plan.flows[0].addresses == nil)
        guard case .frames(let frames) = plan.flows[0].kind else {
            Issue.record("no frames")
            return
        }
        #expect(frames.map(\.count) == [15, 15])
    }

    @Test("the sizes at both ends of the range are taken", arguments: [58, 1514])
    func sizes(size: Int) throws {
        let flows = try flows("  a: { kind: udp, from: h1, to: h2, size: \(size) }")
        #expect(flows[0].udp?.size == .fixed(size))
    }
}

extension Scenario.Flow {
    fileprivate var udp: Scenario.UDPPlan? {
        if case .udp(_, let plan) = kind { plan } else { nil }
    }
}
