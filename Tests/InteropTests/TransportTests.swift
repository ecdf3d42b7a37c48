import TestSupport
import Testing

/// Frames of every length over every transport, between the subject and QEMU.
@Suite("transports", .tags(.peer), .needsQEMU, .serialized, .timeLimit(.minutes(2)))
struct TransportTests {
    let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    /// Below 14 bytes no frame has an Ethernet header: a wire passes runts on as they are, unpadded.
    @Test("every length from 1 to 1514 bytes, both ways at once", arguments: Transport.common)
    func everyLength(transport: Transport) throws {
        let wire = try Wire.open(transport.pair(in: directory))
        try wire.reach()
        try wire.exchange(1514, of: Array(1...1514), window: transport.window)
    }

    @Test("up to what the transport carries", arguments: Transport.common)
    func longest(transport: Transport) throws {
        let wire = try Wire.open(transport.pair(in: directory))
        try wire.reach()
        let limit = transport.qemuFrameByteLimit
        let lengths = [
            1515, 1518, 1522, 2000, 2047, 2048, 4096, 9018, 16_383, 16_385, 32_768, 65_000, limit - 1, limit,
        ]
        try wire.exchange(3 * lengths.count, of: lengths.filter { $0 <= limit }, window: transport.window)
    }

    @Test("up to what the transport carries, where the far end is no limit", arguments: Transport.possible)
    func longestAmongOurs(transport: Transport) throws {
        let wire = try Wire.open(transport.pair(in: directory), right: .subject)
        try wire.reach()
        let limit = transport.frameByteLimit
        try wire.exchange(24, of: [1, 2048, 2049, 9018, 16_385, 65_000, limit - 1, limit], window: transport.window)
    }

    @Test("a byte more than that, and much more, is counted and stops nothing", arguments: Transport.possible)
    func tooLong(transport: Transport) throws {
        let pair = try transport.pair(in: directory)
        let file = directory["statistics"]
        let wire = try Wire.open(pair, right: .subject, statistics: file)
        try wire.reach()
        // Beyond the transport, beyond a frame, beyond a receiver's buffer.
        let tooLong = FrameSeries(each: [transport.frameByteLimit + 1, 65_554, 69_000, 69_632, 100_000], seed: 9)
        for number in 0..<tooLong.count {
            #expect(try wire.left.send(tooLong.frame(number)))
            try wire.exchange(3, of: [60], window: transport.window)
        }
        let drops = try wire.left.statistics(at: file).netdevs.map(\.dropped)
        let counted = drops.map { $0["oversize", default: 0] + $0["truncated", default: 0] }
        #expect(counted.reduce(0, +) == tooLong.count, "\(drops)")
    }

    @Test("100 000 frames in order each way, at the same time", arguments: Transport.addressed)
    func longRun(transport: Transport) throws {
        let wire = try Wire.open(transport.pair(in: directory))
        try wire.reach()
        try wire.exchange(100_000, of: [60, 64, 1514, 128, 590, 60, 1518, 256], window: transport.window)
    }
}
