import LinuxNet
import NetBackends
import NetCore
import TestSupport
import Testing

@testable import Lab
@testable import ScenarioFile

/// A link direction in its forms: encoder and socket in one, apart, and with a stage in which nothing happens between them.
@Suite("Forms of a link", .timeLimit(.minutes(5)))
struct LinkFormTests {
    private enum Form: CaseIterable { case fused, staged, impaired }

    /// Every field of the header, there or not.
    private static func options(_ random: inout SplitMix64) -> String {
        var words = ["txsession: \(UInt32.random(in: 1 ... .max, using: &random))"]
        switch Int.random(in: 0..<3, using: &random) {
        case 0: break
        case 1: words += ["txcookie: \(UInt32.random(in: 0 ... .max, using: &random))", "rxcookie: 5"]
        default:
            words += ["cookie64: on", "txcookie: \(UInt64.random(in: 0 ... .max, using: &random))", "rxcookie: 5"]
        }
        words.append("sublayer: \(["none", "counter", "pinned", "default"].randomElement(using: &random) ?? "none")")
        words.append("offset: \(Int.random(in: 0...256, using: &random))")
        return words.joined(separator: ", ")
    }

    /// Bursts of frames of one length, which the kernel is given as runs, and of mixed ones.
    private static func bursts(_ random: inout SplitMix64) -> [[[UInt8]]] {
        (0..<6).map { _ in
            let common = Int.random(in: 1...1514, using: &random)
            let isEven = Bool.random(using: &random)
            return (0..<Int.random(in: 1...20, using: &random)).map { _ in
                random.bytes(isEven ? common : Int.random(in: 1...1514, using: &random))
            }
        }
    }

    /// Two hosts and a tunnel, in a form.
    private static func scenario(_ options: String, far: String, _ form: Form, _ clock: BothClocks) throws -> Scenario {
        let scenario = try load(
            """
            version: 1
            topology:
              nodes: { h1: host, h2: host }
              links: [{ id: tunnel, kind: l2tpv3, endpoints: [h1, h2], options: { \(options) }, a: { \(far) } }]
            """, clock: clock)
        switch form {
        case .fused, .staged: return scenario
        // Nothing in itself, but it could be anything.
        case .impaired: return scenario.with(timeline: [.init(at: 0, .link(0), .set([.delay(0)], nil))])
        }
    }

    /// What a tunnel over sockets sends.
    private static func sent(
        _ bursts: [[[UInt8]]], _ options: String, _ form: Form, ipv6: Bool
    ) throws -> [[UInt8]] {
        var each = UDPSocket.Options()
        each.coalescesReceived = false
        let peer = try UDPSocket(bindingTo: .loopback(ipv6 ? .ipv6 : .ipv4), options: each)
        let far = "dst: \"\(peer.localAddress.host)\", dstport: \(peer.localAddress.port)"
        let scenario = try scenario(options, far: far, form, .real)
        let driver = try RealTimeDriver(loop: Loop())
        let topology = try TopologyBuilder(loop: driver.loop, driver: driver, showsTunnels: form == .staged)
            .build(scenario)
        defer { topology.close() }
        let link = topology.links[0]
        #expect((link.wirePorts != nil) == (form != .fused))
        #expect((link.lines(.forward).first != nil) == (form == .impaired))
        link.lines(.forward).first?.isActive = true
        let count = bursts.reduce(0) { $0 + $1.count }
        var datagrams: [[UInt8]] = []
        for burst in bursts {
            for frame in burst { link.a.send(frame) }
            driver.loop.settle()
            datagrams += received(by: peer.descriptor.rawValue)
        }
        _ = try driver.run(until: driver.now + 5_000_000_000) {
            datagrams += received(by: peer.descriptor.rawValue)
            return datagrams.count >= count
        }
        try peer.close()
        return datagrams
    }

    /// What the same tunnel makes in virtual time.
    private static func made(_ bursts: [[[UInt8]]], _ options: String, _ form: Form) throws -> [[UInt8]] {
        let scenario = try scenario(options, far: "", form, .virtual)
        let loop = Loop()
        let topology = try TopologyBuilder(loop: loop, driver: nil).build(scenario)
        let recorder = WireRecorder(loop)
        let link = topology.links[0]
        link.lines(.forward).first?.isActive = true
        for burst in bursts {
            for frame in burst { link.a.send(frame) }
            loop.settle()
        }
        let wire = try #require(link.wirePorts)
        return recorder.taken(by: wire.b).map(\.bytes)
    }

    @Test("all forms put the same bytes on the wire, in both clocks", .tags(.kernel), arguments: 0..<24)
    func sameBytes(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let ipv6 = Bool.random(using: &random)
        let options = Self.options(&random) + (ipv6 ? ", ipv6: on" : "")
        let bursts = Self.bursts(&random)
        let fused = try Self.sent(bursts, options, .fused, ipv6: ipv6)
        #expect(fused.count == bursts.reduce(0) { $0 + $1.count })
        #expect(try Self.sent(bursts, options, .staged, ipv6: ipv6) == fused)
        #expect(try Self.sent(bursts, options, .impaired, ipv6: ipv6) == fused)
        #expect(try Self.made(bursts, options, .staged) == fused)
        #expect(try Self.made(bursts, options, .impaired) == fused)
    }
}
