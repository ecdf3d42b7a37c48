import Lab
import NetCore
import Results
import Testing

@testable import ScenarioFile

/// What links are made of, for tests that hold for each.
enum LinkMaterial: CaseIterable, Sendable {
    case wire, tunnel, dgram

    /// The entry of a link between two nodes.
    func link(_ a: String, _ b: String, id: String) -> String {
        let kind =
            switch self {
            case .wire: "wire"
            case .tunnel: "l2tpv3"
            case .dgram: "dgram"
            }
        return "{ id: \(id), kind: \(kind), endpoints: [\(a), \(b)] }"
    }
}

@Suite("Impaired links", .timeLimit(.minutes(5)))
struct ImpairedLinkTests {
    /// Two hosts; `there` goes forward, `back` the other way, both with warm neighbours.
    static func pair(
        _ material: LinkMaterial, count: Int = 20, interval: String = "1ms", size: Int = 64, head: String = ""
    ) -> String {
        """
        version: 1
        \(head)
        topology:
          nodes: { h1: host, h2: host }
          links: [\(material.link("h1", "h2", id: "cable"))]
        traffic:
          there: { kind: udp, from: h1, to: h2, count: \(count), interval: \(interval), size: \(size), warmup: arp }
          back: { kind: udp, from: h2, to: h1, count: \(count), interval: \(interval), size: \(size), warmup: arp }
        """
    }

    @Test(
        "numbers that are dropped are those of their direction, counted there and named there",
        arguments: LinkMaterial.allCases, BothClocks.allCases)
    func dropped(material: LinkMaterial, clock: BothClocks) throws {
        let scenario = try load(Self.pair(material), clock: clock).impaired(
            forward: [.drop([3...3, 7...9])], reverse: [.drop([1...1])])
        let result = try LabRunner.run(scenario)
        #expect(result.verdict == .fail)
        #expect(result.links[0].forward.dropped == [DropCount("impaired-drop", 4)])
        #expect(result.links[0].reverse.dropped == [DropCount("impaired-drop", 1)])
        #expect(result.links[0].forward.frames == 20 && result.links[0].reverse.frames == 20)
        let (there, back) = (try result.flow("there"), try result.flow("back"))
        #expect(there.delivered == 16 && back.delivered == 19)
        #expect(there.losses == [.init(place: "cable forward", reason: "impaired-drop", count: 4, first: 2)])
        #expect(back.losses == [.init(place: "cable reverse", reason: "impaired-drop", count: 1, first: 0)])
        #expect(result.conservation.holds && result.conservation.inFlight == 0)
        #expect(result.conservation.untraceable == 0)
        #expect(result.expectations.allSatisfy { $0.kind != "conserve" || $0.verdict == .pass })
    }

    @Test("each direction has its delay, exact in virtual time", arguments: LinkMaterial.allCases)
    func delay(material: LinkMaterial) throws {
        let scenario = try load(Self.pair(material)).impaired(
            forward: [.delay(20_000_001)], reverse: [.delay(7)])
        let result = try LabRunner.run(scenario)
        #expect(result.verdict == .pass)
        let (there, back) = (try #require(result.flow("there").latency), try #require(result.flow("back").latency))
        #expect(there.min == 20_000_001 && there.max == 20_000_001)
        #expect(back.min == 7 && back.max == 7)
        #expect(result.durationNanoseconds == 19_000_000 + 20_000_001)
    }

    @Test(
        "a real run is not over while a frame of a flow is on its way", .tags(.kernel), arguments: LinkMaterial.allCases
    )
    func notOver(material: LinkMaterial) throws {
        // Longer than anything is waited for that cannot be traced.
        let scenario = try load(Self.pair(material, count: 3, head: "settle: 10ms"), clock: .real).impaired(
            forward: [.delay(300_000_000), .duplicate(.always)])
        let result = try LabRunner.run(scenario)
        #expect(result.verdict == .pass)
        let there = try result.flow("there")
        #expect(there.delivered == 3 && there.duplicates == 3)
        #expect(try #require(there.latency).min >= 300_000_000)
        #expect(result.conservation.inFlight == 0 && result.conservation.copies == 3)
    }

    @Test("what a tunnel loses behind another one is named too, though a socket has taken its name", .tags(.kernel))
    func namedBehindSocket() throws {
        let text = """
            version: 1
            settle: 30s
            topology:
              nodes: { h1: host, h2: host, s1: switch }
              links:
                - { id: first, kind: l2tpv3, endpoints: [h1, s1] }
                - { id: second, kind: l2tpv3, endpoints: [s1, h2], options: { cookie64: on, txcookie: 7, rxcookie: 8 } }
            traffic:
              there: { kind: udp, from: h1, to: h2, count: 5, interval: 1ms, warmup: arp }
            """
        let result = try LabRunner.run(load(text, clock: .real).impaired("second", forward: [.drop([2...3])]))
        #expect(
            try result.flow("there").losses == [
                .init(place: "second forward", reason: "impaired-drop", count: 2, first: 1)
            ])
        // And so nothing is waited for.
        #expect(result.durationNanoseconds < 10_000_000_000)
    }
}
