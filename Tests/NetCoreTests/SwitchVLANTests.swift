import NetCore
import Testing
import TestSupport

@Suite("A switch with VLANs")
struct SwitchVLANTests {
    let loop = Loop()
    let element: Switch
    var probes: [Probe] = []
    var ports: [Port] = []

    /// Access to 10; access to 20; a trunk of both without a native VLAN; a trunk whose native VLAN is 10; and one that
    /// the plan does not name.
    static let plan = [
        PortVLANs(untagged: 10), PortVLANs(untagged: 20), PortVLANs(untagged: nil, tagged: [10, 20]),
        PortVLANs(untagged: 10, tagged: [20]),
    ]

    init() throws { try self.init(latency: 0) }

    private init(latency: Int64, ports count: Int = 5, vlans: [PortVLANs] = plan) throws {
        element = Switch(loop: loop, latency: latency, vlans: vlans)
        for _ in 0..<count {
            let probe = Probe()
            probes.append(probe)
            let port = loop.makePort(for: probe)
            try port.connect(to: element.addPort())
            ports.append(port)
        }
        loop.settle()
    }

    private func send(_ frame: [UInt8], from port: Int) {
        ports[port].send(frame, id: FrameID(flow: 3, number: 4))
        _ = VirtualClock().run(loop)
    }

    /// A broadcast of station 1 with these bytes behind its addresses.
    private func broadcast(_ rest: String) -> [UInt8] { bytes("ffffffffffff 020000000001" + rest) }

    /// The bytes behind the addresses of what each port got.
    private func heard() -> [[String]] {
        probes.map { probe in
            probe.frames.map { frame in
                frame.dropFirst(12).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            }
        }
    }

    @Test("without a tag: the VLAN of the port, and each member gets the form it wants", arguments: [0, 1000])
    func untagged(latency: Int64) throws {
        let bench = try SwitchVLANTests(latency: latency)
        bench.send(broadcast("88b5 0102030405"), from: 0)
        #expect(bench.heard() == [[], [], ["8100000a88b50102030405"], ["88b50102030405"], []])
        #expect(bench.probes[2].ids == [FrameID(flow: 3, number: 4)])
        #expect(bench.element.stations.map(\.vlan) == [10])
        #expect(bench.loop.audit().isEmpty)
        #expect(bench.loop.keptBlocks == 0)
    }

    @Test("with a tag: passed on with it, and without, to the byte")
    func tagged() {
        send(broadcast("8100 0014 88b5 0102"), from: 2)
        #expect(heard() == [[], ["88b50102"], [], ["8100001488b50102"], []])
        send(broadcast("8100 000a 88b5 03"), from: 2)
        #expect(heard() == [["88b503"], ["88b50102"], [], ["8100001488b50102", "88b503"], []])
        #expect(probes[0].frames.first?.prefix(12) == bytes("ffffffffffff 020000000001")[...])
        #expect(loop.audit().isEmpty)
    }

    @Test("a port that the plan does not name is in VLAN 1 with its like alone")
    func defaults() throws {
        let bench = try SwitchVLANTests(latency: 0, ports: 6)
        bench.send(broadcast("88b5 01"), from: 4)
        #expect(bench.heard() == [[], [], [], [], [], ["88b501"]])
        #expect(bench.element.stations.map(\.vlan) == [1])
    }

    @Test("a priority keeps, also of a frame that had no VLAN of its own")
    func priority() {
        send(broadcast("8100 f014 88b5"), from: 2)
        #expect(heard()[3] == ["8100f01488b5"])
        #expect(heard()[1] == ["88b5"])
        // VLAN 0: the port's own VLAN, priority 5.
        send(broadcast("8100 a000 88b5"), from: 0)
        #expect(heard()[2] == ["8100a00a88b5"])
        #expect(heard()[3] == ["8100f01488b5", "88b5"])
        #expect(loop.audit().isEmpty)
    }

    @Test("a tag of the port's own untagged VLAN is taken, and taken off")
    func nativeTagged() {
        send(broadcast("8100 000a 88b5"), from: 3)
        #expect(heard() == [["88b5"], [], ["8100000a88b5"], [], []])
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let port: Int
        let rest: String
        let reason: DropReason
    }

    static let refused = [
        Refused(testDescription: "another VLAN at an access port", port: 0, rest: "8100 0014 88b5", reason: .vlan),
        Refused(testDescription: "a VLAN that nobody has", port: 2, rest: "8100 001e 88b5", reason: .vlan),
        Refused(testDescription: "the reserved VLAN", port: 2, rest: "8100 0fff 88b5", reason: .vlan),
        Refused(testDescription: "no tag at a trunk without a native VLAN", port: 2, rest: "88b5", reason: .vlan),
        Refused(testDescription: "priority alone at such a trunk", port: 2, rest: "8100 a000 88b5", reason: .vlan),
        Refused(testDescription: "half a tag", port: 2, rest: "8100 000a", reason: .truncated),
    ]

    @Test("what does not pass ends where it came in, and teaches nothing", arguments: refused)
    func refuses(_ refused: Refused) {
        send(broadcast(refused.rest), from: refused.port)
        #expect(element.ports[refused.port].counters.drops[refused.reason] == 1)
        #expect(element.ports[refused.port].counters.drops.total == 1)
        #expect(probes.map(\.count) == [0, 0, 0, 0, 0])
        #expect(element.stations.isEmpty)
        #expect(loop.audit().isEmpty)
    }

