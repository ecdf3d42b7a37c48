import Lab
import Results
import ScenarioFile
import Testing

/// Links that join more than two.
@Suite("Links of many endpoints", .timeLimit(.minutes(5)))
struct SegmentTests {
    static let kinds = ["mcast", "vde"]

    private func result(
        _ kind: String, _ clock: BothClocks, _ rest: String, hosts: Int = 4, more: String = ""
    ) throws -> RunResult {
        try run(
            """
            version: 1
            settle: 100ms
            topology:
              nodes: { "h[1..\(hosts)]": host }
              links: [{ id: lan, kind: \(kind), endpoints: ["h[*]"]\(more) }]
            \(rest)
            """, clock: clock)
    }

    @Test("what one end sends reaches all others and not itself", arguments: kinds, BothClocks.allCases)
    func reach(_ kind: String, _ clock: BothClocks) throws {
        let result = try result(
            kind, clock,
            """
            traffic:
              all: { kind: frames, from: h2, to: h1, hex: "ffffffffffff 020000000001 88b5 01", count: 10, interval: 1ms }
              one: { kind: udp, from: h3, to: h4, count: 20, interval: 1ms, at: 20ms, size: 64..1514, warmup: arp }
              hello: { kind: ping, from: h4, to: h1, count: 3, at: 20ms, warmup: arp }
            expect:
              - all: { delivered: all, duplicates: 0 }
              - one: { delivered: all, duplicates: 0, via: [h3, lan, h4] }
              - hello: { delivered: all }
              - frames: { at: h1:eth0, match: "eth.type == 0x88b5", count: 10 }
              - frames: { at: h2:eth0, match: "eth.type == 0x88b5", count: 0 }
              - frames: { at: h3:eth0, match: "eth.type == 0x88b5", count: 10 }
              - frames: { at: h4:eth0, match: "eth.type == 0x88b5", count: 10 }
              - frames: { at: h1:eth0, match: "udp", count: 20 }
              - dropped: { link: lan, count: 0 }
            """)
        #expect(result.verdict == .pass, "\(result.expectations.flatMap(\.message))")
        #expect(result.conservation.holds)
        #expect(result.conservation.entered == 0 && result.conservation.untraceable == 0)
        #expect(result.links[0].a == "h1:eth0" && result.links[0].others == ["h3:eth0", "h4:eth0"])
        #expect(result.links[0].reverse.frames == 10 + 20 + 3)
    }

    @Test(
        "forward is what the first endpoint sends, reverse what each other does", arguments: kinds, BothClocks.allCases)
    func directions(_ kind: String, _ clock: BothClocks) throws {
        let result = try result(
            kind, clock,
            """
            traffic:
              first: { kind: frames, from: h1, to: h2, hex: "ffffffffffff 020000000001 88b5 01", count: 3, at: 100ms }
              second: { kind: frames, from: h2, to: h1, hex: "ffffffffffff 020000000002 88b6 01", count: 4, at: 100ms }
              third: { kind: frames, from: h3, to: h1, hex: "ffffffffffff 020000000003 88b7 01", count: 5, at: 100ms }
              after: { kind: frames, from: h3, to: h1, hex: "ffffffffffff 020000000003 88b8 01", count: 2, at: 400ms }
            timeline:
              - { at: 50ms, link: lan, down: true, direction: reverse, for: 250ms }
            expect:
              - first: { delivered: all }
              - second: { delivered: 0 }
              - third: { delivered: 0 }
              - after: { delivered: all }
              - dropped: { link: lan, reason: link-down, count: 9 }
            """)
        #expect(result.verdict == .pass, "\(result.expectations.flatMap(\.message))")
        #expect(result.links[0].reverse.dropped == [DropCount("link-down", 9)])
        #expect(result.links[0].forward.dropped.isEmpty)
    }

    @Test("members of other groups do not hear each other", arguments: BothClocks.allCases)
    func groups(_ clock: BothClocks) throws {
        let result = try result(
            "mcast", clock,
            """
            traffic:
              apart: { kind: frames, from: h1, to: h3, hex: "ffffffffffff 020000000001 88b5 01" }
              inside: { kind: frames, from: h3, to: h4, hex: "ffffffffffff 020000000003 88b6 01" }
            """, more: ", a: { mcast: \":4321\" }")
        #expect(try result.flow("apart").delivered == 0)
        #expect(try result.flow("inside").delivered == 1)
        #expect(result.conservation.holds)
    }

    @Test("the report has a netdev for every end")
    func netdevs() throws {
        func netdev(_ kind: String, _ clock: BothClocks) throws -> LinkResult.Netdevs {
            let result = try result(kind, clock, "traffic: { hello: { kind: ping, from: h1, to: h2 } }", hosts: 3)
            return try #require(result.links[0].netdev)
        }
        let group = try netdev("mcast", .virtual)
        #expect(group.a == "socket,id=lan.a,mcast=239.1.0.1:1234,localaddr=127.0.0.1")
        #expect(group.others == ["socket,id=lan.c,mcast=239.1.0.1:1234,localaddr=127.0.0.1"])
        let plugs = try netdev("vde", .virtual)
        #expect(plugs.b == "vde,id=lan.b,sock=lan,port=2")
        #expect(plugs.others == ["vde,id=lan.c,sock=lan,port=3"])
        let real = try netdev("vde", .real)
        #expect(real.a.hasPrefix("vde,id=lan.a,sock=/") && real.a.hasSuffix("/lan,port=1"))
    }

    @Test("a loss at the sender is lost to all, each sender by itself", arguments: kinds, BothClocks.allCases)
    func numbers(_ kind: String, _ clock: BothClocks) throws {
        let result = try result(
            kind, clock,
            """
            traffic:
              second: { kind: frames, from: h2, to: h1, hex: "ffffffffffff 020000000002 88b6 01", count: 4 }
              third: { kind: frames, from: h3, to: h1, hex: "ffffffffffff 020000000003 88b7 01", count: 4 }
              first: { kind: frames, from: h1, to: h2, hex: "ffffffffffff 020000000001 88b5 01", count: 4 }
            expect:
              - first: { delivered: all }
            """, more: ", reverse: { drop: [2] }")
        #expect(result.verdict == .pass)
        #expect(try result.flow("second").delivered == 3)
        #expect(try result.flow("third").delivered == 3)
        #expect(result.links[0].reverse.dropped == [DropCount("impaired-drop", 2)])
        #expect(result.conservation.holds)
    }
}
