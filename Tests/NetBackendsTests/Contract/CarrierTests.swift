import NICModels
import NetBackends
import NetCore
import TestSupport
import Testing
import WireFormats

/// Carrier is the transport's where the transport has a state, and always there where it has none.
@Suite("The contract of backends: link state", .tags(.kernel), .timeLimit(.minutes(10)))
struct CarrierTests {
    @Test(
        "carrier goes with the far end and comes with it, and a NIC is told; meanwhile frames end as link-down",
        arguments: backends.filter(\.tellsCarrier))
    func follows(_ backend: any BackendUnderTest) throws {
        let bench = try NICOnBackend(backend)
        #expect(!bench.nic.isLinkUp)
        bench.send(3)
        #expect(bench.nic.port.counters.drops[.linkDown] == 3)
        for round in 1...3 {
            let far = try bench.openFar()
            try bench.driver.wait { bench.nic.isLinkUp }
            far.close()
            try bench.driver.wait { !bench.nic.isLinkUp }
            bench.send(1)
            #expect(bench.nic.port.counters.drops[.linkDown] == UInt64(3 + round))
        }
        #expect(bench.guest.links == [true, false, true, false, true, false])
        #expect(bench.driver.loop.audit().isEmpty)
    }

    @Test("a transport without a state has carrier throughout", arguments: backends.filter { !$0.tellsCarrier })
    func constant(_ backend: any BackendUnderTest) throws {
        let bench = try NICOnBackend(backend)
        let far = try bench.openFar()
        _ = try bench.driver.run(until: bench.driver.now + 2_000_000)
        far.close()
        _ = try bench.driver.run(until: bench.driver.now + 2_000_000)
        #expect(bench.guest.links == [true])
    }

    @Test(
        "T2: what others do to the link does not put up what the transport has down",
        arguments: backends.filter(\.tellsCarrier)
    )
    func notOverridden(_ backend: any BackendUnderTest) throws {
        let bench = try NICOnBackend(backend)
        for block in [Port.Block.announced, .silent, .none] {
            bench.near.port.setBlock(block)
            bench.nic.port.setBlock(block)
            bench.nic.port.setUp(block == .none)
            bench.send(1)
            #expect(!bench.nic.isLinkUp)
        }
        bench.nic.port.setUp(true)
        bench.send(1)
        #expect(bench.nic.port.counters.drops[.linkDown] == 4)
        let far = try bench.openFar()
        try bench.driver.wait { bench.nic.isLinkUp }
        bench.nic.port.setUp(false)
        #expect(!bench.nic.isLinkUp, "and what is set down here stays down")
        far.close()
    }
}

/// A guest's driver that writes down what it is told.
final class Guest: NICDriver {
    private(set) var frames: [[UInt8]] = []
    private(set) var links: [Bool] = []

    func received(_ frame: Frame, on nic: any NICDevice) -> DropReason? {
        frames.append(frame.copied)
        return nil
    }

    func linkChanged(on nic: any NICDevice) { links.append(nic.isLinkUp) }
    func hasTransmitRoom(on nic: any NICDevice) {}
}

/// A NIC, station 02:00:00:00:00:01, at the near end of a backend.
private struct NICOnBackend {
    let driver: RealTimeDriver
    let near: BackendEnd
    let openFar: () throws -> BackendEnd
    let guest = Guest()
    let nic: EmulatedNIC

    init(_ backend: any BackendUnderTest) throws {
        driver = try RealTimeDriver(loop: Loop())
        (near, openFar) = try backend.openAlone(driver)
        nic = EmulatedNIC(
            loop: driver.loop, name: "nic", macAddress: MACAddress(truncating: 0x0200_0000_0001))
        nic.driver = guest
        try nic.port.connect(to: near.port)
        driver.loop.settle()
    }

    func send(_ count: Int) {
        for number in 0..<count { nic.port.send(Numbered.frame(number, byteCount: 60)) }
        driver.loop.settle()
    }
}