    @Test("a runt is one before it is anything else")
    func runt() {
        send([UInt8](repeating: 0, count: 13), from: 0)
        #expect(element.ports[0].counters.drops[.runt] == 1)
    }

    @Test("one address in two VLANs is two stations, and each is found through the tag")
    func learning() {
        send(bytes("020000000009 020000000001 88b5"), from: 0)
        send(bytes("020000000009 020000000001 88b5"), from: 1)
        #expect(element.stations.map(\.vlan) == [10, 20])
        #expect(element.stations.map(\.port) == [0, 1])
        for probe in probes { probe.quota = nil }
        let before = probes.map(\.count)
        send(bytes("020000000001 020000000002 8100 000a 88b5 0a"), from: 2)
        send(bytes("020000000001 020000000002 8100 0014 88b5 14"), from: 2)
        // To one port each, and at the native trunk nothing.
        #expect(probes.map(\.count) == [before[0] + 1, before[1] + 1, before[2], before[3], before[4]])
        #expect(heard()[0].last == "88b50a")
        #expect(heard()[1].last == "88b514")
        send(bytes("020000000002 020000000001 88b5 ff"), from: 1)
        #expect(heard()[2].last == "8100001488b5ff")
        // Known, but on the port that it came from.
        send(bytes("020000000001 020000000003 88b5"), from: 0)
        #expect(element.ports[0].counters.drops[.samePort] == 1)
        #expect(loop.audit().isEmpty)
    }

    @Test("of two tags the inner one is nobody's business here, nor is a service tag")
    func doubleTagged() {
        send(broadcast("8100 0014 8100 000a 88b5"), from: 2)
        #expect(heard()[1] == ["8100000a88b5"])
        #expect(heard()[3] == ["810000148100000a88b5"])
        #expect(heard()[0].isEmpty)
        send(broadcast("88a8 0014 8100 000a 88b5"), from: 0)
        #expect(heard()[2] == ["8100000a88a800148100000a88b5"])
        #expect(heard()[3].last == "88a800148100000a88b5")
    }

    @Test("a tag that makes a frame too long ends it as oversize, at that port alone")
    func oversize() {
        let longest = broadcast("88b5") + [UInt8](repeating: 7, count: Frame.byteLimit - 14)
        send(longest, from: 0)
        #expect(element.ports[2].counters.drops[.oversize] == 1)
        #expect(element.ports[2].counters.refused[.oversize] == 1)
        #expect(probes.map(\.count) == [0, 0, 0, 1, 0])
        send(Array(longest.dropLast(4)), from: 0)
        #expect(probes[2].frames.first?.count == Frame.byteLimit)
        #expect(loop.audit().isEmpty)
    }

    @Test("floods of many ports: each form is right at each of them")
    func manyPorts() throws {
        let vlans = (0..<40).map { $0 % 2 == 0 ? PortVLANs(untagged: 7) : PortVLANs(untagged: 1, tagged: [7]) }
        let bench = try SwitchVLANTests(latency: 0, ports: 40, vlans: vlans)
        for rest in ["88b5 0102", "8100 6000 88b5 03"] {
            bench.send(broadcast(rest), from: 0)
        }
        for number in 1..<40 {
            let expected = number % 2 == 0 ? ["88b50102", "88b503"] : ["8100000788b50102", "8100600788b503"]
            #expect(bench.heard()[number] == expected)
        }
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("a member without carrier is passed by; a VLAN with no other member ends a frame as no-peer")
    func noMembers() {
        ports[2].setUp(false)
        ports[3].setUp(false)
        loop.settle()
        send(broadcast("88b5"), from: 0)
        #expect(element.ports[0].counters.drops[.noPeer] == 1)
        #expect(element.ports[2].counters.drops.total == 0)
        #expect(loop.audit().isEmpty)
    }

    @Test("VLANs that are none make nobody a member, and nothing traps")
    func nonsense() throws {
        let vlans = [PortVLANs(untagged: 0, tagged: [0, 4095, 4096, 65_535]), PortVLANs(untagged: 65_535)]
        let bench = try SwitchVLANTests(latency: 0, ports: 3, vlans: vlans)
        for rest in ["88b5", "8100 0000 88b5", "8100 0fff 88b5"] {
            for port in 0..<2 { bench.send(broadcast(rest), from: port) }
        }
        #expect(bench.element.ports[0].counters.drops[.vlan] == 3)
        #expect(bench.element.ports[1].counters.drops[.vlan] == 3)
    }

    @Test("20 000 random frames: nothing traps, nothing gets lost in silence", arguments: [0, 1000])
    func random(latency: Int64) throws {
        let bench = try SwitchVLANTests(latency: latency)
        var random = SplitMix64(seed: 7)
        for number in 0..<20_000 {
            var frame = random.bytes(Int.random(in: 0..<40, using: &random))
            if frame.count > 15, number % 2 == 0 {
                frame[0] &= 1
                frame[12] = 0x81
                frame[13] = 0
                frame[14] = 0
                frame[15] = UInt8.random(in: 0..<24, using: &random)
            }
            bench.ports[Int.random(in: 0..<5, using: &random)].send(frame)
            if number % 64 == 0 { _ = VirtualClock().run(bench.loop) }
        }
        _ = VirtualClock().run(bench.loop)
        #expect(bench.loop.audit().isEmpty)
        #expect(bench.loop.keptBlocks == 0)
    }
}
