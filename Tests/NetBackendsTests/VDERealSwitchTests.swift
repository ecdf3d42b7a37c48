import Foundation
import LinuxNet
import NetCore
import NetdevOptions
import TestSupport
import Testing

@testable import NetBackends

/// Plugs of ours in a vde_switch.
@Suite(
    "VDE with a real vde_switch", .tags(.kernel), .timeLimit(.minutes(5)),
    .enabled(if: RealSwitch.isThere, RealSwitch.comment))
struct VDERealSwitchTests {
    private let paths: TemporaryDirectory
    private let driver: RealTimeDriver

    init() throws {
        paths = try TemporaryDirectory()
        driver = try RealTimeDriver(loop: Loop())
    }

    private var directory: String { paths["ctl.d"] }

    private func start(_ arguments: String...) throws -> RealSwitch {
        try RealSwitch(in: directory, arguments) { condition in try? driver.keepLooking { condition() } }
    }

    @Test("2000 frames each way through a hub: all, in order, to the byte, at every size that it takes")
    func integrity() throws {
        let hub = try start("-hub")
        let (one, two) = (
            try VDEOutlet.plugged(.init(sock: directory), on: driver),
            try VDEOutlet.plugged(.init(sock: "vde://\(directory)"), on: driver)
        )
        var random = SplitMix64(seed: 3)
        let there = (0..<2000).map { Sample.frame(to: 2, from: 1) + random.bytes($0 % 1505) }
        let back = (0..<2000).map { Sample.frame(to: 1, from: 2) + random.bytes(($0 * 7) % 1505) }
        for batch in stride(from: 0, to: 2000, by: 20) {
            try one.send(Array(there[batch..<batch + 20]))
            try two.send(Array(back[batch..<batch + 20]))
            try driver.wait { one.probe.count == batch + 20 && two.probe.count == batch + 20 }
        }
        #expect(two.probe.frames == there && one.probe.frames == back)
        #expect(driver.loop.audit().isEmpty)
        hub.kill()
    }

    @Test("V4: what a vde_switch would cut is counted, and what it takes arrives whole")
    func oversize() throws {
        let hub = try start("-hub")
        let (one, two) = (
            try VDEOutlet.plugged(.init(sock: directory), on: driver),
            try VDEOutlet.plugged(.init(sock: directory), on: driver)
        )
        let longest = Sample.frame(to: 2, from: 1) + [UInt8](repeating: 7, count: 1504)
        try one.send([longest + [8], longest])
        try driver.wait { two.probe.count == 1 }
        #expect(two.probe.frames == [longest])
        #expect(one.backend.port.counters.drops[.oversize] == 1)
        // Who says so may have it cut.
        let other = try VDEOutlet.plugged(.init(sock: directory, frameLimit: 9018), on: driver)
        try other.send([longest + [8]])
        try driver.wait { two.probe.count == 2 }
        #expect(two.probe.frames[1] == longest)
        hub.kill()
    }

    @Test("V2: a switch that is killed takes the link down; when it is there again, so is the link")
    func killed() throws {
        var hub = try start("-hub")
        let (one, two) = (
            try VDEOutlet.plugged(.init(sock: directory), on: driver),
            try VDEOutlet.plugged(.init(sock: directory), on: driver)
        )
        for round in 0..<2 {
            hub.kill()
            try driver.wait { !one.port.hasCarrier && !two.port.hasCarrier }
            hub = try start("-hub")
            try driver.wait { one.port.hasCarrier && two.port.hasCarrier }
            try one.send([Sample.frame(to: 2, from: 1, Sample.number(round))])
            try driver.wait { two.probe.count == round + 1 }
        }
        #expect(two.probe.frames.map(Sample.number(in:)) == [0, 1])
        one.backend.close()
        two.backend.close()
        #expect(paths.names == ["ctl.d"])
        hub.kill()
    }

    @Test("V1: a vde_switch that is stopped holds frames back, and loses none of them")
    func stopped() throws {
        let hub = try start("-hub")
        let (one, two) = (
            try VDEOutlet.plugged(.init(sock: directory), on: driver),
            try VDEOutlet.plugged(.init(sock: directory), on: driver)
        )
        hub.stop()
        var sent = 0
        while sent < 400, one.port.send(Sample.frame(to: 2, from: 1, Sample.number(sent))) == .open { sent += 1 }
        _ = try driver.run(until: driver.now + 5_000_000)
        #expect(two.probe.count == 0)
        hub.proceed()
        try driver.wait { one.backend.sent.frames == UInt64(sent) && two.probe.count > 0 }
        // Behind the switch there may be gaps: it drops by itself what a plug does not read at once.
        let numbers = two.probe.frames.map(Sample.number(in:))
        #expect(zip(numbers, numbers.dropFirst()).allSatisfy(<))
        #expect(one.backend.port.counters.drops.total == 0)
        hub.kill()
    }
}

