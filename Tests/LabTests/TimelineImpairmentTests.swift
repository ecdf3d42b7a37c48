import Lab
import NetCore
import Results
import Testing

@testable import ScenarioFile

@Suite("Impairments on the timeline", .timeLimit(.minutes(5)))
struct TimelineImpairmentTests {
    private typealias Entry = Scenario.TimelineEntry

    /// Two hosts and a link, twenty frames each way ten milliseconds apart.
    private static func run(
        _ entries: [Scenario.TimelineEntry], over material: LinkMaterial = .wire, clock: BothClocks = .virtual,
        size: Int = 64
    ) throws -> RunResult {
        let text = ImpairedLinkTests.pair(material, interval: "10ms", size: size)
        return try LabRunner.run(load(text, clock: clock).with(timeline: entries))
    }

    private static let lossy: [ImpairmentSetting] = [.loss(.chance(.always))]

    @Test(
        "what is set holds for its time and its direction, and the event says what came of it",
        arguments: LinkMaterial.allCases, BothClocks.allCases)
    func set(material: LinkMaterial, clock: BothClocks) throws {
        let result = try Self.run(
            [Entry(at: 45, .link(0), .set(Self.lossy, .forward), for: 50)], over: material, clock: clock)
        #expect(result.links[0].forward.dropped == [DropCount("impaired-loss", 5)])
        #expect(result.links[0].reverse.dropped.isEmpty)
        #expect(result.timeline.map(\.text) == ["at 45ms", "over: at 45ms"])
        #expect(
            result.timeline.map(\.effect) == [.frames(5, dropped: [DropCount("impaired-loss", 5)]), nil])
        #expect(result.conservation.holds)
    }

    @Test("without a direction both ways are changed; a node has all its links, an interface its own")
    func targets() throws {
        for target in [Entry.Target.link(0), .node(0), .nic(node: 1, port: 0)] {
            let result = try Self.run([Entry(at: 105, target, .set(Self.lossy, nil))])
            #expect(result.links[0].forward.dropped == [DropCount("impaired-loss", 9)])
            #expect(result.links[0].reverse.dropped == [DropCount("impaired-loss", 9)])
            #expect(result.timeline[0].effect == .frames(18, dropped: [DropCount("impaired-loss", 18)]))
        }
    }

    @Test("of two that overlap each ends its own, and the rest of the link's impairments stays")
    func overlap() throws {
        let delay = { (milliseconds: Int64) -> Scenario.TimelineEntry.Action in
            .set([.delay(milliseconds * 1_000_000)], .forward)
        }
        let scenario = try load(ImpairedLinkTests.pair(.wire, interval: "10ms")).impaired(
            forward: [.delay(1_000_000), .drop([1...1])])
        let result = try LabRunner.run(
            scenario.with(timeline: [
                Entry(at: 15, .link(0), delay(2), for: 100), Entry(at: 55, .link(0), delay(3), for: 20),
                Entry(at: 95, .link(0), delay(4), for: 60),
            ]))
        #expect(result.links[0].forward.dropped == [DropCount("impaired-drop", 1)])
        // Entered at 0, 10: the link's own. 20 to 50, 80, 90: 2. 60, 70: 3. 100 to 150: 4. Then the link's own again.
        let latency = try #require(try result.flow("there").latency)
        #expect(latency.min == 1_000_000 && latency.max == 4_000_000 && latency.p50 == 2_000_000)
        #expect(result.timeline.compactMap(\.effect).count == 3)
        #expect(result.timeline[1].effect == .frames(2, dropped: []))
        #expect(result.timeline.map(\.nanoseconds) == [15, 55, 75, 95, 115, 155].map { $0 * 1_000_000 })
    }

    @Test("a ramp gives each frame the value of its moment, and stays at its end or is taken back")
    func ramp() throws {
        let ramp = Scenario.TimelineEntry.Action.ramp(
            [.delay(from: 0, to: 10_000_000)], over: 100_000_000, .forward)
        for isTakenBack in [false, true] {
            let text = """
                version: 1
                topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
                traffic:
                  first: { kind: udp, from: h1, to: h2, at: 50ms, warmup: arp }
                  second: { kind: udp, from: h1, to: h2, at: 75ms, warmup: arp }
                  third: { kind: udp, from: h1, to: h2, at: 200ms, warmup: arp }
                """
            let scenario = try load(text).with(timeline: [
                Entry(at: 0, .link(0), ramp, for: isTakenBack ? 150 : nil)
            ])
            let result = try LabRunner.run(scenario)
            #expect(
                result.flows.map(\.latency?.max) == [5_000_000, 7_500_000, isTakenBack ? 0 : 10_000_000])
        }
    }

    @Test("an MTU of a link bounds both ways, one of an interface what that NIC sends", arguments: BothClocks.allCases)
    func mtu(clock: BothClocks) throws {
        let link = try Self.run([Entry(at: 45, .link(0), .mtu(1000), for: 50)], over: .tunnel, clock: clock, size: 1015)
        #expect(link.links[0].forward.dropped == [DropCount("oversize", 5)])
        #expect(link.links[0].reverse.dropped == [DropCount("oversize", 5)])
        #expect(link.timeline[0].effect == .frames(10, dropped: [DropCount("oversize", 10)]))
        let fits = try Self.run([Entry(at: 45, .link(0), .mtu(1000))], over: .tunnel, clock: clock, size: 1014)
        #expect(fits.conservation.dropped.isEmpty)

        let nic = try Self.run(
            [Entry(at: 45, .nic(node: 1, port: 0), .mtu(1000), for: 50)], over: .wire, clock: clock, size: 1015)
        #expect(nic.links.flatMap { $0.forward.dropped + $0.reverse.dropped }.isEmpty)
        #expect(nic.nodes.map(\.dropped) == [[], [DropCount("oversize", 5)]])
        #expect(try nic.flow("there").delivered == 20)
        #expect(try nic.flow("back").losses.map(\.place) == ["h2:eth0"])
        #expect(nic.timeline[0].effect == .frames(5, dropped: [DropCount("oversize", 5)]))
        #expect(nic.conservation.holds)
    }

    @Test("a down counts what it ends while it lasts, also where it is lifted for a while")
    func down() throws {
        let result = try Self.run([
            Entry(at: 45, .link(0), .down(.forward)), Entry(at: 95, .link(0), .up(.forward), for: 30),
            Entry(at: 155, .link(0), .up(nil)),
        ])
        // 50 to 90, and 130 to 150.
        #expect(result.timeline.map(\.effect) == [.frames(8, dropped: [DropCount("link-down", 8)]), nil, nil, nil])
        #expect(result.links[0].forward.dropped == [DropCount("link-down", 8)])
    }

    @Test("a flush says how much was forgotten")
    func flush() throws {
        let result = try Self.run([Entry(at: 45, .link(0), .flushNeighbors)])
        #expect(result.timeline.map(\.effect) == [.forgotten(2)])
    }

    @Test("what a later entry hides for good counts no further")
    func hidden() throws {
        let result = try Self.run([
            Entry(at: 45, .link(0), .set(Self.lossy, .forward)),
            Entry(at: 95, .link(0), .set([.loss(.chance(.never))], .forward)),
        ])
        #expect(
            result.timeline.map(\.effect) == [
                .frames(5, dropped: [DropCount("impaired-loss", 5)]), .frames(10, dropped: []),
            ])
    }
}
