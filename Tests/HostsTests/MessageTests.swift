import Hosts
import NICModels
import NetCore
import Testing
import TestSupport
import WireFormats

@Suite("Echo and datagrams between two hosts")
struct MessageTests {
    private func pair(_ path: Path) throws -> (loop: Loop, recorder: WireRecorder, first: Station, second: Station) {
        let loop = Loop()
        let recorder = WireRecorder(loop)
        let first = try Station(loop, 1)
        let second = try Station(loop, 2)
        try path.join(first.port, second.port, on: loop)
        first.host.resolve(Literal.second) { _ in }
        loop.settle()
        recorder.clear()
        return (loop, recorder, first, second)
    }

    @Test("a ping goes and comes back to the byte; the reply keeps the identity", arguments: Path.allCases)
    func ping(_ path: Path) throws {
        let (loop, recorder, first, second) = try pair(path)
        first.host.sendEchoRequest(
            to: Literal.second, ICMPEcho(.request, identifier: 1, sequence: 3), stamp: Literal.flowStamp,
            payloadByteCount: 16)
        loop.settle()
        let there = recorder.taken(by: second.port)
        let back = recorder.taken(by: first.port)
        #expect(there.map(\.bytes) == [Literal.echoRequest])
        #expect(back.map(\.bytes) == [Literal.echoReply])
        #expect(there.map(\.id) == [Literal.id])
        #expect(back.map(\.id) == [Literal.id])
        #expect(second.delegate.heard == [Heard(kind: .echoRequest, stamp: Literal.flowStamp)])
        #expect(first.delegate.heard == [Heard(kind: .echoReply, stamp: Literal.flowStamp)])
        #expect(loop.audit().isEmpty)
    }

    @Test("pings of every size from the stamp to the largest packet come back whole", arguments: Path.allCases)
    func sizes(_ path: Path) throws {
        let (loop, _, first, _) = try pair(path)
        let sizes = Array(16...80) + [999, 1472, 1473, 8972, 65_507]
        for (number, size) in sizes.enumerated() {
            let stamp = FlowStamp(id: 1 << 40 | UInt64(number))
            first.host.sendEchoRequest(
                to: Literal.second, ICMPEcho(.request, identifier: 9, sequence: UInt16(number)), stamp: stamp,
                payloadByteCount: size)
        }
        loop.settle()
        #expect(first.delegate.messages.map(\.stamp.sequence) == sizes.indices.map(UInt64.init))
        #expect(first.port.counters.drops.total == 0)
        #expect(loop.audit().isEmpty)
    }

    @Test("a datagram to an open port is taken, to a closed one it is not for this host", arguments: Path.allCases)
    func datagram(_ path: Path) throws {
        let (loop, recorder, first, second) = try pair(path)
        second.host.openPorts = [6000]
        for destination in [UInt16(6000), 6001] {
            first.host.sendDatagram(
                to: Literal.second, ports: (5000, destination), stamp: Literal.flowStamp, payloadByteCount: 16)
        }
        loop.settle()
        #expect(recorder.taken(by: second.port).first?.bytes == Literal.datagram)
        #expect(recorder.taken(by: second.port).first?.id == Literal.id)
        #expect(second.delegate.heard == [Heard(kind: .datagram, stamp: Literal.flowStamp)])
        #expect(second.port.counters.drops[.notForMe] == 1)
        #expect(recorder.taken(by: first.port).isEmpty, "no port unreachable")
        #expect(loop.audit().isEmpty)
    }

    @Test("time to live and traffic class are as asked")
    func fields() throws {
        let (loop, recorder, first, second) = try pair(.wire)
        first.host.sendDatagram(
            to: Literal.second, ports: (1, 2), stamp: Literal.flowStamp, payloadByteCount: 16, timeToLive: 3,
            trafficClass: 0xb8)
        loop.settle()
        let frame = try #require(recorder.taken(by: second.port).first?.bytes)
        #expect(frame[15] == 0xb8)
        #expect(frame[22] == 3)
    }

    @Test("without a route a message ends where it was made, as no-route, with its identity")
    func noRoute() throws {
        let (loop, recorder, first, _) = try pair(.wire)
        let echo = ICMPEcho(.request, identifier: 1, sequence: 1)
        let destination = address("192.0.2.1")
        first.host.sendEchoRequest(to: destination, echo, stamp: Literal.flowStamp, payloadByteCount: 16)
        first.host.sendDatagram(to: destination, ports: (1, 2), stamp: Literal.flowStamp, payloadByteCount: 16)
        loop.settle()
        #expect(first.port.counters.drops[.noRoute] == 2)
        #expect(recorder.events.map(\.id) == [FrameID?](repeating: Literal.id, count: 2))
        #expect(loop.audit().isEmpty)
    }

    @Test("sizes that no packet has: too long is oversize, too short for a stamp is the stamp")
    func strangeSizes() throws {
        let (loop, recorder, first, second) = try pair(.wire)
        let echo = ICMPEcho(.request, identifier: 1, sequence: 1)
        for size in [65_508, 1 << 40, Int.max] {
            first.host.sendEchoRequest(to: Literal.second, echo, stamp: Literal.flowStamp, payloadByteCount: size)
            first.host.sendDatagram(
                to: Literal.second, ports: (1, 2), stamp: Literal.flowStamp, payloadByteCount: size)
        }
        for size in [0, -1, Int.min] {
            first.host.sendEchoRequest(to: Literal.second, echo, stamp: Literal.flowStamp, payloadByteCount: size)
        }
        loop.settle()
        #expect(first.port.counters.drops[.oversize] == 6)
        #expect(recorder.taken(by: second.port).map(\.bytes.count) == [58, 58, 58])
        #expect(loop.audit().isEmpty)
    }

    @Test("frames go as they are written, through the NIC that was named; one beyond the limit is oversize")
    func rawFrames() throws {
        let (loop, recorder, first, second) = try pair(.wire)
        for frame in [[], [1, 2, 3], Literal.echoRequest, [UInt8](repeating: 9, count: Frame.byteLimit)] {
            first.host.send(frame: frame, id: Literal.id, on: 0)
        }
        first.host.send(frame: [UInt8](repeating: 9, count: Frame.byteLimit + 1), id: Literal.id, on: 0)
        loop.settle()
        let sent = recorder.events.filter { $0.port == second.port }.prefix(4)
        #expect(sent.map(\.id) == [FrameID?](repeating: Literal.id, count: 4))
        #expect(recorder.taken(by: first.port).map(\.bytes) == [Literal.echoReply])
        #expect(first.port.counters.drops[.oversize] == 1)
        #expect(first.port.counters.txFrames == 5, "with the ARP request")
        #expect(loop.audit().isEmpty)
    }

    @Test("a host hands room on to its generators")
    func room() throws {
        let (loop, _, first, second) = try pair(.wire)
        second.nic.isReceiving = false
        second.port.setBound(frames: 4, bytes: 1 << 20)
        var result = SendResult.open
        var sent = 0
        while result == .open {
            result = first.host.sendDatagram(
                to: Literal.second, ports: (1, 2), stamp: Literal.flowStamp, payloadByteCount: 16)
            sent += 1
            loop.settle()
        }
        #expect(sent == second.nic.ringSize + 4)
        #expect(first.delegate.roomCalls == 0)
        #expect(first.host.isTransmitPaused(on: 0))
        second.nic.isReceiving = true
        loop.settle()
        #expect(first.delegate.roomCalls == 1)
        #expect(!first.host.isTransmitPaused(on: 0))
        #expect(first.port.counters.drops.total == 0)
        #expect(loop.audit().isEmpty)
    }
}
