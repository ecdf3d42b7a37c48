import Foundation
import TestSupport
import Testing

/// What QEMU's dgram does wrong, with what is wanted instead: strangers, empty datagrams, taken ports, deaf peers.
@Suite("dgram, row by row", .tags(.peer), .serialized, .timeLimit(.minutes(1)))
struct DgramRowTests {
    let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test("S1: an empty UDP datagram, of the peer or of a stranger, stops nothing and is counted")
    func emptyDatagram() throws {
        let bench = try UDPBench(statistics: directory["statistics"])
        let stranger = try PlainSocket(.ipv4)
        for number: UInt8 in 1...3 {
            try bench.peer.send([], to: bench.port)
            try stranger.send([], to: bench.port)
            try bench.peer.send(Filler.frame(0, round: number), to: bench.port)
            #expect(try bench.station.nextFrame() == Filler.frame(0, round: number), "\(bench.station.account)")
        }
        let statistics = try bench.station.statistics(at: directory["statistics"])
        #expect(statistics.netdevs[1].dropped == ["runt": 3], "the kernel keeps the stranger's out")
        #expect(statistics.netdevs[1].received.frames == bench.station.receivedFrames)
    }

    @Test("S1: the same of a unix socket")
    func emptyUnixDatagram() throws {
        let bench = try UnixBench(in: directory)
        for number: UInt8 in 1...3 {
            #expect(bench.peer.send([], to: bench.path) == 0)
            #expect(bench.peer.send(Filler.frame(0, round: number), to: bench.path) == 0)
            #expect(try bench.station.nextFrame() == Filler.frame(0, round: number), "\(bench.station.account)")
        }
        let statistics = try bench.station.statistics(at: directory["statistics"])
        #expect(statistics.netdevs[1].dropped == ["runt": 3])
    }

    @Test("a datagram longer than any frame is dropped whole, not cut, and counted")
    func longerThanAnyFrame() throws {
        let bench = try UnixBench(in: directory)
        let lengths = [65_554, 69_000, 69_632, 200_000]
        for (number, length) in lengths.enumerated() {
            #expect(bench.peer.send([UInt8](repeating: 0, count: length), to: bench.path) == 0)
            let round = UInt8(number)
            #expect(bench.peer.send(Filler.frame(0, round: round), to: bench.path) == 0)
            #expect(try bench.station.nextFrame() == Filler.frame(0, round: round), "\(bench.station.account)")
        }
        let drops = try bench.station.statistics(at: directory["statistics"]).netdevs[1].dropped
        #expect(drops["oversize", default: 0] + drops["truncated", default: 0] == lengths.count, "\(drops)")
    }

    @Test("S4: what a stranger sends is not taken for the peer's")
    func foreignSender() throws {
        let bench = try UDPBench()
        let stranger = try PlainSocket(.ipv4)
        try stranger.send(Filler.frame(1), to: bench.port)
        try bench.peer.send(Filler.frame(0), to: bench.port)
        #expect(try bench.station.nextFrame() == Filler.frame(0), "\(bench.station.account)")
    }

    @Test("S4: the same of a unix socket")
    func foreignUnixSender() throws {
        let bench = try UnixBench(in: directory)
        let stranger = try PlainUnixSocket(at: directory["stranger"])
        // The kernel refuses it on behalf of a socket that is connected to another.
        #expect(stranger.send(Filler.frame(1), to: bench.path) == EPERM)
        #expect(bench.peer.send(Filler.frame(0), to: bench.path) == 0)
        #expect(try bench.station.nextFrame() == Filler.frame(0), "\(bench.station.account)")
    }

    @Test("S5: no other process gets the port, whatever it asks for")
    func portStaysOurs() throws {
        let bench = try UDPBench()
        let error = #expect(throws: SystemError.self) {
            _ = try PlainSocket(.ipv4, port: bench.port, reusing: true)
        }
        #expect(error?.code == EADDRINUSE)
        let second = try Program.subject.open(bench.netdev).program
        let ending = try #require(second.waitForEnd(), "\(second.account)")
        #expect(ending == .status(3), "the host's fault, not the arguments'")
        #expect(second.diagnostics.contains("\(bench.port)"), "\(second.account)")
        try bench.peer.send(Filler.frame(0), to: bench.port)
        #expect(try bench.station.nextFrame() == Filler.frame(0), "\(bench.station.account)")
    }

    @Test("S11: a peer that does not read costs no processor time and no frame")
    func deafPeer() throws {
        let bench = try UnixBench(in: directory)
        let frames = FrameSeries(300, of: [60, 64, 1514], seed: 3)
        var sent = 0
        while sent < frames.count, try bench.station.send(frames.frame(sent)) { sent += 1 }
        #expect(sent > 20, "more than the kernel's queue of the peer holds")
        #expect(try bench.station.idleProcessorSeconds() < 0.15, "it spins: \(bench.station.account)")
        for number in 0..<sent {
            #expect(try bench.peer.receive() == frames.frame(number), "frame \(number): \(bench.station.account)")
        }
    }
}
