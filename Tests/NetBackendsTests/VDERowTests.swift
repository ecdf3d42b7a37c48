import Glibc
import LinuxNet
import NetCore
import NetdevOptions
import TestSupport
import Testing

@testable import NetBackends

/// The defects of QEMU's vde, each with what is to happen instead.
@Suite("Rows V1 to V8: a plug of a VDE switch", .tags(.kernel), .timeLimit(.minutes(5)))
struct VDERowTests {
    private let paths: TemporaryDirectory
    private let driver: RealTimeDriver

    init() throws {
        paths = try TemporaryDirectory()
        driver = try RealTimeDriver(loop: Loop())
    }

    private var directory: String { paths["ctl.d"] }

    /// A switch that a test plays, with a plug in it.
    private func plugged(_ options: VDEOptions) throws -> (PlayedSwitch, VDEOutlet) {
        let played = try PlayedSwitch(in: directory)
        let outlet = try VDEOutlet(plug: options, on: driver)
        try played.accept()
        try played.answer()
        try driver.wait { outlet.port.hasCarrier }
        return (played, outlet)
    }

    private func frames(_ range: Range<Int>) -> [[UInt8]] {
        range.map { Sample.frame(to: 2, from: 1, Sample.number($0)) }
    }

    @Test("V1: a switch that drains nothing holds frames back, not the loop; when it does, all arrive in order")
    func neverBlocks() throws {
        let (played, outlet) = try plugged(.init(sock: directory))
        var sent = 0
        while outlet.port.send(frames(sent..<sent + 1)[0]) == .open { sent += 1 }
        sent += 1
        let start = driver.now
        _ = try driver.run(until: start + 20_000_000)
        #expect(driver.now - start < 2_000_000_000)
        #expect(outlet.backend.port.queuedFrames > 0)
        var received: [[UInt8]] = []
        try driver.keepLooking {
            received += played.received()
            return received.count == sent
        }
        #expect(received == frames(0..<sent))
        #expect(outlet.backend.port.counters.drops.total == 0)
        #expect(driver.loop.audit().isEmpty)
        played.die()
    }

    @Test("V2: the switch's death takes the link down, and its successor's coming brings it up")
    func death() throws {
        let (played, outlet) = try plugged(.init(sock: directory))
        try outlet.send(frames(0..<3))
        played.die()
        try driver.wait { !outlet.port.hasCarrier }
        #expect(outlet.probe.carriers == [true, false])
        outlet.port.send(frames(3..<4)[0])
        #expect(outlet.port.counters.drops[DropReason.linkDown] == 1)
        for round in 2..<4 {
            let successor = try PlayedSwitch(in: directory)
            // Its attempts have come to a pause of two tenths of a second at most.
            try driver.keepLooking { successor.hasKnock }
            try successor.accept()
            try successor.answer()
            try driver.wait { outlet.port.hasCarrier }
            try outlet.send(frames(10..<15))
            var received: [[UInt8]] = []
            try driver.keepLooking {
                received += successor.received()
                return received.count == 5
            }
            #expect(received == frames(10..<15))
            #expect((outlet.backend as? VDEBackend)?.connections == round)
            successor.die()
            try driver.wait { !outlet.port.hasCarrier }
        }
        #expect(driver.loop.audit().isEmpty)
    }

    @Test("V2: what waited for a switch that died is counted, and not told to the next")
    func stale() throws {
        let (played, outlet) = try plugged(.init(sock: directory))
        while outlet.port.send(frames(0..<1)[0]) == .open {}
        _ = try driver.run(until: driver.now + 1_000_000)
        let waiting = outlet.backend.port.queuedFrames
        #expect(waiting > 0)
        played.die()
        try driver.wait { !outlet.port.hasCarrier && outlet.backend.port.queuedFrames == 0 }
        let drops = outlet.backend.port.counters.drops
        #expect(drops[.linkDown] + drops[.noPeer] == UInt64(waiting))
        #expect(drops.total == UInt64(waiting))
        #expect(driver.loop.audit().isEmpty)
    }

    @Test("V3: a receiver that takes nothing is waited for; nothing that the kernel holds is lost")
    func backpressure() throws {
        let (played, outlet) = try plugged(.init(sock: directory))
        outlet.probe.quota = 0
        outlet.port.setBound(frames: 4, bytes: 1 << 20)
        var sent = 0
        while sent < 5000, played.send(frames(sent..<sent + 1)[0]) {
            sent += 1
            _ = try driver.run(until: driver.now)
        }
        #expect(sent < 5000)
        outlet.probe.quota = nil
        outlet.port.resume()
        try driver.wait { outlet.probe.count == sent }
        #expect(outlet.probe.frames == frames(0..<sent))
        #expect(outlet.backend.port.counters.drops.total == 0)
        played.die()
    }

    @Test("V4: a frame that the switch would cut is counted as oversize; frame-limit says what is cut")
    func oversize() throws {
        for (limit, longest) in [(nil, 1518), (9018, 9018), (60, 60)] as [(Int?, Int)] {
            let (played, outlet) = try plugged(.init(sock: directory, frameLimit: limit))
            let whole = [UInt8](repeating: 0x11, count: longest)
            try outlet.send([whole, whole + [0x22], [1, 2, 3]])
            var received: [[UInt8]] = []
            try driver.keepLooking {
                received += played.received()
                return received.count == 2
            }
            #expect(received == [whole, [1, 2, 3]])
            #expect(outlet.backend.port.counters.drops[.oversize] == 1)
            #expect(outlet.backend.counters.sent == SentCounts(frames: 2, bytes: UInt64(longest + 3)))
            outlet.backend.close()
            played.die()
        }
    }

