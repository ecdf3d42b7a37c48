import Hosts
import NetCore
import Testing
import TestSupport
import WireFormats

@Suite("Messages whose next hop must be asked for first")
struct WaitingTests {
    private func send(_ host: Host, _ number: UInt64, to destination: IPAddress = Literal.first) -> SendResult {
        host.sendDatagram(
            to: destination, ports: (1, 2), stamp: FlowStamp(id: 1 << 40 | number), payloadByteCount: 16)
    }

    private static let answer = bytes(
        "525400123457 525400123456 0806  0001 0800 06 04 0002 525400123456 0a000001 525400123457 0a000002")

    @Test("they wait, and leave in their order, each with its identity, when the station is known")
    func sent() throws {
        let bench = try HostBench()
        for number in 0..<5 { #expect(send(bench.host, UInt64(number)) == .open) }
        bench.loop.settle()
        #expect(bench.wire.frames.count == 1, "one question for all")
        #expect(bench.host.waitingMessages == 5)
        bench.send(Self.answer)
        #expect(bench.host.waitingMessages == 0)
        #expect(bench.wire.ids.dropFirst() == (0..<5).map { FrameID(flow: 1, number: $0) }[...])
        #expect(bench.loop.nextDeadline == nil)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("nobody answers: they end as unresolved after three tries, with their identities")
    func unresolved() throws {
        let bench = try HostBench()
        for number in 0..<3 { _ = send(bench.host, UInt64(number)) }
        _ = VirtualClock().run(bench.loop)
        let ended = bench.recorder.events.filter { $0.reason == .unresolved }
        #expect(ended.map(\.time) == [Int64](repeating: 3_000_000_000, count: 3))
        #expect(ended.map(\.id) == (0..<3).map { FrameID(flow: 1, number: $0) })
        #expect(bench.wire.frames.count == 3)
        #expect(bench.host.waitingMessages == 0)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("a flow goes on after its neighbours were flushed")
    func flushed() throws {
        let bench = try HostBench()
        bench.send(Literal.arpRequest)
        _ = send(bench.host, 0)
        bench.host.flushNeighbors()
        _ = send(bench.host, 1)
        #expect(bench.host.waitingMessages == 1, "what was known is asked for anew")
        bench.send(Self.answer)
        _ = send(bench.host, 2)
        bench.loop.settle()
        #expect(bench.wire.ids.compactMap(\.self) == (0..<3).map { FrameID(flow: 1, number: $0) })
    }

    @Test("a flow follows a station that has moved")
    func moved() throws {
        let bench = try HostBench()
        bench.send(Literal.arpRequest)
        _ = send(bench.host, 0)
        var moved = Literal.arpRequest
        moved[27] = 0x99
        bench.send(moved)
        _ = send(bench.host, 1)
        bench.loop.settle()
        #expect(bench.wire.frames.filter { $0.count == 58 }.map { $0[5] } == [0x56, 0x99])
    }

    @Test("a flow goes on by the next hop that takes over, and both questions are kept apart")
    func takenOver() throws {
        let bench = try MultiHost(
            nics: 2, [(0, nil, ["10.0.0.1/24"]), (1, nil, ["10.0.1.1/24"])],
            routes: [("10.0.9.0/24", ["10.0.0.254", "10.0.1.254"])])
        let far = address("10.0.9.9")
        _ = send(bench.host, 0, to: far)
        bench.loop.settle()
        bench.nics[0].port.setBlock(.announced)
        _ = send(bench.host, 1, to: far)
        bench.teach("10.0.1.254", at: 0x66, to: "10.0.1.1", on: 1)
        #expect(bench.wires[1].ids.compactMap(\.self) == [FrameID(flow: 1, number: 1)])
        #expect(bench.host.waitingMessages == 1, "the first still asks for its own")
        bench.nics[0].port.setBlock(.none)
        bench.teach("10.0.0.254", at: 0x67, to: "10.0.0.1", on: 0)
        #expect(bench.wires[0].ids.compactMap(\.self) == [FrameID(flow: 1, number: 0)])
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("more than a thousand do not wait: they end as queue-full")
    func bounded() throws {
        let bench = try HostBench()
        for number in 0..<1500 { _ = send(bench.host, UInt64(number)) }
        #expect(bench.host.waitingMessages == 1000)
        #expect(bench.drops(.queueFull) == 500)
        _ = VirtualClock().run(bench.loop)
        #expect(bench.drops(.unresolved) == 1000)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("a waiter that sends from its completion stands behind what has waited")
    func order() throws {
        let bench = try HostBench()
        _ = send(bench.host, 0)
        bench.host.resolve(Literal.first) { _ in _ = self.send(bench.host, 1) }
        bench.send(Self.answer)
        #expect(bench.wire.ids.compactMap(\.self) == (0..<2).map { FrameID(flow: 1, number: $0) })
    }
}
