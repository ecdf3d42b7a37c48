import Hosts
import NetCore
import Testing
import TestSupport
import WireFormats

@Suite("Neighbours: discovery with IPv6")
struct NeighborDiscoveryTests {
    private func bench() throws -> HostBench { try HostBench(addresses: ["fd00::2/64"]) }

    /// An advertisement to fd00::2 of whoever has `target`.
    private func advertisement(
        of target: String = "fd00::1", at station: UInt8?, flags: UInt8, to destination: String = "fd00::2",
        hopLimit: UInt8 = 255
    ) throws -> [UInt8] {
        let target = try #require(IPv6Address(target))
        var message: [UInt8] = [136, 0, 0, 0, flags, 0, 0, 0] + [UInt8](atMost: 16) { target.write(into: &$0) }
        if let station { message += [2, 1, 0x52, 0x54, 0, 0x12, 0x34, station] }
        return icmpv6(from: "fd00::1", to: destination, hopLimit: hopLimit, message)
    }

    @Test("solicitation and advertisement, to the byte; then both know each other and nothing more is asked")
    func resolves() throws {
        let loop = Loop()
        let recorder = WireRecorder(loop)
        let first = try Station(loop, 1, addresses: ["fd00::1/64"])
        let second = try Station(loop, 2, addresses: ["fd00::2/64"])
        try first.port.connect(to: second.port)
        loop.settle()
        var answers: [Host.Resolution] = []
        first.host.resolve(Literal6.second) { answers.append($0) }
        loop.settle()
        second.host.resolve(Literal6.first) { answers.append($0) }
        #expect(answers == [.resolved, .resolved])
        #expect(recorder.taken(by: second.port).map(\.bytes) == [Literal6.solicitation])
        #expect(recorder.taken(by: first.port).map(\.bytes) == [Literal6.advertisement])
        #expect(first.host.neighborEntries.map(\.address) == [Literal6.second])
        #expect(first.host.neighborEntries.map(\.station) == [second.nic.macAddress])
        #expect(second.host.neighborEntries.map(\.station) == [first.nic.macAddress])
        #expect(loop.nextDeadline == nil)
        first.host.flushNeighbors()
        #expect(first.host.neighborEntries.isEmpty)
        #expect(loop.audit().isEmpty)
    }

    @Test("three tries a second apart, and unresolved a second after the last")
    func unresolved() throws {
        let bench = try bench()
        var answers: [(Host.Resolution, Int64)] = []
        bench.host.resolve(address("fd00::9")) { answers.append(($0, bench.loop.now)) }
        #expect(VirtualClock().run(bench.loop) == .idle)
        let asked = bench.recorder.taken(by: bench.far)
        #expect(asked.map(\.time) == [0, 1_000_000_000, 2_000_000_000])
        #expect(asked.allSatisfy { $0.bytes.prefix(6) == [0x33, 0x33, 0xff, 0, 0, 9] })
        #expect(answers.map(\.0) == [.unresolved])
        #expect(answers.map(\.1) == [3_000_000_000])
    }

    @Test("duplicate address detection of somebody else is answered to all nodes, and teaches nothing")
    func probe() throws {
        let bench = try bench()
        bench.send(Literal6.probe)
        #expect(bench.wire.frames == [Literal6.probeAnswer])
        #expect(bench.host.neighborEntries.isEmpty)
    }

    @Test(
        "a solicitation to the address itself is answered where the frame came from, and teaches nothing without option"
    )
    func unicast() throws {
        let bench = try bench()
        bench.send(Literal6.unicastSolicitation)
        #expect(bench.wire.frames == [Literal6.advertisement])
        #expect(bench.host.neighborEntries.isEmpty)
        bench.send(Literal6.solicitation)
        #expect(bench.host.neighborEntries.map(\.station) == [station(0x56)])
    }

