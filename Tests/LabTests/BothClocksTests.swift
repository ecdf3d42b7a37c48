import NICModels
import NetCore
import Results
import TestSupport
import Testing
import WireFormats

@Suite("The hard cases end as designed, in both clocks", .timeLimit(.minutes(10)))
struct BothClocksTests {
    static let pair = """
        version: 1
        topology:
          nodes: { h1: host, h2: host }
          links:
            - { id: tunnel, kind: l2tpv3, endpoints: [h1, h2], options: { counter: on, txcookie: 7, rxcookie: 8 } }
        traffic:
          hello: { kind: ping, from: h1, to: h2, count: 3, interval: 5ms }
          there: { kind: udp, from: h1, to: h2, count: 50, rate: 5kpps, size: 100 }
          back: { kind: udp, from: h2, to: h1, count: 50, rate: 5kpps, size: 1514 }
        """

    @Test(
        "a pair over a pseudowire: all delivered, in order, nothing dropped, the sum holds",
        arguments: BothClocks.allCases)
    func pair(clock: BothClocks) throws {
        let result = try run(Self.pair, clock: clock)
        #expect(result.verdict == .pass)
        #expect(result.ended == .done)
        for (name, count) in [("hello", Int64(3)), ("there", 50), ("back", 50)] {
            let flow = try result.flow(name)
            #expect(flow.sent == count && flow.delivered == count && flow.lost == 0)
            #expect(flow.duplicates == 0 && flow.reordered == 0)
        }
        #expect(result.nodes.flatMap(\.nics).map(\.mac) == ["52:54:00:12:34:56", "52:54:00:12:34:57"])
        #expect(result.conservation.holds)
        #expect(result.conservation.dropped.isEmpty)
        let netdev = try #require(result.links[0].netdev)
        #expect(netdev.a.hasPrefix("l2tpv3,id=tunnel.a,src=127."))
        #expect(netdev.a.contains("txcookie=0x7") && netdev.b.contains("txcookie=0x8"))
        #expect((result.fingerprint != nil) == (clock == .virtual))
    }

