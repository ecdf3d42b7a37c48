import Foundation
import Lab
import LinuxNet
import Results
import ScenarioFile
import TestSupport
import Testing

@Suite("Every kind of link", .timeLimit(.minutes(5)))
struct LinkKindTests {
    /// What a link between two hosts may be, as a file writes it.
    static let kinds =
        [
            "kind: wire", "kind: l2tpv3", "kind: dgram", "kind: dgram, options: { local.type: unix }", "kind: stream",
            "kind: stream, options: { addr.ipv6: on }", "kind: stream, options: { addr.type: unix }",
            "kind: stream, options: { addr: { type: unix, abstract: on } }",
            "kind: stream, options: { addr: { type: unix, abstract: on, tight: off } }",
            "kind: socket", "kind: socket, options: { udp: \":1234\" }", "kind: vde", "kind: mcast",
        ] + (OwnNetwork.isPossible ? ["kind: tap", "kind: tap, options: { vnet_hdr: on, sndbuf: 100k }"] : [])

    private func result(_ link: String, _ clock: BothClocks, mtu: Int = 1500, _ rest: String) throws -> RunResult {
        try run(
            """
            version: 1
            settle: 100ms
            topology:
              nodes: { h1: { kind: host, mtu: \(mtu) }, h2: { kind: host, mtu: \(mtu) } }
              links: [{ id: cable, endpoints: [h1, h2], \(link) }]
            \(rest)
            """, clock: clock)
    }

    @Test("echoes and frames of every size arrive whole, both ways, and none is lost", arguments: kinds)
    func carries(_ link: String) throws {
        var verdicts: [[Verdict]] = []
        for clock in BothClocks.allCases {
            let result = try result(
                link, clock,
                """
                traffic:
                  hello: { kind: ping, from: h1, to: h2, count: 3, interval: 5ms }
                  there: { kind: udp, from: h1, to: h2, count: 200, rate: 20kpps, size: 60..1514 }
                  back: { kind: udp, from: h2, to: h1, count: 200, rate: 20kpps, size: imix }
                  short: { kind: frames, from: h1, to: h2, hex: "ffffffffffff 020000000001 88b5" }
                expect:
                  - hello: { delivered: all }
                  - there: { delivered: all, duplicates: 0, reordered: 0 }
                  - back: { delivered: all, duplicates: 0, reordered: 0 }
                  - short: { delivered: 1 }
                  - bytes: { at: h2:eth0, frame: 1, match: "eth.type == 0x88b5", equals: "ffff ffff ffff 0200 0000 0001 88b5" }
                  - dropped: { link: cable, count: 0 }
                """)
            #expect(result.verdict == .pass, "\(clock): \(result.expectations.flatMap(\.message))")
            #expect(result.ended == .done)
            #expect(result.conservation.holds)
            #expect(result.links[0].degraded.isEmpty)
            verdicts.append(result.expectations.map(\.verdict))
        }
        #expect(verdicts[0] == verdicts[1])
    }

    @Test(
        "the longest frame is the transport's, and one more byte ends as oversize on the way in",
        arguments: [
            ("kind: stream", 65549), ("kind: stream, options: { addr.type: unix }", 65549), ("kind: socket", 65549),
            ("kind: socket, options: { udp: \":1234\" }", 65507), ("kind: vde", 65549),
            ("kind: vde, options: { frame-limit: 1514 }", 1514), ("kind: mcast", 65507),
        ] + (OwnNetwork.isPossible ? [("kind: tap", 65535)] : []), BothClocks.allCases)
    func longest(_ link: (String, Int), _ clock: BothClocks) throws {
        let (kind, limit) = link
        let fits = try result(
            kind, clock, mtu: 65535, "traffic: { fits: { kind: udp, from: h1, to: h2, count: 2, size: \(limit) } }")
        #expect(fits.verdict == .pass)
        guard limit < 65549 else { return }
        let long = try result(
            kind, clock, mtu: 65535, "traffic: { long: { kind: udp, from: h1, to: h2, count: 2, size: \(limit + 1) } }")
        #expect(try long.flow("long").delivered == 0)
        #expect(long.links[0].forward.dropped == [DropCount("oversize", 2)])
    }

    @Test(
        "ends that do not meet have no carrier: frames end as link-down where they are sent",
        arguments: [
            "kind: stream, options: { addr.port: 4001 }, b: { addr.port: 4002 }",
            "kind: stream, options: { addr: { type: unix, path: /tmp/wirework-none-a } }, b: { addr.path: /tmp/wirework-none-b }",
            "kind: socket, options: { listen: \":4001\" }, b: { connect: \":4002\" }",
        ], BothClocks.allCases)
    func unconnected(_ link: String, _ clock: BothClocks) throws {
        let result = try result(
            link, clock,
            "traffic: { hello: { kind: frames, from: h1, to: h2, hex: \"ffffffffffff 020000000001 88b5 01\", count: 2 } }"
        )
        #expect(try result.flow("hello").delivered == 0)
        #expect(result.dropped("link-down") == 2)
        #expect(result.links[0].forward.dropped == [DropCount("link-down", 2)])
        #expect(result.conservation.holds)
    }

