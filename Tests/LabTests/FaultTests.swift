import NetCore
import NetdevOptions
import Results
import TestSupport
import Testing

@testable import Lab
@testable import ScenarioFile

@Suite("Faults of the timeline", .timeLimit(.minutes(5)))
struct FaultTests {
    /// Two hosts, a tunnel that looks at everything, and ten frames each way.
    private static func scenario(
        _ clock: BothClocks, _ options: String = "", sequence: String = "check"
    ) throws -> Scenario {
        try load(
            """
            version: 1
            settle: 100ms
            topology:
              nodes: { h1: host, h2: host }
              links:
                - { id: tunnel, kind: l2tpv3, endpoints: [h1, h2], options: { cookie64: on, txcookie: 0x1122334455667788,
                    rxcookie: 9, sublayer: default, sequence: \(sequence), strict-peer: on\(options) } }
            traffic:
              there: { kind: udp, from: h1, to: h2, count: 10, interval: 1ms, warmup: arp }
              back: { kind: udp, from: h2, to: h1, count: 10, interval: 1ms, warmup: arp }
            """, clock: clock)
    }

    private static func entry(
        _ fault: L2TPv3Fault, frames: Int64, _ direction: Scenario.Direction = .forward
    ) -> Scenario.TimelineEntry {
        Scenario.TimelineEntry(
            name: nil, start: .at(0), every: nil, until: nil, target: .link(0),
            action: .fault(fault, frames: frames, direction), duration: nil, source: .none,
            text: "link tunnel: fault \(fault.rawValue)")
    }

    private static func reason(_ fault: L2TPv3Fault) -> String? {
        switch fault {
        case .wrongSession: "session-mismatch"
        case .wrongCookie, .shortCookie: "cookie-mismatch"
        case .truncatedHeader: "truncated"
        case .controlBit: "control-message"
        case .wrongVersion: "bad-version"
        case .spoofedSource: "source-mismatch"
        case .counterSkew, .duplicate: "sequence"
        case .counterRollover: nil
        case .oversize: "oversize"
        }
    }

    private static func expect(
        _ fault: L2TPv3Fault, _ direction: Scenario.Direction, in scenario: Scenario
    ) throws {
        let scenario = scenario.with(timeline: [entry(fault, frames: 2, direction)])
        let result = try LabRunner.run(scenario)
        let (struck, other) =
            direction == .forward ? (result.flows[0], result.flows[1]) : (result.flows[1], result.flows[0])
        let link = result.links[0]
        let (way, back) = direction == .forward ? (link.forward, link.reverse) : (link.reverse, link.forward)
        #expect(way.dropped == reason(fault).map { [DropCount($0, 2)] } ?? [])
        #expect(back.dropped.isEmpty)
        #expect(struck.delivered == (fault == .duplicate || fault == .counterRollover ? 10 : 8))
        #expect(struck.duplicates == 0)
        #expect(other.delivered == 10)
        #expect(result.conservation.holds)
        #expect(result.conservation.inFlight == 0 && result.conservation.untraceable == 0)
        #expect(!result.warnings.contains { $0.contains("struck") })
    }

    @Test(
        "each ends two frames for its reason, on its way of the link alone, in both clocks",
        arguments: L2TPv3Fault.allCases)
    func everyFault(_ fault: L2TPv3Fault) throws {
        for clock in BothClocks.allCases {
            try Self.expect(fault, .forward, in: Self.scenario(clock))
        }
    }

    @Test("over IPv6, and the other way round", arguments: L2TPv3Fault.allCases)
    func overIPv6(_ fault: L2TPv3Fault) throws {
        for clock in BothClocks.allCases {
            try Self.expect(fault, .reverse, in: Self.scenario(clock, ", ipv6: on"))
        }
    }

    @Test(
        "over raw IP", .tags(.kernel),
        arguments: L2TPv3Fault.allCases.filter { $0 != .controlBit && $0 != .wrongVersion })
    func overIP(_ fault: L2TPv3Fault) throws {
        for clock in BothClocks.allCases {
            try Self.expect(fault, .forward, in: Self.scenario(clock, ", udp: off"))
        }
    }

    @Test("what receivers see in numbers is in the result, in both forms and both clocks, without what was before time zero")
    func numbers() throws {
        for clock in BothClocks.allCases {
            let quiet = try Self.scenario(clock)
            var counts = SequenceCounts()
            #expect(try LabRunner.run(quiet).links[0].forward.sequence == counts)
            let result = try LabRunner.run(
                quiet.with(timeline: [
                    Self.entry(.duplicate, frames: 2), Self.entry(.wrongCookie, frames: 3),
                    Self.entry(.counterSkew, frames: 1),
                ]))
            counts.duplicates = 2
            counts.old = 1
            counts.missing = 4
            #expect(result.links[0].forward.sequence == counts)
            #expect(result.links[0].reverse.sequence == SequenceCounts())
            #expect(try LabRunner.run(Self.scenario(clock, sequence: "off")).links[0].reverse.sequence == nil)
        }
    }

    @Test("fewer frames than were to be struck is a warning that says how many")
    func unstruck() throws {
        for clock in BothClocks.allCases {
            let scenario = try Self.scenario(clock).with(timeline: [
                Self.entry(.wrongCookie, frames: 4), Self.entry(.wrongSession, frames: 9),
                Self.entry(.duplicate, frames: 3),
            ])
            let result = try LabRunner.run(scenario)
            #expect(
                result.warnings.filter { $0.contains("struck") } == [
                    "link tunnel: fault wrong-session: struck 6 of 9 frames",
                    "link tunnel: fault duplicate: struck 0 of 3 frames",
                ])
            #expect(result.timeline.map(\.effect) == [.struck(4, of: 4), .struck(6, of: 9), .struck(0, of: 3)])
            #expect(result.links[0].forward.dropped.map(\.count) == [6, 4])
        }
    }
}
