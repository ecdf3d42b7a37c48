import NetdevOptions
import TestSupport
import Testing

/// Our hub between netdevs, and QEMU's hubs at their far ends.
@Suite("hubports between netdevs", .tags(.peer), .needsQEMU, .serialized, .timeLimit(.minutes(1)))
struct HubportTests {
    let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test("three netdevs on one hub, two of QEMU's at the far ends: each hears the other two, byte for byte")
    func hub() throws {
        let unix = try Transport.unix.pair(in: directory)
        let tunnel = try Transport.l2tpv3.pair(in: directory)
        let far = try Program.qemu.open([unix.right, tunnel.right])
        let (near, inherited) = try Descriptor.datagramPair()
        let command = [
            try Program.wireworkPath(), "connect", "dgram,id=a,local.type=fd,local.str=\(inherited.number)",
            unix.left.wirework + ",id=b", tunnel.left.wirework + ",id=c", "hubport,id=h0,hubid=0,netdev=a",
            "hubport,id=h1,hubid=0,netdev=b", "hubport,id=h2,hubid=0,netdev=c",
        ]
        let ours = Station(
            near, of: try RunningProgram(command, inheriting: [inherited]), named: "wirework", joinedWith: "a hub")
        let stations = [ours, far[0], far[1]]
        try Probing(
            stations.indices.flatMap { from in
                stations.indices.filter { $0 != from }.map { (stations[from], stations[$0]) }
            }
        ).run(within: 10)
        let flows = stations.indices.map { from in
            Flow(
                "from \(from)", from: stations[from], to: stations.indices.filter { $0 != from }.map { stations[$0] },
                FrameSeries(1000, of: [14, 60, 64, 1514], seed: UInt64(from) + 1))
        }
        try Exchange(flows, window: Window(frames: 4)).run()
        #expect(!ours.program.diagnostics.contains("warning"), "\(ours.account)")
    }
}
