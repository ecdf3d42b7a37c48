import NetCore
import TestSupport
import Testing

@testable import Lab
@testable import ScenarioFile

/// Which frames of a flow arrived, and how often all together.
private struct Fate: Equatable {
    var lost: [Int]
    var duplicates: Int64
}

@Suite("What impairments draw", .timeLimit(.minutes(5)))
struct ImpairmentDrawTests {
    /// Each of those that are drawn for each frame by itself, whenever it comes.
    static let drawn: [[ImpairmentSetting]] = [
        [.loss(.chance(.percent(20)))], [.loss(.pattern([false, true, true, false, false]))],
        [.loss(.gilbert(GilbertElliott(enter: .percent(10), leave: .percent(30), good: .percent(1))))],
        [.drop([2...2, 50...59])], [.corrupt(.percent(20))], [.duplicate(.percent(20))],
        [.loss(.chance(.percent(10))), .corrupt(.percent(10)), .duplicate(.percent(10)), .drop([4...7])],
    ]

    private static func fates(_ scenario: Scenario) throws -> [Fate] {
        let lab: Lab
        switch scenario.clock {
        case .virtual:
            var run = try VirtualRun(scenario, RunOptions())
            defer { run.close() }
            _ = try run.run()
            lab = run.lab
        case .real:
            var run = try RealRun(scenario, RunOptions())
            defer { run.close() }
            _ = try run.run()
            lab = run.lab
        }
        return lab.traffic.ledgers.map { ledger in
            Fate(
                lost: ledger.arrivalTimes.indices.filter { !ledger.hasArrived($0) }, duplicates: ledger.duplicates)
        }
    }

    @Test(
        "the same file and seed strike the same frames, by number, in both clocks", .tags(.kernel),
        arguments: LinkMaterial.allCases, drawn)
    func clocks(material: LinkMaterial, settings: [ImpairmentSetting]) throws {
        let text = ImpairedLinkTests.pair(material, count: 200, interval: "50us")
        let virtual = try Self.fates(load(text).impaired(forward: settings, reverse: settings))
        let real = try Self.fates(load(text, clock: .real).impaired(forward: settings, reverse: settings))
        #expect(virtual == real)
        #expect(virtual.allSatisfy { !$0.lost.isEmpty || $0.duplicates > 0 })
        // Each direction has streams of its own.
        if case .drop = settings[0] {
        } else if case .loss(.pattern) = settings[0] {
        } else {
            #expect(virtual[0] != virtual[1])
        }
    }

    @Test("another node, link or flow leaves what other links lose as it was")
    func unrelated() throws {
        func text(_ nodes: String, _ links: String, _ flows: String) -> String {
            """
            version: 1
            topology:
              nodes: { \(nodes)h1: host, h2: host, s1: switch }
              links: [\(links){ id: left, endpoints: [h1, s1] }, { id: right, kind: l2tpv3, endpoints: [s1, h2] }]
            traffic:
            \(flows)
              there: { kind: udp, from: h1, to: h2, count: 400, interval: 1ms, size: 64..1514, warmup: arp }
            """
        }
        func there(_ text: String) throws -> Fate {
            let impaired = try load(text).impaired(
                forward: [.loss(.chance(.percent(10))), .corrupt(.percent(2)), .duplicate(.percent(3))],
                reverse: [.loss(.chance(.percent(10)))])
            let fates = try Self.fates(impaired)
            return try #require(fates.last)
        }
        let alone = try there(text("", "", ""))
        #expect(alone.lost.count > 50 && alone.duplicates > 5)
        let more = try there(
            text(
                "a1: { kind: host, ip: 10.1.0.1/24 }, a2: { kind: host, ip: 10.1.0.2/24 }, s0: switch, ",
                "{ id: first, endpoints: [a1, s0] }, { id: second, kind: dgram, endpoints: [s0, a2] }, ",
                "  other: { kind: udp, from: a1, to: a2, count: 300, interval: 1ms, warmup: arp }"))
        #expect(more == alone)
    }

    @Test("another seed strikes other frames; the same strikes the same again")
    func seeds() throws {
        func fate(_ seed: Int) throws -> Fate {
            let text = ImpairedLinkTests.pair(.tunnel, count: 300, head: "seed: \(seed)")
            return try Self.fates(load(text).impaired(forward: [.loss(.chance(.percent(10)))]))[0]
        }
        #expect(try fate(1) == fate(1))
        #expect(try fate(1) != fate(2))
    }
}

extension Chance {
    fileprivate static func percent(_ percent: Int64) -> Chance { Chance(partsPerMillion: percent * 10_000) }
}
