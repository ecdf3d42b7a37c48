import NetCore
@testable import ScenarioFile
import Testing

@Suite("Impairments and faults in the timeline")
struct TimelineImpairmentTests {
    private func timeline(_ entries: String) throws -> [Scenario.TimelineEntry] {
        try scenario(
            """
            version: 1
            topology:
              nodes: { h1: host, h2: host, s1: switch }
              links:
                - [h1, s1]
                - { id: t, kind: l2tpv3, endpoints: [s1, h2], options: { txcookie: 1, rxcookie: 2, counter: on } }
            timeline:
            \(entries)
            """
        ).timeline
    }

    private let percent = Chance(partsPerMillion: 10_000)

    @Test("set changes what it names, both ways unless it is said, and takes away")
    func set() throws {
        let entries = try timeline(
            """
              - { at: 1s, link: t, set: { delay: 10ms, loss: 1%, outer_mtu: 1500 }, for: 2s }
              - { at: 1s, link: t, set: { rate: none, drop: ~, delay: ~ }, direction: reverse }
              - { at: 1s, node: s1, set: { corrupt: 1% } }
              - { at: 1s, nic: "s1:p1", set: { mtu: 576 } }
            """)
        #expect(
            entries.map(\.action) == [
                .set([.delay(10_000_000), .loss(.chance(percent)), .outerMTU(1500)], nil),
                .set([.rate(nil), .drop([]), .delay(0)], .reverse), .set([.corrupt(percent)], nil),
                .set([.mtu(576)], nil),
            ])
        #expect(entries.map(\.target) == [.link(1), .link(1), .node(2), .nic(node: 2, port: 0)])
        #expect(entries[0].duration == 2_000_000_000)
        #expect(
            entries.prefix(2).map(\.text) == [
                "{ at: 1s, link: t, set: { delay: 10ms, loss: 1%, outer_mtu: 1500 }, for: 2s }",
                "{ at: 1s, link: t, set: { rate: none, drop: none, delay: 0s }, direction: reverse }",
            ])
    }

    @Test("a ramp goes from one value to another, in one unit")
    func ramp() throws {
        let entries = try timeline(
            """
              - { at: 1s, link: t, ramp: { loss: 0%..1%, delay: 20ms..0, over: 1s }, direction: forward, for: 1s }
              - { at: 1s, link: t, ramp: { jitter: 0..1ms, corrupt: 1%..1%, duplicate: 1%..0%, reorder: 0%..1%, over: 5ms } }
              - { at: 1s, every: 1s, until: 5s, node: h1, ramp: { rate: 1Mbit..1kbit, over: 1s } }
              - { at: 1s, link: t, ramp: { rate: 0.5pps..1kpps, over: 1s } }
            """)
        let second: Int64 = 1_000_000_000
        #expect(
            entries.map(\.action) == [
                .ramp([.loss(from: .never, to: percent), .delay(from: 20_000_000, to: 0)], over: second, .forward),
                .ramp(
                    [
                        .jitter(from: 0, to: 1_000_000), .corrupt(from: percent, to: percent),
                        .duplicate(from: percent, to: .never), .reorder(from: .never, to: percent),
                    ], over: 5_000_000, nil),
                .ramp([.bitRate(from: 1_000_000_000, to: 1_000_000)], over: second, nil),
                .ramp([.frameRate(from: 500, to: 1_000_000)], over: second, nil),
            ])
        #expect(
            entries.map(\.text) == [
                "{ at: 1s, link: t, ramp: { loss: 0%..1%, delay: 20ms..0s, over: 1s }, direction: forward, for: 1s }",
                "{ at: 1s, link: t, ramp: { jitter: 0s..1ms, corrupt: 1%..1%, duplicate: 1%..0%, reorder: 0%..1%, over: 5ms } }",
                "{ at: 1s, every: 1s, until: 5s, node: h1, ramp: { rate: 1Mbit..1kbit, over: 1s } }",
                "{ at: 1s, link: t, ramp: { rate: 0.5pps..1kpps, over: 1s } }",
            ])
    }

    @Test("a fault strikes the next frame, forward, unless it is said")
    func fault() throws {
        let entries = try timeline(
            """
              - { at: 1s, link: t, fault: wrong-cookie }
              - { at: 1s, every: 1s, until: 5s, link: t, fault: counter-skew, frames: 5, direction: reverse }
            """)
        #expect(
            entries.map(\.action) == [
                .fault(.wrongCookie, frames: 1, .forward), .fault(.counterSkew, frames: 5, .reverse),
            ])
        #expect(
            entries.map(\.text) == [
                "{ at: 1s, link: t, fault: wrong-cookie, frames: 1, direction: forward }",
                "{ at: 1s, every: 1s, until: 5s, link: t, fault: counter-skew, frames: 5, direction: reverse }",
            ])
    }

    @Test("an MTU is of a link or of a NIC")
    func mtu() throws {
        let entries = try timeline(
            """
              - { at: 1s, link: t, mtu: 576, for: 1s }
              - { at: 1s, nic: h2:eth0, mtu: 9000 }
            """)
        #expect(entries.map(\.action) == [.mtu(576), .mtu(9000)])
        #expect(entries.map(\.target) == [.link(1), .nic(node: 1, port: 0)])
        #expect(
            entries.map(\.text) == ["{ at: 1s, link: t, mtu: 576, for: 1s }", "{ at: 1s, nic: h2:eth0, mtu: 9000 }"])
    }
}
