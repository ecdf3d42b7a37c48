import Results
import Testing

@testable import Lab
@testable import ScenarioFile

@Suite("Flows", .timeLimit(.minutes(10)))
struct FlowTests {
    static let pair = """
        topology:
          nodes: { h1: host, h2: host }
          links: [{ id: cable, endpoints: [h1, h2] }]

        """

    @Test("sizes are drawn for each frame, from a stream of the flow's own", arguments: ["64..1514", "imix"])
    func sizes(size: String) throws {
        let flow = "  one: { kind: udp, from: h1, to: h2, count: 1200, size: \(size), warmup: arp }\n"
        let alone = try judged(Self.pair + "traffic:\n" + flow)
        #expect(alone.verdict == .pass)
        let bytes = alone.links[0].forward.bytes
        let mean = size == "imix" ? UInt64(60 * 7 + 590 * 4 + 1514) / 12 : (64 + 1514) / 2
        #expect(bytes > mean * 1200 * 9 / 10 && bytes < mean * 1200 * 11 / 10)
        // Another one the other way draws for itself.
        let other = "  two: { kind: udp, from: h2, to: h1, count: 50, size: 64..1514, warmup: arp }\n"
        #expect(try judged(Self.pair + "traffic:\n" + other + flow).links[0].forward.bytes == bytes)
        #expect(try judged("seed: 7\n" + Self.pair + "traffic:\n" + flow).links[0].forward.bytes != bytes)
    }

    @Test("ping and udp over IPv6, warmed up", arguments: BothClocks.allCases)
    func ipv6(clock: BothClocks) throws {
        let result = try judged(
            """
            topology:
              nodes: { h1: { kind: host, ip: "fd00::1/64" }, h2: { kind: host, ip: "fd00::2/64" } }
              links: [{ id: tunnel, kind: l2tpv3, endpoints: [h1, h2] }]
            traffic:
              hello: { kind: ping, from: h1, to: h2, count: 5, interval: 1ms, warmup: arp }
              there: { kind: udp, from: h1, to: h2, count: 20, interval: 1ms, size: 100, warmup: arp }
            expect:
              - hello: { delivered: all, lost: 0 }
              - there: { delivered: all }
              - frames: { at: h2, count: 25 }
              - nothing_else: { at: h2 }
            """, clock: clock)
        #expect(result.verdict == .pass, "\(result.expectations)")
        #expect(result.links[0].forward.bytes >= 20 * 100)
    }

    @Test("an address outside: a datagram is sent and not delivered", arguments: BothClocks.allCases)
    func outside(clock: BothClocks) throws {
        let plan = try load(
            "version: 1\n" + Self.pair + """
                traffic:
                  out: { kind: udp, from: h1, to: h2, count: 3, interval: 1ms, warmup: arp }
                expect:
                  - out: { delivered: 0, lost: 3 }
                """, clock: clock)
        let flow = plan.flows[0]
        let result = try LabRunner.run(
            plan.with(flows: [
                .init(
                    name: flow.name, kind: flow.kind, from: flow.from, to: nil, start: flow.start, count: 3,
                    pace: flow.pace, warmup: true, source: flow.source)
            ]))
        #expect(result.verdict == .pass)
        #expect(try result.flow("out").sent == 3)
    }

    @Test("frames are sent as written, in turn, and counted where they are seen", arguments: BothClocks.allCases)
    func frames(clock: BothClocks) throws {
        let text = """
            topology:
              nodes: { h1: host, h2: host }
              links: [{ id: tunnel, kind: l2tpv3, endpoints: [h1, h2] }]
            traffic:
              raw: { kind: frames, from: h1, to: h2, count: 5, interval: 1ms, hex: ["ffffffffffff 525400123456 88b5 01", "ffffffffffff 525400123456 88b5 02"] }
            expect:
              - raw: { delivered: all, duplicates: 0, reordered: 0 }
              - frames: { at: h2, count: 5 }
              - bytes: { at: h2, frame: 4, equals: "ffff ffff ffff 5254 0012 3456 88b5 02" }
              - nothing_else: { at: h2 }
            """
        let result = try judged(text, clock: clock)
        #expect(result.verdict == .pass, "\(result.expectations)")
        #expect(result.links[0].forward.bytes == 5 * 15)
    }

    @Test("flows begin behind entries, and behind the end of flows behind those", arguments: BothClocks.allCases)
    func after(clock: BothClocks) throws {
        let result = try judged(
            Self.pair + """
                traffic:
                  second: { kind: udp, from: h1, to: h2, after: cut, plus: 2ms, count: 3, interval: 1ms }
                  third: { kind: udp, from: h1, to: h2, after: second, plus: 5ms }
                timeline:
                  - { id: cut, at: 10ms, link: cable, down: true, for: 1ms }
                expect:
                  - { second: { delivered: all }, during: [12ms, 1s] }
                  - { second: { delivered: 0 }, during: [0s, 12ms] }
                  - { third: { delivered: all }, during: [19ms, 1s] }
                """, clock: clock)
        #expect(result.verdict == .pass, "\(result.expectations)")
        #expect(result.timeline.map(\.text).count == 2)
        #expect(result.timeline[0].nanoseconds >= 10_000_000)
    }

