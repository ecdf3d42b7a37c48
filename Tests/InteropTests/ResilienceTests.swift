import Foundation
import Glibc
import TestSupport
import Testing

/// Ends that come late, are killed and come back, and floods: afterwards everything is as before.
@Suite("ends that come and go", .tags(.peer), .needsQEMU, .serialized, .timeLimit(.minutes(2)))
struct ResilienceTests {
    let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test("the far end is not there yet", arguments: Transport.awaiting)
    func late(transport: Transport) throws {
        let pair = try transport.pair(in: directory)
        let left = try Program.subject.open(pair.left)
        try left.sendFiller(500)
        #expect(try left.idleProcessorSeconds() < Self.idleLimit, "it spins: \(left.account)")
        try left.sendFiller(500)
        try #require(left.program.poll() == nil, "\(left.account)")
        let wire = Wire(name: pair.name, left: left, right: try pair.openRight())
        try check(wire, transport)
    }

    @Test("the far end is killed, and another takes its place", arguments: Transport.awaiting)
    func farKilled(transport: Transport) throws {
        let pair = try transport.pair(in: directory)
        var wire = try Wire.open(pair)
        try check(wire, transport)
        wire.right.program.finish(with: SIGKILL)
        try wire.left.sendFiller(500)
        #expect(try wire.left.idleProcessorSeconds() < Self.idleLimit, "it spins: \(wire.left.account)")
        try #require(wire.left.program.poll() == nil, "\(wire.left.account)")
        wire = Wire(name: pair.name, left: wire.left, right: try pair.openRight())
        try check(wire, transport)
    }

    /// QEMU goes on: that it does is the peer's doing, that it gets its frames again is ours.
    @Test("ours is ended or killed, and another takes its place", arguments: Transport.addressed, [SIGTERM, SIGKILL])
    func nearEnded(transport: Transport, signal: Int32) throws {
        let pair = try transport.pair(in: directory)
        var wire = try Wire.open(pair)
        try check(wire, transport)
        let ending = wire.left.program.finish(with: signal)
        #expect(ending == (signal == SIGTERM ? .status(0) : .signal(signal)), "\(wire.left.account)")
        try wire.right.sendFiller(100)
        wire = Wire(name: pair.name, left: try Program.subject.open(pair.left), right: wire.right)
        try check(wire, transport)
    }

    @Test("both flood each other; after that nothing is lost, and all is counted", arguments: Transport.addressed)
    func flood(transport: Transport) throws {
        let pair = try transport.pair(in: directory)
        let file = directory["statistics"]
        let wire = try Wire.open(pair, statistics: file)
        let (left, right) = (wire.left, wire.right)
        try wire.reach()
        try Flood.run([left, right], seconds: 1)
        // A probe that gets through has pushed what was left of the flood before it.
        try check(wire, transport)

        #expect(left.program.finish(with: SIGTERM) == .status(0), "\(left.account)")
        try left.drain()
        let statistics = try ConnectStatistics(String(contentsOfFile: file, encoding: .utf8))
        #expect(statistics.faults == [])
        #expect(statistics.conservation.difference == 0)
        // Probes that came before the connection ended where they came in.
        let early = statistics.netdevs[0].dropped["link-down", default: 0]
        #expect(statistics.netdevs[0].received.frames + early == left.sentFrames)
        #expect(statistics.netdevs[0].sent.frames == left.receivedFrames)
        #expect(statistics.netdevs.map(\.queued) == [0, 0])
    }

    private func check(_ wire: Wire, _ transport: Transport) throws {
        try wire.reach()
        try wire.exchange(1000, of: [60, 1514, 14, 1], window: transport.window)
    }

    /// Of a second.
    private static let idleLimit = 0.15
}

extension Station {
    /// The processor time that the program uses in a second in which it is asked for nothing, the least of three.
    func idleProcessorSeconds() throws -> Double {
        var least = Double.infinity
        for _ in 0..<3 where least > 0.05 {
            let before = program.processorSeconds
            // Not to wait for anything: this is the second that is measured.
            sleep(1)
            // In the first one it may still be busy with what was sent before.
            try drain()
            least = min(least, program.processorSeconds - before)
        }
        return least
    }
}
