import Lab
import LinuxNet
import Results
import Foundation
import Testing

@Suite("Runs", .timeLimit(.minutes(10)))
struct LabRunnerTests {
    @Test("a thousand virtual runs of one file give one fingerprint")
    func fingerprint() throws {
        let scenario = try load(BothClocksTests.pair)
        var first = try LabRunner.run(scenario)
        let fingerprint = try #require(first.fingerprint)
        // All but the time that this host took to build it.
        first.upNanoseconds = 0
        #expect(fingerprint.count == 32)
        for _ in 1..<1000 {
            var result = try LabRunner.run(scenario)
            result.upNanoseconds = 0
            #expect(result == first)
        }
    }

    @Test("another file gives another fingerprint: one byte of one frame is enough")
    func fingerprintDiffers() throws {
        let first = try run(BothClocksTests.pair).fingerprint
        let other = try run(BothClocksTests.pair.replacingOccurrences(of: "txcookie: 7", with: "txcookie: 6"))
            .fingerprint
        #expect(first != other)
    }

    @Test("virtual time is exact: frames leave on the nanosecond, switches take one microsecond")
    func exactness() throws {
        let result = try run(
            """
            version: 1
            topology:
              nodes: { h1: host, h2: host, s1: switch, s2: switch }
              links:
                - [h1, s1]
                - [s1, s2]
                - [s2, h2]
            traffic:
              hello: { kind: ping, from: h1, to: h2, count: 100, interval: 333us, at: 1ms, warmup: arp }
            expect:
              - hello: { delivered: all, latency: { min: 4us, max: 4us } }
            """)
        #expect(result.verdict == .pass)
        #expect(result.durationNanoseconds == 1_000_000 + 99 * 333_000 + 4_000)
        #expect(result.nodes[0].nics[0].txFrames == 100, "warm-ups are not counted")
    }

    @Test("duration ends a run there, and it is judged by what was seen", arguments: BothClocks.allCases)
    func duration(clock: BothClocks) throws {
        let text = """
            version: 1
            duration: 25ms
            topology:
              nodes: { h1: host, h2: host }
              links:
                - [h1, h2]
            traffic:
              hello: { kind: ping, from: h1, to: h2, count: 1000, interval: 10ms }
            expect:
              - hello: { delivered: 3 }
            """
        let result = try run(text, clock: clock)
        #expect(result.ended == .duration)
        #expect(result.verdict == .pass)
        #expect(result.durationNanoseconds >= 25_000_000)
    }

    @Test("the timeout is a failure of a real run; in virtual time nobody waits", arguments: BothClocks.allCases)
    func timeout(clock: BothClocks) throws {
        let result = try run(
            """
            version: 1
            timeout: 1s
            topology:
              nodes: { h1: host, h2: host }
              links:
                - { id: tunnel, kind: l2tpv3, endpoints: [h1, h2], options: { txsession: 5 }, b: { rxsession: 6 } }
            traffic:
              there: { kind: udp, from: h1, to: h2 }
            expect:
              - there: { delivered: 0 }
            """, clock: clock)
        #expect(result.ended == (clock == .real ? .timeout : .done))
        #expect(result.verdict == (clock == .real ? .fail : .pass))
    }

    @Test("an hour of delay is an hour, and says at its end what is still on its way")
    func longDelay() throws {
        func hour(_ head: String) throws -> RunResult {
            try run(
                """
                version: 1
                \(head)
                topology:
                  nodes: { h1: host, h2: host }
                  links: [{ id: w, endpoints: [h1, h2], forward: { delay: 60min } }]
                traffic:
                  there: { kind: udp, from: h1, to: h2, warmup: arp }
                """)
        }
        #expect(try hour("settle: 0").verdict == .pass)
        let cut = try hour("duration: 1min")
        #expect(cut.conservation.inFlight == 1)
        #expect(cut.expectations[0].message.last == "1 were still on their way when the run ended")
    }

    @Test("two flows of one host share its NIC: neither loses a frame to the other", arguments: BothClocks.allCases)
    func sharedNIC(clock: BothClocks) throws {
        let result = try run(
            """
            version: 1
            topology:
              nodes: { h1: host, h2: host }
              links:
                - [h1, h2]
            traffic:
              one: { kind: udp, from: h1, to: h2, count: 5000, rate: 10Mpps, warmup: arp }
              two: { kind: udp, from: h1, to: h2, count: 5000, rate: 10Mpps, warmup: arp }
            """, clock: clock)
        #expect(result.verdict == .pass)
        #expect(result.dropped("queue-full") == 0)
        #expect(result.conservation.holds)
    }

