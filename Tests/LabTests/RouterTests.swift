import Results
import Testing

@Suite("Routers in a lab, in both clocks", .timeLimit(.minutes(5)))
struct RouterTests {
    /// h1 - r1 = r2 - h2; r2's way back is said by each test.
    private static func chain(_ back: String, _ rest: String) -> String {
        """
        version: 1
        topology:
          nodes:
            h1: { kind: host, ip: 10.0.1.2/24, gateway: 10.0.1.1 }
            r1: { kind: router, ip: { eth0: 10.0.1.1/24, eth1: 10.0.2.1/24 }, gateway: 10.0.2.2 }
            r2: { kind: router, ip: { eth0: 10.0.2.2/24, eth1: 10.0.3.1/24 }, \(back) }
            h2: { kind: host, ip: 10.0.3.2/24, gateway: 10.0.3.1 }
          links: [[h1, r1], { id: trunk, kind: l2tpv3, endpoints: [r1, r2] }, [r2, h2]]
        \(rest)
        """
    }

    @Test("a warm-up resolves every hop, and flows keep name and order through routers", arguments: BothClocks.allCases)
    func through(clock: BothClocks) throws {
        let result = try run(
            Self.chain(
                "gateway: 10.0.2.1",
                """
                traffic:
                  there: { kind: udp, from: h1, to: h2, count: 40, interval: 1ms, size: imix, warmup: arp }
                  ping: { kind: ping, from: h2, to: h1, count: 5, interval: 2ms }
                expect:
                  - there: { delivered: all, reordered: 0, duplicates: 0, via: [r1, trunk, r2] }
                  - ping: { delivered: all, via: [r2, r1] }
                  - frames: { at: r1, match: arp, count: 0 }
                  - frames: { at: r2, match: arp, count: 0 }
                """), clock: clock)
        #expect(result.verdict == .pass, "\(result.expectations.flatMap(\.message))")
        #expect(result.nodes.map(\.kind) == ["host", "router", "router", "host"])
        #expect(result.conservation.holds)
        // A ping is taken twice, once at each end; a router takes nothing of it.
        #expect(result.conservation.sent == 50 && result.conservation.delivered == 50)
        #expect(result.nodes[1].nics.map(\.rxFrames) == [45, 5] && result.nodes[1].nics.map(\.txFrames) == [5, 45])
        if clock == .virtual { #expect(try result.flow("ping").latency?.max == 0) }
    }

    @Test("where frames end, and what comes of it", arguments: BothClocks.allCases)
    func ends(clock: BothClocks) throws {
        let result = try run(
            Self.chain(
                "routes: { 10.0.1.0/24: 10.0.2.1, 10.9.0.0/16: 10.0.2.1 }",
                """
                traffic:
                  lost: { kind: udp, from: h1, to: 192.0.2.1, count: 7, interval: 1ms }
                  round: { kind: udp, from: h1, to: 10.9.0.1, count: 3, interval: 1ms }
                  short: { kind: udp, from: h1, to: h2, ttl: 1, count: 2, interval: 1ms, warmup: arp }
                expect:
                  - dropped: { node: r2, reason: no-route, count: 7 }
                  - dropped: { node: r2, reason: ttl-expired, count: 3 }
                  - dropped: { node: r1, reason: ttl-expired, count: 2 }
                  - frames: { at: h1, match: icmp.type == 11 or icmp.type == 3, count: 12 }
                  - { nothing_else: { at: h1, except: [icmp] } }
                """), clock: clock)
        #expect(result.verdict == .pass, "\(result.expectations.flatMap(\.message))")
        #expect(try result.flow("round").losses.map(\.place) == ["r2:eth0"])
        #expect(try result.flow("lost").losses.map(\.reason) == ["no-route"])
        #expect(result.conservation.holds)
        #expect(result.conservation.untraceable == 0)
    }

    @Test("forwarders count from router to router: a circle of routers and switches ends by time to live, not as a loop")
    func longestWay() throws {
        let result = try run(
            """
            version: 1
            topology:
              nodes:
                h1: { kind: host, ip: 10.0.1.2/24, gateway: 10.0.1.1 }
                r1: { kind: router, ip: { eth0: 10.0.1.1/24, eth1: 10.0.2.1/24 }, gateway: 10.0.2.2 }
                r2: { kind: router, ip: 10.0.2.2/24, gateway: 10.0.2.1 }
                "s[1..3]": switch
              links: [[h1, r1], [r1, s1], [s1, s2], [s2, s3], [s3, r2]]
            traffic:
              round: { kind: udp, from: h1, to: 10.9.0.1, ttl: 255, warmup: arp }
            expect:
              - dropped: { node: r1, reason: ttl-expired, count: 1 }
              - dropped: { reason: loop, count: 0 }
              - frames: { at: h1, match: icmp.type == 11, count: 1 }
            """)
        #expect(result.verdict == .pass)
        #expect(result.conservation.holds)
    }

    @Test("a next hop that never answers: the flow's frames end at the last router, three seconds on")
    func unresolved() throws {
        let result = try run(
            Self.chain(
                "gateway: 10.0.2.1",
                """
                traffic:
                  nobody: { kind: udp, from: h1, to: 10.0.3.77, count: 4 }
                """))
        #expect(try result.flow("nobody").losses.map(\.place) == ["r2:eth1"])
        #expect(try result.flow("nobody").losses.map(\.reason) == ["unresolved"])
        #expect(result.durationNanoseconds >= 3_000_000_000)
        #expect(result.conservation.holds)
    }

    @Test("what waits in a router when the run is cut short is in flight")
    func inFlight() throws {
        let result = try run(
            Self.chain(
                "gateway: 10.0.2.1",
                """
                duration: 1s
                traffic:
                  nobody: { kind: udp, from: h1, to: 10.0.3.77, count: 4 }
                """))
        #expect(result.conservation.inFlight == 4)
        #expect(result.conservation.holds)
        #expect(try result.flow("nobody").lost == 4)
    }

    @Test("the same file and seed give the same frames again")
    func fingerprint() throws {
        let text = Self.chain(
            "gateway: 10.0.2.1",
            """
            traffic:
              there: { kind: udp, from: h1, to: h2, count: 20, size: 64..1400, warmup: arp }
              astray: { kind: udp, from: h1, to: 10.8.0.1, count: 2 }
            """)
        let first = try run(text).fingerprint
        #expect(try first != nil && run(text).fingerprint == first)
    }
}
