import Glibc
import NetdevOptions
import Testing

/// A multicast group, which is a hub without a hub: every frame reaches every other member once.
@Suite("multicast of dgram and socket", .tags(.peer), .needsQEMU, .serialized, .timeLimit(.minutes(1)))
struct MulticastTests {
    /// Ours come to all others, QEMU's to itself too.
    ///
    /// It sends from the port that all are bound to, and cannot tell its own echo. That is awaited here, so that nothing
    /// else can pass for it.
    @Test("two of ours and QEMU hear each other, and ours not themselves", arguments: ["dgram", "socket"])
    func group(type: String) throws {
        var ports = PortReserve()
        let group = InetEndpoint(
            host: "239.\(getpid() >> 8 & 0xff).\(getpid() & 0xff).1", port: try ports.take(.ipv4))
        ports.release()
        let netdev =
            type == "dgram"
            ? Netdev(.multicast(group: group, interface: "127.0.0.1"))
            : Netdev(NetdevConfiguration(backend: .socket(.multicast(group: group, interface: "127.0.0.1"))))
        let qemu = try Program.qemu.open(netdev)
        let first = try Program.subject.open(netdev)
        let second = try Program.subject.open(netdev)
        try Probing([(qemu, first), (first, second), (second, qemu), (qemu, second), (first, qemu), (second, first)])
            .run(within: 10)
        // Long enough that no two are alike: a frame is attributed by its content.
        let lengths = [14, 60, 64, 1514]
        try Exchange(
            [
                Flow("from QEMU", from: qemu, to: [first, second, qemu], FrameSeries(2000, of: lengths, seed: 1)),
                Flow("from the first", from: first, to: [second, qemu], FrameSeries(2000, of: lengths, seed: 2)),
                Flow("from the second", from: second, to: [first, qemu], FrameSeries(2000, of: lengths, seed: 3)),
            ], window: Window(frames: 16)
        ).run()
    }
}