    @Test("a flow that nobody can be sent to is given up in pieces, and no further than the limit")
    func hugeUnresolved() throws {
        let result = try run(
            """
            version: 1
            limit: 5000
            topology:
              nodes: { h1: host, h2: host }
              links:
                - { id: tunnel, kind: l2tpv3, endpoints: [h1, h2], options: { txsession: 5 }, b: { rxsession: 6 } }
            traffic:
              there: { kind: udp, from: h1, to: h2, count: 1000000000, rate: 1Mpps }
            """)
        #expect(result.verdict == .fail)
        #expect(try result.flow("there").lost == 1_000_000_000)
        #expect(result.dropped("unresolved") == 5000)
    }

    @Test("a frame that a hub has no port for ended at the hub, not on the link that it came by")
    func endedAtTheHub() throws {
        let result = try run(
            """
            version: 1
            topology:
              nodes: { h1: host, h2: host, h3: host, hub1: hub }
              links:
                - [h1, hub1]
                - { id: other, endpoints: [h2, h3] }
            traffic:
              hello: { kind: ping, from: h1, to: h2 }
            expect:
              - dropped: { link: h1-hub1, count: 0 }
              - dropped: { node: hub1, reason: no-peer, count: 3 }
            """)
        #expect(result.verdict == .pass)
        #expect(result.links[0].reverse.dropped.isEmpty)
    }

    @Test("flows follow one another")
    func after() throws {
        let result = try run(
            """
            version: 1
            topology:
              nodes: { h1: host, h2: host }
              links:
                - [h1, h2]
            traffic:
              first: { kind: udp, from: h1, to: h2, count: 11, interval: 1ms }
              second: { kind: udp, from: h2, to: h1, count: 2, interval: 1ms, after: first, plus: 5ms }
            """)
        #expect(result.verdict == .pass)
        #expect(result.durationNanoseconds == 16_000_000)
    }

    @Test("a link whose tunnel does not fit says where the frames ended; a host that nobody has is unresolved")
    func unresolved() throws {
        let result = try run(
            """
            version: 1
            topology:
              nodes: { h1: host, h2: { kind: host, ip: 10.0.0.9/24 }, h3: host }
              links:
                - { id: tunnel, kind: l2tpv3, endpoints: [h1, h2], options: { txsession: 5 }, b: { rxsession: 6 } }
            traffic:
              there: { kind: udp, from: h1, to: h2, count: 4 }
            expect:
              - { there: { delivered: all }, because: "the sessions have to cross" }
            """)
        #expect(result.verdict == .fail)
        let message = result.expectations[0].message
        #expect(message.contains("4 ended at h1:eth0 as unresolved, the first of them number 0"))
        #expect(message.contains("link tunnel: 3 ended as session-mismatch on the way to h2:eth0"))
        #expect(message.last == "because: the sessions have to cross")
        #expect(result.durationNanoseconds == 3_000_000_000)
    }

    @Test("a warning changes no verdict, but says what it saw")
    func warning() throws {
        let result = try run(
            BothClocksTests.pair
                + "\nexpect:\n  - { hello: { delivered: 2 }, level: warning }\n  - there: { delivered: all }\n")
        #expect(result.verdict == .pass)
        #expect(result.expectations[0].message.contains("seen: 3 of 3 delivered"))
    }

    @Test("a port that is taken is named, and so is the link", .tags(.kernel))
    func portInUse() throws {
        let taken = try UDPSocket(bindingTo: .loopback(.ipv4))
        let text = """
            version: 1
            topology:
              nodes: { h1: host, h2: host }
              links:
                - { id: tunnel, kind: l2tpv3, endpoints: [h1, h2], a: { src: 127.0.0.1, srcport: \(taken.localAddress.port) } }
            traffic:
              hello: { kind: ping, from: h1, to: h2 }
            """
        let error = #expect(throws: LabError.self) { try run(text, clock: .real) }
        #expect(error?.kind == .host)
        #expect(error?.description.contains("link tunnel") == true)
        #expect(error?.description.contains("127.0.0.1:\(taken.localAddress.port)") == true)
        #expect(error?.description.contains("in use") == true)
        try taken.close()
    }

    @Test("tunnels over IPv6 find ports of their own", .tags(.kernel), .enabled(if: Self.hasIPv6, "needs ::1"))
    func ipv6() throws {
        let result = try run(
            BothClocksTests.pair.replacingOccurrences(of: "counter: on", with: "counter: on, ipv6: on"), clock: .real)
        #expect(result.verdict == .pass)
        #expect(result.links[0].netdev?.a.contains("src=::1") == true)
    }

    private static let hasIPv6 = (try? UDPSocket(bindingTo: .loopback(.ipv6))) != nil
}

extension Tag {
    /// Needs sockets of this host's kernel.
    @Tag static var kernel: Self
}
