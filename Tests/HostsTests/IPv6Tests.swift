import Hosts
import NetCore
import Testing
import TestSupport
import WireFormats

@Suite("IPv6: echo and datagrams")
struct IPv6Tests {
    private func pair(
        _ path: Path
    ) throws -> (loop: Loop, recorder: WireRecorder, first: Station, second: Station) {
        let loop = Loop()
        let recorder = WireRecorder(loop)
        let first = try Station(loop, 1, addresses: ["fd00::1/64"])
        let second = try Station(loop, 2, addresses: ["fd00::2/64"])
        try path.join(first.port, second.port, on: loop)
        first.host.resolve(Literal6.second) { _ in }
        loop.settle()
        recorder.clear()
        return (loop, recorder, first, second)
    }

    @Test("a ping goes and comes back to the byte; the reply keeps the identity", arguments: Path.allCases)
    func ping(_ path: Path) throws {
        let (loop, recorder, first, second) = try pair(path)
        first.host.sendEchoRequest(
            to: Literal6.second, ICMPEcho(.request, identifier: 1, sequence: 3), stamp: Literal.flowStamp,
            payloadByteCount: 16)
        loop.settle()
        #expect(recorder.taken(by: second.port).map(\.bytes) == [Literal6.echoRequest])
        #expect(recorder.taken(by: first.port).map(\.bytes) == [Literal6.echoReply])
        #expect(recorder.taken(by: first.port).map(\.id) == [Literal.id])
        #expect(second.delegate.heard == [Heard(kind: .echoRequest, stamp: Literal.flowStamp)])
        #expect(first.delegate.heard == [Heard(kind: .echoReply, stamp: Literal.flowStamp)])
        #expect(loop.audit().isEmpty)
    }

    @Test("a datagram, to the byte; to a closed port it is not for this host")
    func datagram() throws {
        let (loop, recorder, first, second) = try pair(.wire)
        second.host.openPorts = [6000]
        for destination in [UInt16(6000), 6001] {
            first.host.sendDatagram(
                to: Literal6.second, ports: (5000, destination), stamp: Literal.flowStamp, payloadByteCount: 16)
        }
        loop.settle()
        #expect(recorder.taken(by: second.port).first?.bytes == Literal6.datagram)
        #expect(second.delegate.heard == [Heard(kind: .datagram, stamp: Literal.flowStamp)])
        #expect(second.port.counters.drops[.notForMe] == 1)
        #expect(recorder.taken(by: first.port).isEmpty)
    }

    @Test("hop limit and traffic class are as asked; every size comes back whole")
    func fields() throws {
        let (loop, recorder, first, second) = try pair(.wire)
        first.host.sendDatagram(
            to: Literal6.second, ports: (1, 2), stamp: Literal.flowStamp, payloadByteCount: 16, timeToLive: 3,
            trafficClass: 0xb8)
        loop.settle()
        let frame = try #require(recorder.taken(by: second.port).first?.bytes)
        #expect(frame[14] == 0x6b && frame[15] == 0x80)
        #expect(frame[21] == 3)
        let sizes = Array(16...40) + [1432, 65_491, 65_492]
        for (number, size) in sizes.enumerated() {
            first.host.sendEchoRequest(
                to: Literal6.second, ICMPEcho(.request, identifier: 9, sequence: UInt16(number)),
                stamp: FlowStamp(id: 1 << 40 | UInt64(number)), payloadByteCount: size)
        }
        loop.settle()
        // The last makes a frame beyond the limit of all frames.
        #expect(first.delegate.messages.map(\.stamp.sequence) == sizes.dropLast().indices.map(UInt64.init))
        #expect(first.port.counters.drops[.oversize] == 1)
        #expect(loop.audit().isEmpty)
    }

