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
