import LinuxNet
import NetBackends
import NetCore
import NetdevOptions
import Pseudowires
import TestSupport
import Testing
import Tunnels

/// The staged form, an end on ports, and the fused form, a backend, write the same bytes.
@Suite("Both forms of an L2TPv3 end", .tags(.kernel), .timeLimit(.minutes(10)))
struct BothFormsTests {
    /// Random options behind the sessions.
    private func options(_ random: inout SplitMix64) -> String {
        var text = ""
        switch Int.random(in: 0..<3, using: &random) {
        case 0: break
        case 1: text += ",txcookie=\(UInt32.random(in: 0 ... .max, using: &random)),rxcookie=5"
        default: text += ",cookie64=on,txcookie=\(UInt64.random(in: 0 ... .max, using: &random)),rxcookie=5"
        }
        text += ",sublayer=\(["none", "counter", "pinned", "default"].randomElement(using: &random) ?? "none")"
        return text + ",offset=\(Int.random(in: 0...256, using: &random))"
    }

    @Test("the same frames give the same datagrams", arguments: 0..<40)
    func sameBytes(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let driver = try RealTimeDriver(loop: Loop())
        let peer = try PlainPeer()
        let text =
            "l2tpv3,src=127.0.0.1,dst=127.0.0.1,udp=on,srcport=0,dstport=\(peer.address.port),"
            + "txsession=\(UInt32.random(in: 1 ... .max, using: &random)),rxsession=2" + options(&random)
        guard case .l2tpv3(let options) = try NetdevSpecification.parse(text).backend else { return }
        let fused = try L2TPv3Backend.open(options, name: "fused", driver: driver)
        defer { fused.close() }
        let staged = L2TPv3End(loop: driver.loop, name: "staged", configuration: L2TPv3Configuration(options))
        let wire = Probe()
        let (toFused, toStaged, wirePort) = (
            driver.loop.makePort(for: Probe()), driver.loop.makePort(for: Probe()), driver.loop.makePort(for: wire)
        )
        try toFused.connect(to: fused.port)
        try toStaged.connect(to: staged.inner)
        try wirePort.connect(to: staged.outer)
        driver.loop.settle()

        var observed: [[UInt8]] = []
        for _ in 0..<12 {
            // Bursts of equal lengths, which the kernel is given as runs, and of mixed ones; some empty or too long.
            let isEven = Bool.random(using: &random)
            let common = Int.random(in: 1...1514, using: &random)
            for _ in 0..<Int.random(in: 1...40, using: &random) {
                let byteCount = isEven ? common : Int.random(in: 0...1800, using: &random)
                let frame = random.bytes(byteCount)
                toFused.send(frame)
                toStaged.send(frame)
            }
            driver.loop.settle()
            observed += peer.received()
        }
        for byteCount in [65_000, 65_553, 1] {
            let frame = random.bytes(byteCount)
            toFused.send(frame)
            toStaged.send(frame)
            driver.loop.settle()
            observed += peer.received()
        }
        #expect(observed == wire.frames)
        #expect(wire.frames.count > 12)
        for reason in DropReason.allCases {
            #expect(fused.port.counters.drops[reason] == staged.inner.counters.drops[reason], "\(reason.name)")
        }
        #expect(driver.loop.audit().isEmpty)
    }
}
