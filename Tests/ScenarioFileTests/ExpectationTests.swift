@testable import ScenarioFile
import Testing
import WireFormats

@Suite("Expectations")
struct ExpectationTests {
    private func plan(_ lines: String) throws -> Scenario {
        try scenario(
            """
            version: 1
            topology:
              nodes: { h1: host, h2: host, s1: switch }
              links: [[h1, s1], { id: t, kind: l2tpv3, endpoints: [h2, s1] }]
            traffic:
              f: { kind: udp, from: h1, to: h2, count: 1000 }
              g: { kind: ping, from: "h[1..2]", pairs: next }
            expect:
            \(lines)
            """)
    }

    @Test("the loss and the way of a flow")
    func flow() throws {
        let plan = try plan(
            """
              - f: { loss: 1%, via: [h1-s1, s1, t], lost: 5..15 }
              - f: { loss: "<= 2.5%" }
              - g: { loss: 0%..50% }
            """)
        let flows = plan.expectations.compactMap { expectation in
            if case .flow(let flow) = expectation.kind { flow } else { nil }
        }
        #expect(flows[0].loss == .process(partsPerMillion: 10_000))
        #expect(flows[0].via == [.link(0), .node(2), .link(1)])
        #expect(flows[0].lost == .within(.number(5), .number(15)))
        #expect(flows[1].loss == .measured(.atMost(25_000)))
        #expect(flows[2].loss == .measured(.within(0, 500_000)))
        #expect(flows[2].flows == 1..<3)
    }

    @Test("a process needs 917 frames for 1 %, of all flows of the name in the window")
    func process() throws {
        for (count, during, isEnough) in [
            (916, "", false), (917, "", true), (2000, ", during: [0s, 9s]", false),
            (2000, ", during: [0s, 9.17s]", true),
        ] {
            let text = twoHosts(
                """
                traffic: { f: { kind: udp, from: h1, to: h2, count: \(count) } }
                expect:
                  - { f: { loss: 1% }\(during) }
                """)
            switch ScenarioLoader.load(text: text, file: "lab.yaml") {
            case .success: #expect(isEnough, "\(count)\(during)")
            case .failure(let invalid):
                #expect(!isEnough)
                #expect(invalid.diagnostics.map(\.message).first?.hasSuffix("1% needs 917 frames") == true)
            }
        }
    }