/// Networks of libvdeplug's modules.
@Suite("VDE through libvdeplug", .tags(.kernel), .timeLimit(.minutes(5)))
struct VDELibraryTests {
    private let paths: TemporaryDirectory
    private let driver: RealTimeDriver

    init() throws {
        paths = try TemporaryDirectory()
        driver = try RealTimeDriver(loop: Loop())
    }

    @Test("frames both ways on a point-to-point cable: in order, to the byte")
    func pointToPoint() throws {
        let one = try VDEOutlet(plug: .init(sock: "ptp://\(paths["cable"])"), on: driver)
        let two = try VDEOutlet(plug: .init(sock: "ptp://\(paths["cable"])"), on: driver)
        #expect(one.backend.summary == "sock=ptp://\(paths["cable"])")
        var random = SplitMix64(seed: 4)
        let there = (0..<600).map { Sample.frame(to: 2, from: 1) + random.bytes($0) }
        let back = (0..<600).map { Sample.frame(to: 1, from: 2) + random.bytes(1486 - $0) }
        for batch in stride(from: 0, to: 600, by: 5) {
            try one.send(Array(there[batch..<batch + 5]))
            try two.send(Array(back[batch..<batch + 5]))
            try driver.wait { one.probe.count == batch + 5 && two.probe.count == batch + 5 }
        }
        #expect(two.probe.frames == there && one.probe.frames == back)
        #expect(one.backend.sent.frames == 600)
        #expect(driver.loop.audit().isEmpty)
        one.backend.close()
        two.backend.close()
        #expect(paths.names.isEmpty)
    }

    @Test("frames that are longer than the library has in mind are counted, empty ones too")
    func bounds() throws {
        let one = try VDEOutlet(plug: .init(sock: "null://"), on: driver)
        one.port.send([UInt8](repeating: 1, count: 9235))
        one.port.send([])
        one.port.send([UInt8](repeating: 1, count: 9234))
        driver.loop.settle()
        let drops = one.backend.port.counters.drops
        #expect(drops[.oversize] == 1 && drops[.runt] == 1 && drops.total == 2)
        #expect(one.backend.sent == SentCounts(frames: 1, bytes: 9234))
        one.backend.close()
    }

    @Test("V6: a plug says where it is plugged in, also where nothing was said")
    func summary() throws {
        // The library may find a network by itself, or not; either way its name is known.
        let words: String
        do throws(BackendError) {
            let backend = try VDEBackend.open(.init(), name: "x", driver: driver)
            words = backend.summary
            backend.close()
        } catch {
            words = error.description
        }
        #expect(words.contains("sock=default"))
    }

    @Test("a network that no module knows is refused with what helps, and leaves no port")
    func unknownModule() throws {
        let error = #expect(throws: BackendError.self) {
            _ = try VDEBackend.open(.init(sock: "nosuchmodule://x"), name: "x", driver: driver)
        }
        #expect(error?.description.contains("man libvdeplug_MODULE") == true)
        #expect(driver.loop.ports.isEmpty)
    }

    @Test("V5: a program at the other end that has ended takes the link down, and nothing spins")
    func ended() throws {
        let one = try VDEOutlet(plug: .init(sock: "cmd://true"), on: driver)
        try driver.wait { !one.port.hasCarrier || one.probe.carriers.contains(false) }
        let calls = one.backend.systemCalls.receive
        _ = try driver.run(until: driver.now + 20_000_000)
        #expect(one.backend.systemCalls.receive - calls < 200)
        one.backend.close()
    }

    @Test("a network that there is not is refused with what helps")
    func nowhere() {
        let error = #expect(throws: BackendError.self) {
            _ = try VDEBackend.open(.init(sock: "nosuchmodule:///x"), name: "x", driver: driver)
        }
        #expect(error?.description.hasPrefix("could not open sock=nosuchmodule:///x: ") == true)
        #expect(error?.description.contains("man libvdeplug_MODULE") == true)
        #expect(driver.loop.ports.isEmpty)
    }
}