    @Test(
        "a wrong cookie at one end: nothing delivered, every frame that crossed is a cookie-mismatch at the far end",
        arguments: BothClocks.allCases)
    func wrongCookie(clock: BothClocks) throws {
        let result = try run(
            """
            version: 1
            topology:
              nodes: { h1: host, h2: host }
              links:
                - { id: tunnel, kind: l2tpv3, endpoints: [h1, h2], options: { txcookie: 7, rxcookie: 8 }, b: { rxcookie: 9 } }
            traffic:
              there: { kind: udp, from: h1, to: h2, count: 5 }
            expect:
              - there: { delivered: all }
              - dropped: { link: tunnel, reason: cookie-mismatch, count: 3 }
            """, clock: clock)
        #expect(result.verdict == .fail)
        #expect(try result.flow("there").delivered == 0)
        #expect(result.links[0].forward.dropped == [DropCount("cookie-mismatch", 3)])
        #expect(result.links[0].forward.frames == 3)
        #expect(result.expectations.map(\.verdict).prefix(2) == [.fail, .pass])
        #expect(
            result.expectations[0].message.contains { $0.contains("3 ended as cookie-mismatch on the way to h2:eth0") })
        #expect(result.conservation.holds)
    }

    @Test(
        "a loop of two hubs: the frame ends as loop, the run ends, the flow is judged", arguments: BothClocks.allCases)
    func hubLoop(clock: BothClocks) throws {
        let result = try run(
            """
            version: 1
            topology:
              nodes: { h1: host, h2: host, left: hub, right: hub }
              links:
                - [h1, left]
                - [h2, right]
                - { id: one, endpoints: [left, right] }
                - { id: two, endpoints: [left, right] }
            traffic:
              hello: { kind: ping, from: h1, to: h2 }
            expect:
              - dropped: { reason: loop, count: ">= 1" }
            """, clock: clock)
        #expect(result.ended == .done)
        #expect(result.verdict == .pass)
        #expect(result.conservation.holds)
        // The reply comes back more than once, as each copy of the request is answered.
        #expect(try result.flow("hello").delivered == 1)
        #expect(try result.flow("hello").duplicates > 0)
        #expect(try result.flow("hello").losses.isEmpty, "what ended as loop were copies of what arrived")
    }

    @Test("three links double the frames at every hop: the limit ends it as a failure", arguments: BothClocks.allCases)
    func storm(clock: BothClocks) throws {
        let result = try run(
            """
            version: 1
            limit: 50000
            topology:
              nodes: { h1: host, h2: host, left: hub, right: hub }
              links:
                - [h1, left]
                - [h2, right]
                - { id: one, endpoints: [left, right] }
                - { id: two, endpoints: [left, right] }
                - { id: three, endpoints: [left, right] }
            traffic:
              hello: { kind: ping, from: h1, to: h2 }
            """, clock: clock)
        #expect(result.ended == .limit)
        #expect(result.verdict == .fail)
        #expect(result.conservation.holds)
    }

    @Test("a host that answers through the switch that is delivering to it", arguments: BothClocks.allCases)
    func answerThroughSwitch(clock: BothClocks) throws {
        let result = try run(
            """
            version: 1
            topology:
              nodes: { h1: host, h2: host, s1: switch }
              links:
                - [h1, s1]
                - [h2, s1]
            traffic:
              hello: { kind: ping, from: h1, to: h2, count: 20, interval: 1ms }
            """, clock: clock)
        #expect(result.verdict == .pass)
        #expect(try result.flow("hello").delivered == 20)
    }

    @Test(
        "a 40-frame burst into a blocked NIC: ring, then queue, then all of it in order", arguments: BothClocks.allCases
    )
    func blockedNIC(clock: BothClocks) throws {
        let (loop, port, nic, driver) = try blocked(ringSize: 13)
        for index in 0..<40 { port.send(Sample.frame(to: 2, from: 1, Sample.number(index))) }
        try clock.drive(loop) { port.peer?.queuedFrames == 27 }
        #expect(driver.frames.isEmpty)
        #expect(port.peer?.queuedFrames == 27)
        nic.isReceiving = true
        try clock.drive(loop) { driver.frames.count == 40 }
        #expect(driver.frames.map(Sample.number(in:)) == Array(0..<40))
        #expect(loop.audit().isEmpty)
    }

    @Test(
        "a receiver that never resumes: its bound is kept, the rest is queue-full, nothing hangs",
        arguments: BothClocks.allCases)
    func neverResumes(clock: BothClocks) throws {
        let (loop, port, _, driver) = try blocked(ringSize: 10)
        for index in 0..<2000 {
            port.send(Sample.frame(to: 2, from: 1, Sample.number(index)))
            if index % 100 == 0 { loop.settle() }
        }
        try clock.drive(loop) { port.peer?.queuedFrames == 1000 }
        #expect(driver.frames.isEmpty)
        #expect(port.counters.drops[.queueFull] == 990)
        #expect(loop.keptBlocks == 1010)
        #expect(loop.audit().isEmpty)
    }

    private func blocked(ringSize: Int) throws -> (Loop, Port, EmulatedNIC, Driver) {
        let loop = Loop()
        let nic = EmulatedNIC(
            loop: loop, name: "h2:eth0", macAddress: MACAddress(truncating: 0x0200_0000_0002), ringSize: ringSize)
        let driver = Driver()
        nic.driver = driver
        nic.isReceiving = false
        let port = loop.makePort(for: Probe(), name: "source")
        try port.connect(to: nic.port)
        loop.settle()
        return (loop, port, nic, driver)
    }

    private final class Driver: NICDriver {
        var frames: [[UInt8]] = []

        func received(_ frame: Frame, on nic: any NICDevice) -> DropReason? {
            frames.append(frame.copied)
            return nil
        }

        func linkChanged(on nic: any NICDevice) {}
        func hasTransmitRoom(on nic: any NICDevice) {}
    }
}
