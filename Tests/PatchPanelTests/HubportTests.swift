import NetdevOptions
import PatchPanel
import TestSupport
import Testing

/// Netdevs that hubports join, as QEMU's command line has them.
@Suite("hubports of a patch panel", .timeLimit(.minutes(5)))
struct HubportTests {
    private func hubport(_ hub: UInt32, _ netdev: String? = nil) -> NetdevConfiguration {
        NetdevConfiguration(backend: .hubport(HubportOptions(hub: hub, netdev: netdev)))
    }

    private func named(_ id: String, _ outside: Outside) -> NetdevConfiguration {
        NetdevConfiguration(id: id, backend: outside.configuration.backend)
    }

    @Test("netdevs and hubports alone: a hub of three, each with a row of its own")
    func hub() throws {
        let ends = try (0..<3).map { _ in try Outside() }
        let panel = try PatchPanel(
            [
                named("a", ends[0]), named("b", ends[1]), hubport(5, "a"), hubport(5, "b"), hubport(5, "c"),
                named("c", ends[2]),
            ], via: nil)
        defer { panel.close() }
        try ends[1].send([1, 2, 3])
        let result = try panel.run(for: shortly)
        #expect(ends[0].received() == [[1, 2, 3]])
        #expect(ends[1].received().isEmpty)
        #expect(ends[2].received() == [[1, 2, 3]])
        #expect(result.via == "hubport")
        #expect(result.warnings.isEmpty)
        #expect(result.netdevs.map(\.name) == ["a", "b", "hubport.3", "hubport.4", "hubport.5", "c"])
        #expect(result.netdevs[3].sent.frames == 1)
        #expect(result.netdevs[2].received.frames == 1)
        #expect(result.netdevs.map(\.isUp) == Array(repeating: true, count: 6))
        #expect(result.conservation.copies == 1)
        #expect(result.conservation.holds)
        #expect(result.faults.isEmpty)
    }

    @Test("what no hubport names is wired as before: two ends to each other, one of them a port of the hub")
    func wire() throws {
        let ends = try (0..<3).map { _ in try Outside() }
        let panel = try PatchPanel(
            [hubport(0), named("a", ends[0]), named("b", ends[1]), hubport(0, "a")], via: nil)
        defer { panel.close() }
        try ends[0].send([9])
        let result = try panel.run(for: shortly)
        #expect(ends[1].received() == [[9]])
        #expect(result.via == "wire")
        #expect(result.warnings.isEmpty)
    }

    @Test("hubs are by number, and a switch stands between what is left over")
    func twoHubs() throws {
        let ends = try (0..<4).map { _ in try Outside() }
        let panel = try PatchPanel(
            [
                named("a", ends[0]), named("b", ends[1]), hubport(0, "a"), hubport(1, "b"), hubport(0), hubport(1),
                named("c", ends[2]),
            ], via: .switch)
        defer { panel.close() }
        let hello = Sample.broadcast(from: 1, [1])
        try ends[0].send(hello)
        let result = try panel.run(for: shortly)
        #expect(ends[1].received() == [hello])
        #expect(ends[2].received() == [hello])
        #expect(result.via == "switch")
        #expect(result.faults.isEmpty)
    }

    @Test("C11: a netdev without a peer and a hub with one port are warned of, and what comes in there is counted")
    func warnings() throws {
        let ends = [try Outside(), try Outside()]
        let panel = try PatchPanel([named("a", ends[0]), named("b", ends[1]), hubport(3, "a")], via: nil)
        defer { panel.close() }
        try ends[0].send([1])
        try ends[1].send([2])
        let result = try panel.run(for: shortly)
        #expect(
            result.warnings == [
                "hub 3 has one port, `hubport.3`: what comes in there goes nowhere",
                "netdev `b` has no peer: what comes in there goes nowhere",
            ])
        #expect(result.netdevs[1].dropped.map(\.reason) == ["no-peer"])
        #expect(result.netdevs[2].dropped.map(\.reason) == ["no-peer"])
        #expect(result.conservation.holds)
    }

    @Test("C2: a netdev that has a peer already is an error, and nothing is left open")
    func twice() throws {
        let outside = try Outside()
        let error = #expect(throws: PatchPanelError.self) {
            _ = try PatchPanel([named("a", outside), hubport(1, "a"), hubport(2, "a")], via: nil)
        }
        #expect(error?.netdev == 2)
        #expect(error?.description == "netdev 3: 'a' is plugged into hub 1 already")
        // It was not taken over, and so the test's to close.
        #expect(received(by: outside.inner).isEmpty)
    }
}
