import Hosts
import NetCore
import Testing
import TestSupport
import WireFormats

@Suite("Neighbours: ARP and its cache")
struct NeighborTests {
    /// 10.0.0.1 and 10.0.0.2 on one wire.
    private func pair() throws -> (loop: Loop, recorder: WireRecorder, first: Station, second: Station) {
        let loop = Loop()
        let recorder = WireRecorder(loop)
        let first = try Station(loop, 1)
        let second = try Station(loop, 2)
        try first.port.connect(to: second.port)
        loop.settle()
        return (loop, recorder, first, second)
    }

    @Test("request and reply, to the byte; then both know each other and nothing more is asked")
    func resolves() throws {
        let (loop, recorder, first, second) = try pair()
        var answers: [Host.Resolution] = []
        first.host.resolve(Literal.second) { answers.append($0) }
        #expect(answers.isEmpty)
        loop.settle()
        #expect(answers == [.resolved])
        #expect(recorder.taken(by: second.port).map(\.bytes) == [Literal.arpRequest])
        #expect(recorder.taken(by: first.port).map(\.bytes) == [Literal.arpReply])
        #expect(first.host.neighborEntries.map(\.address) == [Literal.second])
        #expect(first.host.neighborEntries.map(\.station) == [second.nic.macAddress])
        #expect(second.host.neighborEntries.map(\.station) == [first.nic.macAddress])
        first.host.resolve(Literal.second) { answers.append($0) }
        second.host.resolve(Literal.first) { answers.append($0) }
        #expect(answers == [.resolved, .resolved, .resolved], "at once, from the cache")
        loop.settle()
        #expect(recorder.events.count == 2)
        #expect(loop.nextDeadline == nil, "no question is left")
        #expect(loop.audit().isEmpty)
    }

    @Test("three tries a second apart, and unresolved a second after the last, to the nanosecond")
    func unresolved() throws {
        let bench = try HostBench()
        bench.loop.advance(to: 17)
        var answers: [(Host.Resolution, Int64)] = []
        for _ in 0..<2 { bench.host.resolve(address("10.0.0.9")) { answers.append(($0, bench.loop.now)) } }
        #expect(VirtualClock().run(bench.loop) == .idle)
        let asked = bench.recorder.taken(by: bench.far)
        #expect(asked.map(\.time) == [17, 1_000_000_017, 2_000_000_017], "two that wait are one question")
        #expect(Set(asked.map { $0.bytes.suffix(4) }) == [[10, 0, 0, 9]])
        #expect(answers.map(\.0) == [.unresolved, .unresolved])
        #expect(answers.map(\.1) == [3_000_000_017, 3_000_000_017])
        // Given up, not forbidden: it is asked for anew.
        bench.host.resolve(address("10.0.0.9")) { answers.append(($0, bench.loop.now)) }
        _ = VirtualClock().run(bench.loop)
        #expect(bench.recorder.taken(by: bench.far).count == 6)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("an answer to the third try still counts, and ends the asking")
    func lateAnswer() throws {
        let bench = try HostBench()
        var answers: [Host.Resolution] = []
        bench.host.resolve(Literal.first) { answers.append($0) }
        _ = VirtualClock().run(bench.loop, until: 2_500_000_000)
        bench.send(
            bytes("525400123457 525400123456 0806  0001 0800 06 04 0002 525400123456 0a000001 525400123457 0a000002"))
        #expect(answers == [.resolved])
        #expect(bench.loop.nextDeadline == nil)
        _ = VirtualClock().run(bench.loop)
        #expect(bench.wire.frames.count == 3)
    }

    @Test("a completion that asks again from inside is served")
    func asksFromInside() throws {
        let bench = try HostBench()
        var given: [Int64] = []
        bench.host.resolve(address("10.0.0.9")) { _ in
            given.append(bench.loop.now)
            bench.host.resolve(address("10.0.0.9")) { _ in given.append(bench.loop.now) }
        }
        _ = VirtualClock().run(bench.loop)
        #expect(given == [3_000_000_000, 6_000_000_000])
    }

    @Test("no network of the host has the destination: no-route, and nothing is asked")
    func noRoute() throws {
        let bench = try HostBench()
        var answers: [Host.Resolution] = []
        bench.host.resolve(address("10.0.1.1")) { answers.append($0) }
        #expect(answers == [.noRoute])
        bench.loop.settle()
        #expect(bench.wire.frames.isEmpty)
    }

    @Test("RFC 826: what is for somebody else updates an entry, but makes none")
    func merging() throws {
        let bench = try HostBench()
        let forOther = bytes(
            "ffffffffffff 525400123456 0806  0001 0800 06 04 0001 525400123456 0a000001 000000000000 0a000009")
        bench.send(forOther)
        #expect(bench.host.neighborEntries.isEmpty)
        #expect(bench.drops(.notForMe) == 1)
        bench.send(Literal.arpRequest)
        #expect(bench.host.neighborEntries.count == 1)
        var moved = forOther
        moved[27] = 0x99
        bench.send(moved)
        #expect(bench.host.neighborEntries.map(\.station) == [MACAddress(truncating: 0x5254_0012_3499)])
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("an address probe (RFC 5227) is answered and teaches nothing")
    func probe() throws {
        let bench = try HostBench()
        bench.send(
            bytes("ffffffffffff 525400123456 0806  0001 0800 06 04 0001 525400123456 00000000 000000000000 0a000002"))
        #expect(bench.wire.frames.count == 1)
        #expect(bench.wire.frames.first?.suffix(4) == [0, 0, 0, 0])
        #expect(bench.host.neighborEntries.isEmpty)
    }

    @Test("flushed neighbours are asked for again")
    func flush() throws {
        let (loop, recorder, first, second) = try pair()
        for _ in 0..<2 {
            first.host.resolve(Literal.second) { _ in }
            loop.settle()
            first.host.flushNeighbors()
        }
        #expect(first.host.neighborEntries.isEmpty)
        #expect(recorder.taken(by: second.port).count == 2)
    }
}
