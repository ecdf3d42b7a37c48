import Foundation
import NetdevOptions
import TestSupport
import Testing

extension Trait where Self == ConditionTrait {
    /// Needs a vde_switch and a vde_plug.
    fileprivate static var needsVDE: Self {
        .enabled(if: VDETools.areThere, "needs vde_switch and vde_plug: vde2 and vdeplug on Debian")
    }
}

private enum VDETools {
    static let areThere = ["vde_switch", "vde_plug"].allSatisfy { name in
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
        }
    }
}

/// VDE networks with programs of others in them: a vde_switch, QEMU's vde netdev, vde_plug.
@Suite("vde", .tags(.peer), .needsQEMU, .needsVDE, .serialized, .timeLimit(.minutes(2)))
struct VDETests {
    /// Every size from a header's, which a vde_switch wants, to that of Ethernet.
    private static let sizes = Array(14...1514)
    /// What fits into the queues of unix sockets that are not each other's peers.
    private static let window = Window(frames: 8)

    private let directory: TemporaryDirectory
    private var lan: String { directory["lan.ctl"] }

    init() throws {
        directory = try TemporaryDirectory()
    }

    // MARK: Parts

    private func netdev(_ text: String, qemu: String = "") throws -> Netdev {
        Netdev(wirework: try NetdevSpecification.parse(text).optionString, qemu: qemu)
    }

    private var plug: Netdev { Netdev(wirework: "vde,sock=\(lan)", qemu: "vde,sock=\(lan)") }

    /// A switch of ours with a station at its own port.
    private func open(_ text: String, at path: String) throws -> Station {
        let station = try Program.wirework.open(try netdev(text))
        #expect(eventually { isThere(path) }, "\(station.account)")
        return station
    }

    /// Whether a switch listens in a directory; it is told a request that it refuses.
    private func isThere(_ path: String) -> Bool {
        let probe = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { close(probe) }
        return withUnixName("\(path)/ctl") { connect(probe, $0, $1) } == 0
    }

    private func exchange(_ wire: Wire, _ count: Int = 1501) throws {
        try wire.reach()
        try wire.exchange(count, of: Self.sizes, window: Self.window)
    }

    // MARK: Tests

    @Test("QEMU in a switch of ours, at every length, byte for byte", arguments: ["on", "off"])
    func qemu(hub: String) throws {
        let near = try open("vde-switch,sock=\(lan),hub=\(hub)", at: lan)
        let wire = Wire(name: "vde-switch", left: near, right: try Program.qemu.open(plug))
        try exchange(wire)
        // QEMU's own socket stands in the directory for as long as it runs.
        wire.right.program.finish(with: SIGTERM)
        #expect(near.program.finish(with: SIGTERM) == .status(0), "\(near.account)")
        #expect(directory.names.isEmpty)
    }

    @Test("a second Wirework in a switch of ours, frames longer than a vde_switch takes among them")
    func wirework() throws {
        let near = try open("vde-switch,sock=\(lan)", at: lan)
        let wire = Wire(name: "vde-switch", left: near, right: try Program.wirework.open(plug))
        try exchange(wire)
        try wire.exchange(40, of: [14, 1518, 1519, 9018, 40_000, 65_553], window: Self.window)
    }

    @Test("QEMU and a second Wirework in a hub of ours: each frame at both others, in order")
    func three() throws {
        let node = try open("vde-switch,sock=\(lan),hub=on", at: lan)
        let (qemu, ours) = (try Program.qemu.open(plug), try Program.wirework.open(plug))
        try Wire.reach([
            Wire(name: "to QEMU", left: node, right: qemu), Wire(name: "to Wirework", left: node, right: ours),
        ])
        for (source, sinks) in [(node, [qemu, ours]), (qemu, [node, ours]), (ours, [node, qemu])] {
            let flow = Flow("from \(source.name)", from: source, to: sinks, FrameSeries(600, of: Self.sizes, seed: 5))
            try Exchange([flow], window: Self.window).run()
        }
    }

    @Test("a vde_plug as a cable between two switches of ours")
    func cable() throws {
        let other = directory["other.ctl"]
        let near = try open("vde-switch,sock=\(lan)", at: lan)
        let far = try open("vde-switch,sock=\(other)", at: other)
        let cable = try RunningProgram(["vde_plug", "vde://\(lan)", "vde://\(other)"])
        try exchange(Wire(name: "vde_plug", left: near, right: far))
        #expect(cable.poll() == nil, "\(cable.account)")
    }

    @Test("a vde_plug from a switch of ours to a plug of ours on libvdeplug's point-to-point socket")
    func library() throws {
        let near = try open("vde-switch,sock=\(lan)", at: lan)
        let cable = try RunningProgram(["vde_plug", "vde://\(lan)", "ptp://\(directory["cable"])"])
        let far = try Program.wirework.open(try netdev("vde,sock=ptp://\(directory["cable"])"))
        try exchange(Wire(name: "ptp", left: near, right: far))
        #expect(cable.poll() == nil, "\(cable.account)")
    }

    @Test("QEMU and a plug of ours in a vde_switch, at every length, byte for byte")
    func realSwitch() throws {
        // It ends with its input, so that stays open.
        let hub = try RunningProgram(["sh", "-c", "sleep 60 | exec vde_switch -sock \(lan) -hub"])
        #expect(eventually { isThere(lan) }, "\(hub.account)")
        let pair = NetdevPair(name: "vde_switch", left: plug, right: plug)
        try exchange(try Wire.open(pair))
    }

    @Test("a switch of ours that is killed leaves nothing after the next, and plugs come back to that")
    func killed() throws {
        let first = try open("vde-switch,sock=\(lan)", at: lan)
        let far = try Program.wirework.open(plug)
        let wire = Wire(name: "vde-switch", left: first, right: far)
        try wire.reach()
        first.program.finish(with: SIGKILL)
        #expect(directory.names == ["lan.ctl"])
        let next = try open("vde-switch,sock=\(lan)", at: lan)
        try exchange(Wire(name: "vde-switch", left: next, right: far), 200)
        // A plug that is killed is swept by the next switch, if by nobody before.
        far.program.finish(with: SIGKILL)
        next.program.finish(with: SIGKILL)
        let last = try open("vde-switch,sock=\(lan)", at: lan)
        #expect(last.program.finish(with: SIGTERM) == .status(0), "\(last.account)")
        #expect(directory.names.isEmpty)
    }
}