    static let refused: [ReceiveTests.Refused] = [
        .init("ICMPv6 checksum", .corrupted, Array(Literal6.echoRequest.dropLast()) + [9]),
        .init("UDP checksum", .corrupted, Array(Literal6.datagram.dropLast()) + [9]),
        .init("UDP without a checksum", .corrupted, frame6(.udp, bytes("1388 1770 0018 0000") + Literal.stamp)),
        .init("datagram to a closed port", .notForMe, Literal6.datagram),
        .init(
            "IP version 4", .corrupted, Literal6.echoRequest.enumerated().map { $0.offset == 14 ? 0x45 : $0.element }),
        .init("another address", .notForMe, icmpv6(to: "fd00::3", Array(Literal6.echoRequest.dropFirst(54)))),
        .init("ping to all nodes", .notForMe, icmpv6(to: "ff02::1", Array(Literal6.echoRequest.dropFirst(54)))),
        .init("ping from nobody", .notForMe, icmpv6(from: "::", Array(Literal6.echoRequest.dropFirst(54)))),
        .init("ping from a group", .notForMe, icmpv6(from: "ff02::1", Array(Literal6.echoRequest.dropFirst(54)))),
        .init("an extension header", .notForMe, frame6(IPProtocol(rawValue: 0), bytes("3a00010400000000"))),
        .init("a fragment", .notForMe, frame6(IPProtocol(rawValue: 44), bytes("3a00000000000001 80000000"))),
        .init("TCP", .notForMe, frame6(.tcp, [UInt8](repeating: 0, count: 20))),
        .init("router advertisement", .notForMe, icmpv6(to: "ff02::1", bytes("8600 0000 40000708 0000000000000000"))),
        .init(
            "listener query", .notForMe,
            icmpv6(to: "ff02::1", bytes("8200 0000 03e80000") + [UInt8](repeating: 0, count: 16))),
        .init("echo request with a code", .notForMe, icmpv6(bytes("8001 0000 00010003"))),
        .init("message of seven bytes", .truncated, frame6(.icmpv6, [128, 0, 0, 0, 0, 0, 0])),
    ]

    @Test("counted under its reason, answered by nothing", arguments: refused)
    func refuses(_ refused: ReceiveTests.Refused) throws {
        let bench = try HostBench(addresses: ["fd00::2/64"])
        bench.send(refused.frame)
        #expect(bench.drops(refused.reason) == 1)
        #expect(bench.station.port.counters.drops.total == 1)
        #expect(bench.wire.frames.isEmpty)
        #expect(bench.station.delegate.messages.isEmpty)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("a host without an IPv6 address does not speak it, and its NIC takes no group of it")
    func silent() throws {
        let bench = try HostBench()
        bench.send(Literal6.echoRequest)
        #expect(bench.drops(.notForMe) == 1)
        bench.send(Literal6.solicitation)
        #expect(bench.drops(.filtered) == 1)
        var answers: [Host.Resolution] = []
        bench.host.resolve(Literal6.first) { answers.append($0) }
        #expect(answers == [.noRoute])
        #expect(bench.wire.frames.isEmpty)
    }

    @Test("a datagram to all nodes is taken; groups that are not its own end at the filter")
    func groups() throws {
        let bench = try HostBench(addresses: ["fd00::2/64"])
        bench.host.openPorts = [6000]
        let sum = PseudoHeader(source: IPv6Address(high: 0xfd << 56, low: 1), destination: .allNodes)
        let datagram = [UInt8](atMost: 24) { output in
            UDPHeader.write(into: &output, from: 5000, to: 6000, pseudoHeader: sum) {
                Literal.flowStamp.write(into: &$0)
            }
        }
        bench.send(frame6(to: "ff02::1", at: 0x3333_0000_0001, .udp, datagram))
        #expect(bench.station.delegate.messages.count == 1)
        bench.send(frame6(to: "ff02::2", at: 0x3333_0000_0002, .udp, datagram))
        bench.send(frame6(to: "ff02::1:ff00:3", at: 0x3333_ff00_0003, .udp, datagram))
        #expect(bench.drops(.filtered) == 2)
        // The filter sees the station, the stack the address.
        bench.send(frame6(to: "ff02::1:ff01:2", at: 0x3333_ff00_0002, .udp, datagram))
        #expect(bench.drops(.notForMe) == 1)
    }

    @Test("from the start a host says nothing of itself, whatever its addresses")
    func saysNothing() throws {
        let bench = try HostBench(addresses: ["10.0.0.2/24", "fd00::2/64", "fe80::2/64"])
        bench.far.setUp(false)
        bench.loop.settle()
        bench.far.setUp(true)
        #expect(VirtualClock().run(bench.loop) == .idle)
        #expect(bench.wire.frames.isEmpty)
        #expect(bench.loop.nextDeadline == nil)
    }
}
