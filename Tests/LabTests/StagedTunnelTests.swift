import LinuxNet
import NetBackends
import NetCore
import NetdevOptions
import Results
import TestSupport
import Testing
import WireFormats

@testable import Lab
@testable import ScenarioFile

@Suite("Tunnels in stages", .timeLimit(.minutes(5)))
struct StagedTunnelTests {
    /// Headers with and without cookies, counters and sublayers.
    static let options = [
        "", "cookie64: on, txcookie: 0x1122334455667788, rxcookie: 9, counter: on",
        "txcookie: 7, rxcookie: 8, sublayer: default", "counter: on, pincounter: on, offset: 5", "ipv6: on",
    ]

    /// Two hosts with a tunnel each to a switch in between; somebody looks at the wire of the second.
    private static func text(_ options: String, _ expectation: String = "") -> String {
        """
        version: 1
        topology:
          nodes: { h1: host, h2: host, s1: switch }
          links:
            - { id: first, kind: l2tpv3, endpoints: [h1, s1], options: { \(options) } }
            - { id: second, kind: l2tpv3, endpoints: [s1, h2], options: { \(options) } }
        traffic:
          hello: { kind: ping, from: h1, to: h2, count: 3, interval: 1ms }
        """
    }

    /// The scenario with a look at the wire of `h2`.
    private static func shown(_ scenario: Scenario) -> Scenario {
        let bytes = BytesExpectation(
            place: InterfacePlace(node: 1, port: nil), number: 1, match: nil, layer: .wire,
            pattern: BytePattern(bytes: [], masks: []), isWhole: false)
        let line = ScenarioFile.Expectation(
            kind: .bytes(bytes), window: .whole, level: .error, because: nil, source: .none, text: "bytes")
        return scenario.with(expectations: scenario.expectations + [line])
    }

    @Test("a link whose wire is looked at is in stages, others are not; in virtual time all are", .tags(.kernel))
    func whenStaged() throws {
        let scenario = try Self.shown(load(Self.text(""), clock: .real))
        let driver = try RealTimeDriver(loop: Loop())
        let topology = try TopologyBuilder(loop: driver.loop, driver: driver).build(scenario)
        #expect(topology.links.map { $0.wirePorts != nil } == [false, true])
        topology.close()
        let all = try TopologyBuilder(loop: driver.loop, driver: driver, showsTunnels: true).build(scenario)
        #expect(all.links.allSatisfy { $0.wirePorts != nil })
        all.close()
        let virtual = try TopologyBuilder(loop: Loop(), driver: nil).build(scenario)
        #expect(virtual.links.allSatisfy { $0.wirePorts != nil })
    }

    @Test(
        "stages deliver what the fused form delivers, with the sum and drop reasons", .tags(.kernel), arguments: options
    )
    func delivery(options: String) throws {
        let fused = try load(Self.text(options), clock: .real)
        for scenario in [fused, fused.with(expectations: Self.shown(fused).expectations)] {
            let result = try LabRunner.run(scenario)
            #expect(result.flows[0].delivered == 3)
            #expect(result.conservation.holds && result.conservation.dropped.isEmpty)
            #expect(result.conservation.inFlight == 0 && result.conservation.untraceable == 0)
        }
    }

    @Test("both forms put the same bytes on the wire", .tags(.kernel), arguments: options)
    func sameBytes(options: String) throws {
        var seen: [[[UInt8]]] = []
        for isShown in [false, true] {
            var each = UDPSocket.Options()
            each.coalescesReceived = false
            let peer = try UDPSocket(
                bindingTo: .loopback(options.contains("ipv6") ? .ipv6 : .ipv4), options: each)
            let text = Self.text(options).replacingOccurrences(
                of: "options: { \(options) } }\ntraffic",
                with:
                    "options: { \(options) }, a: { dst: \"\(peer.localAddress.host)\", dstport: \(peer.localAddress.port) } }\ntraffic"
            )
            let scenario = try load(text, clock: .real)
            let driver = try RealTimeDriver(loop: Loop())
            let topology = try TopologyBuilder(loop: driver.loop, driver: driver).build(
                isShown ? Self.shown(scenario) : scenario)
            #expect((topology.links[1].wirePorts != nil) == isShown)
            // Three frames from the switch's port into the second tunnel.
            for number in 1...3 {
                topology.links[1].a.send(Sample.frame(to: 2, from: 1, Sample.number(number)))
            }
            var datagrams: [[UInt8]] = []
            _ = try driver.run(until: driver.now + 5_000_000_000) {
                datagrams += received(by: peer.descriptor.rawValue)
                return datagrams.count >= 3
            }
            seen.append(datagrams)
            topology.close()
            try peer.close()
        }
        #expect(seen[0].count == 3)
        #expect(seen[0] == seen[1])
    }

    @Test(
        "a datagram that the far end refuses ends for the same reason in all three forms",
        arguments: [
            ("txcookie: 7, rxcookie: 8", "rxcookie: 9", "cookie-mismatch"), ("", "rxsession: 77", "session-mismatch"),
            ("", "strict-peer: on, dst: 127.0.0.1", "source-mismatch"),
        ])
    func reasons(options: String, far: String, reason: String) throws {
        let text = Self.text(options).replacingOccurrences(
            of: "options: { \(options) } }\ntraffic", with: "options: { \(options) }, b: { \(far) } }\ntraffic"
        ).replacingOccurrences(of: "version: 1", with: "version: 1\nduration: 200ms")
        let fused = try load(text, clock: .real)
        var virtual = fused
        virtual.clock = .virtual
        // Virtual time has no sources of datagrams.
        let forms = [fused, Self.shown(fused)] + (reason == "source-mismatch" ? [] : [virtual])
        for scenario in forms {
            let result = try LabRunner.run(scenario)
            #expect(result.flows[0].delivered == 0)
            #expect(result.links[1].forward.dropped == [DropCount(reason, 1)])
            #expect(result.conservation.holds)
        }
    }

    @Test("a burst that a socket cannot take at once waits in the NIC, and nothing is lost", .tags(.kernel))
    func backPressure() throws {
        let text = Self.text("").replacingOccurrences(
            of: "hello: { kind: ping, from: h1, to: h2, count: 3, interval: 1ms }",
            with: "bulk: { kind: udp, from: h1, to: h2, count: 20000, rate: 10Mpps, warmup: arp }"
        ).replacingOccurrences(of: "endpoints: [s1, h2]", with: "endpoints: [h1, h2]").replacingOccurrences(
            of: "    - { id: first, kind: l2tpv3, endpoints: [h1, s1], options: {  } }\n", with: "")
        for scenario in [try load(text, clock: .real), Self.shown(try load(text, clock: .real))] {
            let result = try LabRunner.run(scenario)
            #expect(result.dropped("queue-full") == 0)
            #expect(result.conservation.holds)
        }
    }
}
