import NetCore
import Results
import Testing

@testable import Lab
@testable import ScenarioFile

@Suite("What impairments come to", .timeLimit(.minutes(5)))
struct ImpairmentFigureTests {
    private static func flow(
        _ settings: [ImpairmentSetting], count: Int, pace: String, size: Int = 64, clock: BothClocks = .virtual,
        over material: LinkMaterial = .wire
    ) throws -> FlowResult {
        let text = """
            version: 1
            topology:
              nodes: { h1: host, h2: host }
              links: [\(material.link("h1", "h2", id: "cable"))]
            traffic:
              there: { kind: udp, from: h1, to: h2, count: \(count), \(pace), size: \(size), warmup: arp }
            """
        let result = try LabRunner.run(load(text, clock: clock).impaired(forward: settings))
        #expect(result.conservation.holds)
        return try result.flow("there")
    }

    @Test("10 % of 100 000 frames is within its binomial interval, and 0 % is none")
    func loss() throws {
        let tenth = try Self.flow(
            [.loss(.chance(Chance(partsPerMillion: 100_000)))], count: 100_000, pace: "rate: 100kpps")
        #expect(BinomialInterval(trials: 100_000, partsPerMillion: 100_000).contains(tenth.lost))
        #expect(try Self.flow([.loss(.chance(.never)), .delay(1)], count: 100_000, pace: "rate: 100kpps").lost == 0)
    }

    @Test("jitter stays within its amount, and overtakes nobody")
    func jitter() throws {
        let flow = try Self.flow(
            [.delay(5_000_000), .jitter(Jitter(amount: 2_000_000))], count: 10_000, pace: "interval: 10ms")
        let latency = try #require(flow.latency)
        #expect(latency.min >= 3_000_000 && latency.min < 3_010_000)
        #expect(latency.max <= 7_000_000 && latency.max > 6_990_000)
        #expect(abs(latency.p50 - 5_000_000) < 100_000)
        let dense = try Self.flow(
            [.delay(5_000_000), .jitter(Jitter(amount: 2_000_000))], count: 1000, pace: "interval: 10us")
        #expect(dense.reordered == 0 && dense.delivered == 1000)
    }

    @Test("a delay does not limit the rate")
    func rateUnderDelay() throws {
        let flow = try Self.flow([.delay(50_000_000)], count: 20_000, pace: "rate: 10kpps")
        #expect(flow.delivered == 20_000)
        let latency = try #require(flow.latency)
        #expect(latency.min == 50_000_000 && latency.max == 50_000_000)
    }

    @Test("nor does it in real time", .tags(.kernel), arguments: LinkMaterial.allCases)
    func rateUnderRealDelay(material: LinkMaterial) throws {
        let flow = try Self.flow(
            [.delay(50_000_000)], count: 5000, pace: "rate: 5kpps", clock: .real, over: material)
        // A kernel may lose some when the machine has stopped for long; nobody else does.
        #expect(flow.delivered == 5000 || material != .wire && flow.losses.isEmpty)
        #expect(flow.reordered == 0)
        #expect(try #require(flow.latency).min >= 50_000_000)
    }

    @Test(
        "in real time a delay is never shorter than said, and hardly longer", .tags(.kernel),
        arguments: LinkMaterial.allCases)
    func realDelay(material: LinkMaterial) throws {
        let flow = try Self.flow(
            [.delay(20_000_000)], count: 40, pace: "interval: 5ms", clock: .real, over: material)
        let latency = try #require(flow.latency)
        #expect(flow.delivered == 40 && latency.min >= 20_000_000)
        // A busy machine may stop for a while; one of forty frames does not meet that.
        #expect(latency.min < 25_000_000)
    }

    @Test("a rate spaces frames exactly, without their tunnel's header")
    func rate() throws {
        for material in LinkMaterial.allCases {
            // 1000 bytes at 10 Mbit/s take 800 us; the last of ten waits for nine.
            let flow = try Self.flow(
                [.rate(.bits(thousandths: 10_000_000_000))], count: 10, pace: "interval: 100us", size: 1000,
                over: material)
            let latency = try #require(flow.latency)
            #expect(latency.min == 800_000)
            #expect(latency.max == 10 * 800_000 - 9 * 100_000)
        }
    }

    @Test("what the queue of a rate does not take ends as impaired-queue")
    func queue() throws {
        let flow = try Self.flow(
            [.rate(.bits(thousandths: 10_000_000_000)), .queue(3)], count: 20, pace: "interval: 1us", size: 1000)
        #expect(flow.losses.map(\.reason) == ["impaired-queue"])
        #expect(flow.delivered == 3)
    }

    @Test(
        "what is reordered is held until the next has passed, or for ten milliseconds", arguments: BothClocks.allCases)
    func reorder(clock: BothClocks) throws {
        let flow = try Self.flow([.reorder(.always)], count: 11, pace: "interval: 2ms", clock: clock)
        #expect(flow.delivered == 11 && flow.reordered == 5)
        let latency = try #require(flow.latency)
        if clock == .virtual { #expect(latency.max == 10_000_000) } else { #expect(latency.max >= 10_000_000) }
    }
}