    @Test("modifiers stand beside every kind")
    func modifiers() throws {
        let plan = try plan(
            """
              - { f: { delivered: all }, during: [1s, 2s], within: 2s, level: warning, because: why }
              - { frames: { at: h1 }, during: [0, 1ns] }
              - { state: { node: h1, mac: "52:54:00:12:34:56" }, during: [5s, 5s] }
              - { state: { node: h1, mac: "52:54:00:12:34:56" }, within: 3s }
              - { conserve: all, level: warning }
            """)
        let second: Int64 = 1_000_000_000
        #expect(
            plan.expectations.map(\.window) == [
                .init(during: .init(from: second, until: 2 * second), within: 2 * second),
                .init(during: .init(from: 0, until: 1)), .init(during: .init(from: 5 * second, until: 5 * second)),
                .init(within: 3 * second), .whole,
            ])
        #expect(plan.expectations.map(\.level) == [.warning, .error, .error, .error, .warning])
        #expect(plan.expectations[0].because == "why")
    }

    @Test("frames, nothing else, and bytes")
    func interfaces() throws {
        let plan = try plan(
            """
              - frames: { at: "h[*]", match: "eth.dst == h2", dir: tx, count: 3 }
              - nothing_else: { at: s1, except: [arp, "eth.src == h1:eth0"] }
              - nothing_else: { at: h1 }
              - bytes: { at: h2:eth0, frame: 2, match: arp, starts: "0003 ??4?", layer: wire }
              - bytes: { at: h1, equals: "ff" }
            """)
        let mac = try #require(MACAddress("52:54:00:12:34:57"))
        let field = try #require(FrameField.named("eth.dst"))
        let frames = plan.expectations.prefix(2).map(\.kind)
        for (node, kind) in frames.enumerated() {
            let match = FieldMatch.compare(field, .equal, [.mac(mac)], text: "h2")
            #expect(
                kind
                    == .frames(
                        .init(places: [.init(node: node, port: nil)], direction: .tx, match: match, count: .equal(3))))
        }
        guard case .nothingElse(let first) = plan.expectations[2].kind else {
            Issue.record("no nothing_else")
            return
        }
        #expect(first.place == .init(node: 2, port: nil))
        #expect(first.except.count == 2)
        #expect(plan.expectations[3].kind == .nothingElse(.init(place: .init(node: 0, port: nil), except: [])))
        guard case .bytes(let bytes) = plan.expectations[4].kind else {
            Issue.record("no bytes")
            return
        }
        #expect(bytes.place == .init(node: 1, port: 0))
        #expect(bytes.number == 2)
        #expect(bytes.layer == .wire)
        #expect(!bytes.isWhole)
        #expect(bytes.pattern == BytePattern(bytes: [0, 3, 0, 0x40], masks: [0xff, 0xff, 0, 0xf0]))
        let pattern = BytePattern(bytes: [0xff], masks: [0xff])
        #expect(
            plan.expectations[5].kind
                == .bytes(
                    .init(
                        place: .init(node: 0, port: nil), number: 1, match: nil, layer: .frame, pattern: pattern,
                        isWhole: true)))
    }

    @Test("what a node knows")
    func state() throws {
        let plan = try plan(
            """
              - state: { node: s1, fdb: { h1: p1, "h2:eth0": none, "02:00:00:00:00:09": p2 }, counters: { p2.tx_bytes: 5 } }
              - state: { node: h1, arp: { h2: h2, 10.0.0.9: none, "fd00::9": "02:00:00:00:00:09" }, mac: { eth0: "52:54:00:12:34:56" } }
              - state: { node: h2, counters: { eth0.rx_frames: ">= 5", eth0.dropped: 0, eth0.dropped.queue-full: none } }
            """)
        let states = plan.expectations.compactMap { expectation in
            if case .state(let state) = expectation.kind { state } else { nil }
        }
        let macs = try ["52:54:00:12:34:56", "52:54:00:12:34:57", "02:00:00:00:00:09"].map {
            try #require(MACAddress($0))
        }
        let addresses = try ["10.0.0.2", "10.0.0.9", "fd00::9"].map { try #require(IPAddress($0)) }
        #expect(
            states[0]
                == .init(
                    node: 2,
                    stations: [
                        .init(text: "h1", macs: [macs[0]], port: 0), .init(text: "h2:eth0", macs: [macs[1]], port: nil),
                        .init(text: "02:00:00:00:00:09", macs: [macs[2]], port: 1),
                    ], counters: [.init(text: "p2.tx_bytes", port: 1, what: .txBytes, count: .equal(5))]))
        #expect(
            states[1]
                == .init(
                    node: 0,
                    neighbors: [
                        .init(text: "h2", addresses: [addresses[0]], macs: [macs[1]]),
                        .init(text: "10.0.0.9", addresses: [addresses[1]], macs: nil),
                        .init(text: "fd00::9", addresses: [addresses[2]], macs: [macs[2]]),
                    ], macs: [.init(port: 0, mac: macs[0])]))
        #expect(
            states[2].counters == [
                .init(text: "eth0.rx_frames", port: 0, what: .rxFrames, count: .atLeast(5)),
                .init(text: "eth0.dropped", port: 0, what: .dropped(nil), count: .equal(0)),
                .init(text: "eth0.dropped.queue-full", port: 0, what: .dropped(.queueFull), count: .equal(0)),
            ])
    }
}
