import Hosts
import NetCore
import Testing
import TestSupport
import WireFormats

@Suite("Echo replies to a station that must be asked for first")
struct UnansweredTests {
    /// An echo request with this sequence number from the station whose address ends in `sender`.
    private func request(_ sender: UInt8, _ sequence: UInt16) -> [UInt8] {
        let message = [UInt8](atMost: 24) { output in
            ICMPv4Message(ICMPEcho(.request, identifier: 1, sequence: sequence)).write(into: &output) {
                Literal.flowStamp.write(into: &$0)
            }
        }
        return frame(from: IPv4Address(10, 0, 0, sender), .icmp, message)
    }

    /// The ARP answer of that station.
    private func answer(_ sender: UInt8) -> [UInt8] {
        bytes("525400123457 525400123400 0806  0001 0800 06 04 0002 525400123400 0a000000 525400123457 0a000002")
            .enumerated().map { [11, 27, 31].contains($0.offset) ? sender : $0.element }
    }

    /// Last byte of the destination address and sequence number of each echo reply that came out.
    private func replies(_ bench: HostBench) -> [[UInt8]] {
        bench.wire.frames.filter { $0.count == 58 }.map { [$0[33], $0[41]] }
    }

    @Test("kept, and answered in their order, each with its identity, when the station is known")
    func answeredInOrder() throws {
        let bench = try HostBench()
        for sequence in 0..<5 {
            bench.send(request(1, UInt16(sequence)), id: FrameID(flow: 1, number: UInt64(sequence)))
            bench.send(request(3, UInt16(sequence)), id: FrameID(flow: 3, number: UInt64(sequence)))
        }
        #expect(replies(bench).isEmpty)
        #expect(bench.wire.frames.count == 2, "one question for each station")
        #expect(bench.loop.keptBlocks == 10)
        bench.send(answer(3))
        #expect(replies(bench) == (0..<5).map { [3, $0] })
        bench.send(request(1, 5), id: FrameID(flow: 1, number: 5))
        bench.send(answer(1))
        #expect(replies(bench).suffix(6) == (0..<6).map { [1, $0] })
        let ids = bench.wire.ids.compactMap(\.self)
        #expect(ids == (0..<5).map { FrameID(flow: 3, number: $0) } + (0..<6).map { FrameID(flow: 1, number: $0) })
        #expect(bench.loop.keptBlocks == 0)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("nobody answers: every reply ends as unresolved, three seconds later, with its identity")
    func unresolved() throws {
        let bench = try HostBench()
        for sequence in 0..<4 {
            bench.send(request(1, UInt16(sequence)), id: FrameID(flow: 1, number: UInt64(sequence)))
        }
        _ = VirtualClock().run(bench.loop)
        let ended = bench.recorder.events.filter { $0.reason == .unresolved }
        #expect(ended.map(\.time) == [Int64](repeating: 3_000_000_000, count: 4))
        #expect(ended.map(\.id) == (0..<4).map { FrameID(flow: 1, number: $0) })
        #expect(bench.loop.keptBlocks == 0)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("a host that forgot its neighbours before the request came asks, and answers")
    func flushed() throws {
        let loop = Loop()
        let recorder = WireRecorder(loop)
        let first = try Station(loop, 1)
        let second = try Station(loop, 2)
        let fabric = Switch(loop: loop)
        try first.port.connect(to: fabric.addPort())
        try second.port.connect(to: fabric.addPort())
        first.host.resolve(Literal.second) { _ in }
        loop.settle()
        second.host.flushNeighbors()
        first.host.sendEchoRequest(
            to: Literal.second, ICMPEcho(.request, identifier: 1, sequence: 3), stamp: Literal.flowStamp,
            payloadByteCount: 16)
        loop.settle()
        #expect(recorder.taken(by: first.port).last?.bytes == Literal.echoReply)
        #expect(first.delegate.heard == [Heard(kind: .echoReply, stamp: Literal.flowStamp)])
        #expect(loop.audit().isEmpty)
    }

    @Test("from another network: the reply ends as no-route")
    func noRoute() throws {
        let bench = try HostBench()
        bench.send(frame(from: IPv4Address(192, 0, 2, 1), .icmp, Literal.echoMessage), id: Literal.id)
        #expect(bench.drops(.noRoute) == 1)
        #expect(bench.recorder.events.last?.id == Literal.id)
        #expect(bench.wire.frames.isEmpty)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("a flood from a station that nobody knows is bounded, and what is beyond ends as queue-full")
    func bounded() throws {
        let bench = try HostBench()
        for sequence in 0..<1500 { bench.send(request(1, UInt16(sequence))) }
        #expect(bench.loop.keptBlocks == 1000)
        #expect(bench.drops(.queueFull) == 500)
        bench.send(answer(1))
        #expect(replies(bench).count == 1000)
        #expect(bench.loop.audit().isEmpty)
    }
}