    @Test("V5: an answer that is none, or none at all, is an end: the next attempt comes later, and nothing spins")
    func endless() throws {
        let played = try PlayedSwitch(in: directory)
        let outlet = try VDEOutlet(plug: .init(sock: directory), on: driver)
        try played.accept()
        let nonsense = [UInt8](repeating: 0x20, count: 110)
        #expect(Glibc.send(played.control, nonsense, 110, 0) == 110)
        try driver.keepLooking { played.hasKnock }
        #expect(!outlet.port.hasCarrier)
        // A datagram of no bytes is how old plugs and switches say goodbye, and changes nothing.
        try played.accept()
        try played.answer()
        try driver.wait { outlet.port.hasCarrier }
        #expect(played.send([]) && played.send([7, 7]))
        try driver.wait { outlet.probe.count == 1 }
        let calls = outlet.backend.systemCalls.receive
        _ = try driver.run(until: driver.now + 20_000_000)
        #expect(outlet.backend.systemCalls.receive - calls < 3)
        played.die()
    }

    @Test("V6: a plug says where it is plugged in")
    func summary() throws {
        let (played, outlet) = try plugged(.init(sock: directory, port: 3))
        #expect(outlet.backend.summary == "sock=\(directory),port=3")
        #expect(played.request[8...11] == [0, 3, 0, 0])
        played.die()
    }

    @Test("V7: a plug's own socket goes with it, and what killed ones have left goes with the next")
    func stalePaths() throws {
        mkdir(directory, 0o700)
        // What kill -9 leaves: the file, and nobody bound to it. Another program's plug, too, is left alone.
        for name in [".wirework-1-0", ".00001-00000"] {
            let socket = Glibc.socket(AF_UNIX, 2, 0)
            try #require(withUnixName("\(directory)/\(name)") { bind(socket, $0, $1) } == 0)
            Glibc.close(socket)
        }
        let live = Glibc.socket(AF_UNIX, 2, 0)
        defer { Glibc.close(live) }
        try #require(withUnixName("\(directory)/.wirework-2-0") { bind(live, $0, $1) } == 0)
        let (played, outlet) = try plugged(.init(sock: directory))
        #expect(access("\(directory)/.wirework-1-0", F_OK) == -1)
        #expect(access("\(directory)/.wirework-2-0", F_OK) == 0)
        #expect(access("\(directory)/.00001-00000", F_OK) == 0)
        #expect(played.plugPath == "\(directory)/.wirework-\(getpid())-0")
        outlet.backend.close()
        #expect(access(played.plugPath, F_OK) == -1)
        played.die()
    }

    @Test("V8: mode and group are those of the plug's own socket, to which the switch sends")
    func permissions() throws {
        for mode in [0o600, 0o770, 0o777] as [UInt16] {
            let (played, outlet) = try plugged(.init(sock: directory, group: "\(getgid())", mode: mode))
            var facts = stat()
            #expect(lstat(played.plugPath, &facts) == 0)
            #expect(facts.st_mode & 0o777 == mode_t(mode) && facts.st_gid == getgid())
            outlet.backend.close()
            played.die()
        }
        let error = #expect(throws: BackendError.self) {
            _ = try VDEBackend.open(.init(sock: directory, group: "no-such-group"), name: "x", driver: driver)
        }
        #expect(error?.description.hasPrefix("group: there is no group 'no-such-group' here") == true)
    }

    @Test("without a switch it is refused, with what helps")
    func nobody() throws {
        for make in [false, true] {
            if make { try PlayedSwitch(in: directory).die() }
            let error = #expect(throws: BackendError.self) {
                _ = try VDEBackend.open(.init(sock: directory), name: "x", driver: driver)
            }
            #expect(error?.description.hasPrefix("could not connect to \(directory)/ctl: ") == true)
            #expect(error?.description.contains("no switch listens there; start it first") == true)
            #expect(driver.loop.ports.isEmpty)
        }
    }

    @Test("closed while it asks, and while frames wait, it leaves nothing")
    func closing() throws {
        let played = try PlayedSwitch(in: directory)
        let asking = try VDEOutlet(plug: .init(sock: directory), on: driver)
        asking.backend.close()
        _ = try driver.run(until: driver.now + 1_000_000)
        played.die()
        let (second, outlet) = try plugged(.init(sock: directory))
        while outlet.port.send([1, 2, 3]) == .open {}
        outlet.backend.close()
        driver.loop.settle()
        #expect(driver.loop.keptBlocks == 0)
        #expect(driver.loop.audit().isEmpty)
        second.die()
        #expect(paths.names == ["ctl.d"])
        let left = try #require(opendir(directory))
        defer { closedir(left) }
        var names: [String] = []
        while let entry = readdir(left) {
            names.append(
                withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        #expect(names.filter { $0.hasPrefix(".wirework") }.isEmpty)
    }
}
