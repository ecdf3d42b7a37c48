import Hosts
import NetCore
import Testing
import TestSupport
import WireFormats

@Suite("Interfaces of a host: NICs and VLANs")
struct InterfaceTests {
    private func twoNICs() throws -> MultiHost {
        try MultiHost(
            nics: 2, [(0, nil, ["10.0.0.1/24", "fd00::1/64"]), (1, nil, ["10.0.1.1/24", "fd00:1::1/64"])])
    }

    private func trunk() throws -> MultiHost {
        try MultiHost(
            nics: 1, [(0, nil, ["10.0.0.1/24"]), (0, 30, ["10.0.30.1/24", "fd00::1/64"]), (0, 40, ["10.0.40.1/24"])])
    }

    @Test("all addresses, in the order of interfaces")
    func addresses() throws {
        let bench = try twoNICs()
        #expect(
            bench.host.addresses.map(\.description) == ["10.0.0.1/24", "fd00::1/64", "10.0.1.1/24", "fd00:1::1/64"])
    }

    @Test("ARP is answered on the interface that has the address, with its NIC's station, and nowhere else")
    func arp() throws {
        let bench = try twoNICs()
        bench.ask("10.0.0.1", on: 1)
        #expect(bench.nics[1].port.counters.drops[.notForMe] == 1)
        #expect(bench.wires.map(\.count) == [0, 0])
        bench.ask("10.0.1.1", on: 1)
        #expect(bench.wires.map(\.count) == [0, 1])
        #expect(bench.wires[1].frames[0][6..<12] == [0x52, 0x54, 0, 0x12, 0x34, 0xa1])
        #expect(bench.host.neighborEntries.count == 1)
    }

    @Test("so are solicitations, and each NIC takes the groups of its own addresses alone")
    func solicitations() throws {
        let bench = try MultiHost(nics: 2, [(0, nil, ["fd00::1/64"]), (1, nil, ["fd00:1::2:1/64"])])
        let target = bytes("fd000001000000000000000000020001")
        let message = bytes("8700 0000 00000000") + target + bytes("0101525400123456")
        let frame = icmpv6(from: "fd00:1::9", to: "ff02::1:ff02:1", at: 0x3333_ff02_0001, message)
        bench.send(frame, to: 0)
        #expect(bench.nics[0].port.counters.drops[.filtered] == 1)
        bench.send(frame, to: 1)
        #expect(bench.wires.map(\.count) == [0, 1])
        // To the station of the wrong NIC.
        bench.send(icmpv6(from: "fd00:1::9", to: "fd00:1::2:1", at: 0x5254_0012_34a0, message), to: 0)
        #expect(bench.nics[0].port.counters.drops[.notForMe] == 1)
        #expect(bench.wires.map(\.count) == [0, 1])
    }

    @Test("a packet is taken at the interface that has its destination, and at no other")
    func strongEndSystem() throws {
        let bench = try twoNICs()
        bench.teach("10.0.0.9", at: 0x56, to: "10.0.0.1", on: 0)
        bench.ping(from: "10.0.0.9", to: "10.0.1.1", on: 0)
        #expect(bench.nics[0].port.counters.drops[.notForMe] == 1)
        bench.ping(from: "10.0.0.9", to: "10.0.0.1", on: 0)
        #expect(bench.wires.map(\.count) == [1, 0])
        bench.ping(from: "10.0.0.9", to: "10.0.1.255", on: 0)
        #expect(bench.nics[0].port.counters.drops[.notForMe] == 2, "a broadcast of the other network")
    }

    @Test("what is known on one interface is not known on another")
    func cacheByInterface() throws {
        let bench = try MultiHost(nics: 2, [(0, nil, ["10.0.0.1/24"]), (1, nil, ["10.0.0.2/24"])])
        bench.teach("10.0.0.9", at: 0x56, to: "10.0.0.1", on: 0)
        bench.teach("10.0.0.9", at: 0x57, to: "10.0.0.2", on: 1)
        #expect(bench.host.neighborEntries.map(\.station) == [station(0x56), station(0x57)])
        for (source, nic) in [("10.0.0.1", 0), ("10.0.0.2", 1)] {
            bench.host.sendEchoRequest(
                to: address("10.0.0.9"), from: address(source), ICMPEcho(.request, identifier: 1, sequence: 1),
                stamp: Literal.flowStamp, payloadByteCount: 16)
            bench.loop.settle()
            #expect(bench.wires[nic].frames.last?[5] == UInt8(0x56 + nic))
            #expect(bench.wires[nic].frames.last?[29] == UInt8(1 + nic))
        }
    }

    @Test("an interface on a VLAN hears what has its tag, and answers with it")
    func tagged() throws {
        let bench = try trunk()
        bench.ask("10.0.30.1", on: 0, tag: "8100 001e")
        #expect(bench.wires[0].frames.count == 1)
        #expect(bench.wires[0].frames[0][12..<18] == [0x81, 0, 0, 0x1e, 8, 6])
        bench.ask("10.0.30.1", on: 0)
        bench.ask("10.0.30.1", on: 0, tag: "8100 0028")
        bench.ask("10.0.0.1", on: 0, tag: "8100 001e")
        #expect(bench.wires[0].frames.count == 1)
        bench.ask("10.0.0.1", on: 0)
        #expect(bench.wires[0].frames.last?[12..<14] == [8, 6])
        // A priority in the tag of a VLAN changes nothing.
        bench.ask("10.0.40.1", on: 0, tag: "8100 e028")
        #expect(bench.wires[0].frames.count == 3)
        #expect(bench.wires[0].frames.last?[12..<18] == [0x81, 0, 0, 0x28, 8, 6])
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("a tag with a priority alone is none; a VLAN without an interface, and a service tag, are nobody's")
    func strangeTags() throws {
        let bench = try trunk()
        bench.ask("10.0.0.1", on: 0, tag: "8100 a000")
        #expect(bench.wires[0].frames.count == 1)
        #expect(bench.wires[0].frames[0][12..<14] == [8, 6], "answered without")
        for tag in ["8100 001f", "88a8 001e", "88a8 0000", "8100 001e 8100 001e"] {
            bench.ask("10.0.30.1", on: 0, tag: tag)
            bench.ask("10.0.0.1", on: 0, tag: tag)
        }
        #expect(bench.wires[0].frames.count == 1)
        #expect(bench.nics[0].port.counters.drops[.notForMe] == 8)
    }

    @Test("a NIC whose addresses are all on VLANs takes nothing without a tag")
    func noUntagged() throws {
        let bench = try MultiHost(nics: 1, [(0, 30, ["10.0.30.1/24"])])
        bench.ask("10.0.30.1", on: 0)
        bench.ask("10.0.30.1", on: 0, tag: "8100 0000")
        #expect(bench.nics[0].port.counters.drops[.notForMe] == 2)
    }

    @Test("pings and questions of both versions go out with the tag, and a tagged echo request is answered whole")
    func sendsTagged() throws {
        let bench = try trunk()
        bench.host.resolve(address("10.0.30.9")) { _ in }
        bench.host.resolve(address("fd00::9")) { _ in }
        bench.loop.settle()
        #expect(
            bench.wires[0].frames.map { Array($0[12..<18]) } == [
                [0x81, 0, 0, 30, 8, 6], [0x81, 0, 0, 30, 0x86, 0xdd],
            ])
        bench.teach("10.0.30.9", at: 0x56, to: "10.0.30.1", on: 0, tag: "8100 001e")
        bench.host.sendDatagram(
            to: address("10.0.30.9"), ports: (1, 2), stamp: Literal.flowStamp, payloadByteCount: 16)
        bench.ping(from: "10.0.30.9", to: "10.0.30.1", on: 0, tag: "8100 601e", id: Literal.id)
        let answers = bench.wires[0].frames.suffix(2)
        #expect(answers.map(\.count) == [62, 62])
        #expect(answers.allSatisfy { $0[12..<18] == [0x81, 0, 0, 30, 8, 0] })
        #expect(answers.last?.suffix(16) == Literal.stamp[...])
        #expect(bench.wires[0].ids.last == Literal.id)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("a frame of the greatest size comes without a tag; an answer with one is too long, and said to be")
    func longestAnswer() throws {
        let bench = try MultiHost(
            nics: 2, [(0, nil, ["fd00::1/64"]), (1, 7, ["fd00:1::1/64"])], routes: [("::/0", ["fd00:1::9"])])
        let message = bytes("8000 0000 0001 0002") + [UInt8](repeating: 5, count: Frame.byteLimit - 14 - 40 - 9)
        bench.send(icmpv6(from: "fd00:2::5", to: "fd00::1", at: 0x5254_0012_34a0, message), to: 0, id: Literal.id)
        let answer = icmpv6(
            from: "fd00:1::9", to: "fd00:1::1", at: 0x5254_0012_34a1,
            bytes("8800 0000 60000000 fd00000100000000 0000000000000009 0201525400123456"))
        bench.send(Array(answer.prefix(12)) + bytes("8100 0007") + answer.dropFirst(12), to: 1)
        #expect(bench.nics[1].port.counters.drops[.oversize] == 1)
        #expect(bench.recorder.events.contains { $0.reason == .oversize && $0.id == Literal.id })
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("each NIC is full by itself")
    func pauses() throws {
        let bench = try twoNICs()
        bench.teach("10.0.1.9", at: 0x56, to: "10.0.1.1", on: 1)
        bench.wires[1].quota = 0
        bench.fars[1].setBound(frames: 2, bytes: 1 << 20)
        func send() -> SendResult {
            bench.host.sendDatagram(
                to: address("10.0.1.9"), ports: (1, 2), stamp: Literal.flowStamp, payloadByteCount: 16)
        }
        #expect(send() == .open)
        #expect(send() == .paused)
        #expect(!bench.host.isTransmitPaused(on: 0))
        #expect(bench.host.isTransmitPaused(on: 1))
        bench.wires[1].quota = nil
        bench.fars[1].resume()
        bench.loop.settle()
        #expect(!bench.host.isTransmitPaused(on: 1))
        #expect(bench.delegate.roomCalls == 1)
    }

    @Test("the same NIC and VLAN twice are one interface; a host may have no address, and no NIC")
    func merged() throws {
        let bench = try MultiHost(nics: 1, [(0, nil, ["10.0.0.1/24"]), (0, 0, ["10.0.1.1/24"])])
        #expect(bench.host.interfaces.count == 1)
        bench.ask("10.0.1.1", on: 0)
        #expect(bench.wires[0].frames.count == 1)
        let bare = try MultiHost(nics: 1, [])
        bare.ask("10.0.0.1", on: 0)
        #expect(bare.nics[0].port.counters.drops[.notForMe] == 1)
        #expect(bare.host.send(frame: [1, 2, 3], id: Literal.id, on: 0) == .open)
        bare.loop.settle()
        #expect(bare.wires[0].frames == [[1, 2, 3]])
        let none = try MultiHost(nics: 0, [])
        none.host.sendEchoRequest(
            to: address("10.0.0.1"), ICMPEcho(.request, identifier: 1, sequence: 1), stamp: Literal.flowStamp,
            payloadByteCount: 16)
        #expect(none.host.egress(for: address("10.0.0.1")) == nil)
    }
}
