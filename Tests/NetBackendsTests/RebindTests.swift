import NICModels
import NetBackends
import NetCore
import NetdevOptions
import TestSupport
import Testing
import WireFormats

/// A NIC changes its backend while it runs; QEMU cannot, and leaves it without carrier for ever (C13).
@Suite("Rebinding a NIC", .tags(.kernel), .timeLimit(.minutes(10)))
struct RebindTests {
    @Test(
        "C13: unplugged from one backend and plugged into another, a NIC hears the new network, and knows of the gap")
    func moves() throws {
        let loop = Loop()
        let driver = try RealTimeDriver(loop: loop)
        let guest = Guest()
        let nic = EmulatedNIC(loop: loop, name: "nic", macAddress: MACAddress(truncating: 0x0200_0000_0001))
        nic.driver = guest
        let networks = try [
            Network(L2TPv3UnderTest(testDescription: "", extra: ""), driver), Network(UnixDgramUnderTest(), driver),
            Network(InetDgramUnderTest(host: "127.0.0.1"), driver),
        ]
        var number = 0
        // There and back again: a backend that was left can be taken up.
        for index in [0, 1, 2, 1, 0] {
            let network = networks[index]
            try nic.port.connect(to: network.near.port)
            try driver.wait { nic.isLinkUp }
            let heard = network.probe.count
            nic.port.send(Numbered.frame(number, byteCount: 60, to: 2, from: 1))
            network.farPort.send(Numbered.frame(number, byteCount: 60, to: 1, from: 2))
            try driver.wait { network.probe.count == heard + 1 && guest.frames.count == number + 1 }
            for other in networks where other.near.port != network.near.port {
                other.farPort.send(Numbered.frame(99, byteCount: 60, to: 1, from: 2))
            }
            _ = try driver.run(until: driver.now + 2_000_000)
            nic.port.disconnect()
            loop.settle()
            #expect(!nic.isLinkUp)
            nic.port.send(Numbered.frame(99, byteCount: 60))
            number += 1
        }
        #expect(guest.frames.map { Numbered.number(of: $0) } == Array(0..<number))
        #expect(guest.links == (0..<number).flatMap { _ in [true, false] })
        #expect(nic.port.counters.drops[.noPeer] == UInt64(number))
        for network in networks { network.close() }
        loop.settle()
        #expect(loop.keptBlocks == 0)
        #expect(loop.audit().isEmpty)
    }

    /// Both ends of a backend, and a probe behind the far one.
    private struct Network {
        let near: BackendEnd
        let far: BackendEnd
        let probe = Probe()
        let farPort: Port

        init(_ backend: any BackendUnderTest, _ driver: RealTimeDriver) throws {
            let (near, openFar) = try backend.openAlone(driver)
            self.near = near
            far = try openFar()
            farPort = driver.loop.makePort(for: probe, name: "far")
            try farPort.connect(to: far.port)
            driver.loop.settle()
        }

        func close() {
            near.close()
            far.close()
        }
    }
}
