import NICModels
import NetCore
import Testing
import TestSupport
import WireFormats

@Suite("The receive filter")
struct ReceiveFilterTests {
    /// A filter, made from the one after reset.
    struct Setting: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let make: @Sendable (inout ReceiveFilter) -> Void
        /// Which of ``destinations`` pass.
        let passing: Set<String>
    }

    static let destinations: [(name: String, address: UInt64)] = [
        ("own", 0x0200_0000_0007), ("other", 0x0200_0000_0008), ("extra", 0x0200_0000_0009),
        ("broadcast", 0xffff_ffff_ffff), ("listed group", 0x0100_5e00_0001), ("other group", 0x0100_5e00_0002),
        ("zero", 0),
    ]

    static let settings: [Setting] = [
        Setting(testDescription: "after reset", make: { _ in }, passing: ["own", "broadcast"]),
        Setting(testDescription: "no broadcast", make: { $0.acceptsBroadcast = false }, passing: ["own"]),
        Setting(
            testDescription: "no broadcast, all multicast: broadcast has a switch of its own",
            make: {
                $0.acceptsBroadcast = false
                $0.acceptsAllMulticast = true
            }, passing: ["own", "listed group", "other group"]),
        Setting(
            testDescription: "one more station",
            make: { $0.unicastAddresses = [MACAddress(truncating: 0x0200_0000_0009)] },
            passing: ["own", "extra", "broadcast"]),
        Setting(
            testDescription: "one group",
            make: { $0.multicastAddresses = [MACAddress(truncating: 0x0100_5e00_0001)] },
            passing: ["own", "listed group", "broadcast"]),
        Setting(
            testDescription: "all multicast", make: { $0.acceptsAllMulticast = true },
            passing: ["own", "listed group", "other group", "broadcast"]),
        Setting(
            testDescription: "a group in the list of stations is none",
            make: { $0.unicastAddresses = [MACAddress(truncating: 0x0100_5e00_0001)] }, passing: ["own", "broadcast"]),
        Setting(
            testDescription: "promiscuous",
            make: {
                $0.isPromiscuous = true
                $0.acceptsBroadcast = false
            }, passing: Set(destinations.map(\.name))),
    ]

    @Test("what passes, and what is counted as filtered", arguments: settings)
    func passes(_ setting: Setting) throws {
        let bench = try NICBench()
        setting.make(&bench.nic.filter)
        var passed: Set<String> = []
        for (name, address) in Self.destinations {
            let before = bench.driver.frames.count
            let destination = [UInt8](atMost: 6) { MACAddress(truncating: address).write(into: &$0) }
            bench.far.send(destination + [2, 0, 0, 0, 0, 1, 0x88, 0xb5])
            bench.loop.settle()
            if bench.driver.frames.count > before { passed.insert(name) }
        }
        #expect(passed == setting.passing)
        let refused = UInt64(Self.destinations.count - setting.passing.count)
        #expect(bench.nic.port.counters.drops[.filtered] == refused)
        #expect(bench.nic.port.counters.drops.total == refused)
        #expect(bench.loop.audit().isEmpty)
    }

    @Test("a frame that ends inside its Ethernet header is a runt, also in promiscuous mode", arguments: 0..<14)
    func runts(byteCount: Int) throws {
        let bench = try NICBench()
        bench.nic.filter.isPromiscuous = true
        bench.far.send(Array(Sample.frame(to: 7, from: 1).prefix(byteCount)))
        bench.far.send(Sample.frame(to: 7, from: 1))
        bench.loop.settle()
        #expect(bench.nic.port.counters.drops[.runt] == 1)
        #expect(bench.driver.frames == [Sample.frame(to: 7, from: 1)])
        #expect(bench.loop.audit().isEmpty)
    }
}