    @Test("what happens to a link happens to every kind of it", arguments: kinds, BothClocks.allCases)
    func down(_ link: String, _ clock: BothClocks) throws {
        let result = try result(
            link, clock,
            """
            traffic:
              before: { kind: udp, from: h1, to: h2, count: 3, interval: 1ms }
              meanwhile: { kind: frames, from: h1, to: h2, at: 100ms, count: 4, hex: "ffffffffffff 020000000001 88b5 01" }
              after: { kind: udp, from: h2, to: h1, at: 300ms, count: 3, interval: 1ms }
            timeline:
              - { at: 50ms, link: cable, down: true, for: 200ms }
            expect:
              - before: { delivered: all }
              - meanwhile: { delivered: 0 }
              - after: { delivered: all }
              - dropped: { link: cable, reason: link-down, count: 4 }
            """)
        #expect(result.verdict == .pass, "\(result.expectations.flatMap(\.message))")
    }

    @Test("the report says how QEMU would write both ends")
    func netdevs() throws {
        func strings(_ link: String, _ clock: BothClocks) throws -> [String] {
            let result = try result(link, clock, "traffic: { hello: { kind: ping, from: h1, to: h2 } }")
            let netdev = try #require(result.links[0].netdev)
            #expect(result.verdict == .pass)
            #expect(result.links[0].kind == link.split(separator: " ")[1].filter { $0 != "," })
            return [netdev.a, netdev.b]
        }
        let address = "addr.type=inet,addr.host=127.1.0.1,addr.port=1234"
        #expect(
            try strings("kind: stream", .virtual) == [
                "stream,id=cable.a,\(address),server=on", "stream,id=cable.b,\(address)",
            ])
        #expect(
            try strings("kind: socket", .virtual) == [
                "socket,id=cable.a,listen=127.1.0.1:1234", "socket,id=cable.b,connect=127.1.0.1:1234",
            ])
        let datagrams = try strings("kind: socket, options: { udp: \":5\", localaddr: \"127.0.0.9:6\" }", .virtual)
        #expect(
            datagrams == [
                "socket,id=cable.a,udp=127.1.0.2:5,localaddr=127.0.0.9:6",
                "socket,id=cable.b,udp=127.0.0.9:6,localaddr=127.1.0.2:5",
            ])
        let real = try strings("kind: stream", .real)
        #expect(real[0].hasPrefix("stream,id=cable.a,addr.type=inet,addr.host=127."))
        #expect(real[0].hasSuffix(",addr.port=1234,server=on"))
    }

    @Test("an address that is taken is named, and so are the link and its end", .tags(.kernel))
    func taken() throws {
        let listener = try StreamListener(listeningAt: .tcp(.loopback(.ipv4)))
        guard case .tcp(let address) = listener.localAddress else { return }
        let error = #expect(throws: LabError.self) {
            try result(
                "kind: stream, options: { addr: { host: 127.0.0.1, port: \(address.port) } }", .real,
                "traffic: { hello: { kind: ping, from: h1, to: h2 } }")
        }
        #expect(error?.kind == .host)
        #expect(error?.description.contains("link cable, end a") == true)
        #expect(error?.description.contains("\(address)") == true)
    }

    @Test("no descriptor and no directory stays after a run", arguments: kinds)
    func leftovers(_ link: String) throws {
        var counts: [Int] = []
        for _ in 0..<3 {
            #expect(
                try result(link, .real, "traffic: { hello: { kind: ping, from: h1, to: h2 } }").verdict == .pass)
            counts.append(try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count)
        }
        #expect(counts[1] == counts[2])
        let runs = RunDirectory.candidates.flatMap { candidate in
            (try? FileManager.default.subpathsOfDirectory(atPath: "\(candidate)/wirework-\(getuid())")) ?? []
        }
        #expect(!runs.contains { $0.hasPrefix("run-\(getpid())-") })
    }

    @Test("unix paths are those that are written, and gone after the run", .tags(.kernel))
    func paths() throws {
        let directory = try TemporaryDirectory()
        let result = try result(
            "kind: stream, options: { addr: { type: unix, path: \(directory["s"]) } }", .real,
            "traffic: { hello: { kind: ping, from: h1, to: h2 } }")
        #expect(result.verdict == .pass)
        #expect(result.links[0].netdev?.b == "stream,id=cable.b,addr.type=unix,addr.path=\(directory["s"])")
        #expect(directory.names.isEmpty)
    }
}