    @Test("two thousand flows of one host share its NIC, each with its turn")
    func many() throws {
        let flows = (0..<2000).map {
            "  f\($0): { kind: udp, from: h1, to: h2, count: 20, rate: 10Mpps, warmup: arp }\n"
        }
        let result = try judged(Self.pair + "traffic:\n" + flows.joined())
        #expect(result.verdict == .pass)
        #expect(result.conservation.dropped.isEmpty)
    }

    @Test("figures by time of sending, and as of a time", arguments: BothClocks.allCases)
    func windows(clock: BothClocks) throws {
        let result = try judged(
            Self.pair + """
                traffic:
                  f: { kind: udp, from: h1, to: h2, count: 10, interval: 10ms, warmup: arp }
                timeline:
                  - { at: 15ms, link: cable, down: true, for: 30ms }
                expect:
                  - { f: { delivered: all, lost: 0 }, during: [0s, 15ms] }
                  - { f: { delivered: none, lost: 3 }, during: [15ms, 45ms] }
                  - { f: { delivered: 100%, latency: { max: "< 1s" } }, during: [45ms, 1s] }
                  - { f: { delivered: 2 }, within: 44ms }
                  - { f: { delivered: 7, lost: 3 }, within: 2s }
                  - { f: { delivered: all }, during: [15ms, 45ms], because: "no cut is expected" }
                  - { f: { delivered: 7 }, within: 44ms }
                """, clock: clock)
        #expect(result.verdicts == [.pass, .pass, .pass, .pass, .pass, .fail, .fail], "\(result.expectations)")
        let message = result.expectations[5].message
        #expect(message.contains("seen: 0 of 3 delivered"))
        #expect(message.contains("3 ended at h1:eth0 as link-down, the first of them number 2"))
        #expect(message.last == "because: no cut is expected")
        #expect(result.expectations[6].message.contains("5 arrived later"))
        #expect(result.durationNanoseconds >= 2_000_000_000, "the run goes on to the end of its windows")
    }

    @Test("flows between patterns are judged together, and the message says which")
    func groups() throws {
        let result = try judged(
            """
            topology:
              nodes: { "c[1..4]": host, s1: switch }
              links: [{ endpoints: ["c[*]", s1], id: spoke }]
            traffic:
              hello: { kind: ping, from: "c[1..3]", to: c4, count: 5, interval: 1ms, warmup: arp }
            timeline:
              - { at: 2500us, link: spoke2, down: true }
            expect:
              - hello: { delivered: 13, lost: 2 }
              - hello: { delivered: all }
              - "hello[2]": { delivered: 3 }
              - "hello[1]": { delivered: all, latency: { max: "<= 1ms" } }
            """)
        #expect(result.verdicts == [.pass, .fail, .pass, .pass], "\(result.expectations)")
        let message = result.expectations[1].message
        #expect(message.contains("seen: 13 of 15 delivered"))
        #expect(message.contains("2 ended at c2:eth0 as link-down, the first of them number 3 of hello[2]"))
    }

    @Test("loss as a process and as a measure")
    func loss() throws {
        let result = try judged(
            Self.pair + """
                traffic:
                  f: { kind: udp, from: h1, to: h2, count: 1000, interval: 1ms, warmup: arp }
                timeline:
                  - { at: 0s, link: cable, down: true, for: 100ms }
                expect:
                  - f: { loss: 10% }
                  - f: { loss: 20% }
                  - f: { loss: "<= 10%" }
                  - f: { loss: "< 10%" }
                """)
        #expect(result.verdicts == [.pass, .fail, .pass, .fail], "\(result.expectations)")
        #expect(result.expectations[0].observed == "900 of 1000 delivered, 100 lost, 10.00%")
        #expect(
            result.expectations[1].message.contains {
                $0.hasPrefix("a chance of 20% loses 15") && $0.contains("of 1000: fewer, or more")
            })
    }

    @Test("a table that is flushed is asked for again; nobody there: what was due ends, the flow goes on")
    func askedAgain() throws {
        let result = try judged(
            """
            topology:
              nodes: { h1: host, h2: host, s1: switch }
              links: [[h1, s1], { id: right, endpoints: [s1, h2] }]
            traffic:
              f: { kind: udp, from: h1, to: h2, count: 60, interval: 100ms, warmup: arp }
            timeline:
              - { at: 50ms, node: h1, flush: arp }
              - { at: 1050ms, link: right, down: true, for: 2500ms }
              - { at: 1060ms, node: h1, flush: arp }
            expect:
              - { f: { delivered: all }, during: [0s, 1060ms] }
              - { f: { delivered: all }, during: [4200ms, 10s] }
              - dropped: { reason: unresolved, count: "25..35" }
            """)
        #expect(result.verdict == .pass, "\(result.expectations)")
        #expect(result.conservation.holds)
    }

    @Test("a run that is left out is not run; one with nothing left to expect is a skip")
    func skips() throws {
        // The file says no clock, so its conditions are of the real one.
        let plan = try load("version: 1\n" + Self.pair + "expect:\n  - { conserve: all, when: \"clock == virtual\" }\n")
        let result = try LabRunner.run(plan)
        #expect(result.verdict == .skip)
        #expect(!result.skipped.isEmpty)
        let whole = try load("version: 1\nwhen: clock == virtual\n" + Self.pair)
        #expect(try LabRunner.run(whole).verdict == .skip)
        #expect(try LabRunner.run(whole).nodes.isEmpty)
    }
}