    /// A solicitation with these changes.
    private static func solicitation(
        from source: String = "fd00::1", to destination: String = "ff02::1:ff00:2", hopLimit: UInt8 = 255,
        code: UInt8 = 0, target: String = "fd00000000000000 0000000000000002", options: String = "0101525400123456"
    ) -> [UInt8] {
        icmpv6(
            from: source, to: destination, at: 0x3333_ff00_0002, hopLimit: hopLimit,
            [135, code, 0, 0, 0, 0, 0, 0] + bytes(target) + bytes(options))
    }

    static let refused: [ReceiveTests.Refused] = [
        .init("it has passed a router", .notForMe, solicitation(hopLimit: 254)),
        .init("its checksum is wrong", .corrupted, Array(Literal6.solicitation.dropLast()) + [1]),
        .init("it has a code", .corrupted, solicitation(code: 1)),
        .init("it asks for a group", .corrupted, solicitation(target: "ff02000000000000 0000000000000002")),
        .init("it asks for somebody else", .notForMe, solicitation(target: "fd00000000000000 0000000001000002")),
        .init("it ends before its target", .truncated, icmpv6(at: 0x3333_ff00_0002, bytes("8700 0000 00000000 fd00"))),
        .init("an option has no length", .corrupted, solicitation(options: "0100525400123456")),
        .init("from nobody, with a source address option", .corrupted, solicitation(from: "::")),
        .init("from nobody, to the address itself", .corrupted, solicitation(from: "::", to: "fd00::2", options: "")),
        .init("from a group", .corrupted, solicitation(from: "ff02::5")),
        .init("its source is a group's station", .corrupted, solicitation(options: "0101 3333 00000001")),
    ]

    @Test("RFC 4861 section 7.1.1: not answered, and nothing is learnt from it, if", arguments: refused)
    func refuses(_ refused: ReceiveTests.Refused) throws {
        let bench = try bench()
        bench.send(refused.frame)
        #expect(bench.drops(refused.reason) == 1)
        #expect(bench.station.port.counters.drops.total == 1)
        #expect(bench.wire.frames.isEmpty)
        #expect(bench.host.neighborEntries.isEmpty)
    }

    @Test("the same without a fault is answered")
    func accepted() throws {
        let bench = try bench()
        bench.send(Self.solicitation())
        #expect(bench.wire.frames == [Literal6.advertisement])
    }

    @Test("an advertisement that nobody asked for makes no entry")
    func unsolicited() throws {
        let bench = try bench()
        bench.send(try advertisement(at: 0x99, flags: 0x60))
        #expect(bench.host.neighborEntries.isEmpty)
        #expect(bench.drops(.notForMe) == 1)
    }

    @Test("it changes what is known with the override flag alone (RFC 4861 section 7.2.5)")
    func overrides() throws {
        let bench = try bench()
        bench.send(Literal6.solicitation)
        bench.send(try advertisement(at: 0x98, flags: 0x40))
        #expect(bench.host.neighborEntries.map(\.station) == [station(0x56)])
        bench.send(try advertisement(at: 0x99, flags: 0x20, to: "ff02::1"))
        #expect(bench.host.neighborEntries.map(\.station) == [station(0x99)])
        bench.send(try advertisement(at: nil, flags: 0x60))
        #expect(bench.host.neighborEntries.map(\.station) == [station(0x99)])
        bench.send(try advertisement(at: 0x9a, flags: 0x60, to: "ff02::1"))
        bench.send(try advertisement(at: 0x9b, flags: 0x60, hopLimit: 254))
        #expect(bench.host.neighborEntries.map(\.station) == [station(0x99)])
        #expect(bench.drops(.corrupted) == 1, "solicited, and to a group")
        #expect(bench.drops(.notForMe) == 1, "from beyond a router")
    }

    @Test("it answers a question with or without override, but not without an address")
    func answers() throws {
        let bench = try bench()
        var answers: [Host.Resolution] = []
        bench.host.resolve(Literal6.first) { answers.append($0) }
        bench.send(try advertisement(at: nil, flags: 0x60))
        #expect(answers.isEmpty)
        bench.send(try advertisement(at: 0x56, flags: 0x40))
        #expect(answers == [.resolved])
        #expect(bench.loop.nextDeadline == nil)
    }
}
