import Foundation
import TestSupport
import Testing

@Suite("Runs side by side", .timeLimit(.minutes(5)))
struct SideBySideTests {
    /// Links of every kind that needs no right, one behind the other.
    static let text = """
        version: 1
        params: { count: 5 }
        topology:
          nodes: { h1: host, h2: host, "s[1..7]": switch }
          links:
            - { id: tunnel, kind: l2tpv3, endpoints: [h1, s1] }
            - { id: cable, kind: dgram, endpoints: [s1, s2] }
            - { id: local, kind: dgram, endpoints: [s2, s3], options: { local.type: unix } }
            - { id: bytes, kind: stream, endpoints: [s3, s4] }
            - { id: pipe, kind: stream, endpoints: [s4, s5], options: { addr.type: unix } }
            - { id: old, kind: socket, endpoints: [s5, s6], options: { udp: ":1234" } }
            - { id: group, kind: mcast, endpoints: [s6, s7] }
            - { id: plugs, kind: vde, endpoints: [s7, h2] }
        traffic:
          hello: { kind: ping, from: h1, to: h2, count: "${count}" }
          there: { kind: udp, from: h1, to: h2, count: 20, interval: 1ms }
        expect:
          - hello: { delivered: all }
          - there: { delivered: all, duplicates: 0 }
          - dropped: { count: 0 }
        """

    /// What stands below a directory, files and sockets too.
    private func everything(in directory: TemporaryDirectory) -> [String] {
        FileManager.default.enumerator(atPath: directory.path)?.compactMap { $0 as? String }.sorted() ?? []
    }

    @Test("sixty-four of the same file all pass, and leave nothing")
    func sixtyFour() throws {
        let (directory, runtime) = (try TemporaryDirectory(), try TemporaryDirectory())
        let file = try directory.write(Self.text, to: "links.yaml")
        let running = try (0..<64).map { _ in
            try Binary.start(["run", file], environment: ["XDG_RUNTIME_DIR": runtime.path])
        }
        let outcomes = try running.map { try $0.outcome() }
        for outcome in outcomes where outcome.status != 0 {
            Issue.record("status \(outcome.status ?? -1): \(outcome.output)\(outcome.diagnostics)")
        }
        #expect(everything(in: runtime).isEmpty)
    }

    @Test("kill -9 of some hurts no other, and leaves nothing after the next run")
    func killed() throws {
        let (directory, runtime) = (try TemporaryDirectory(), try TemporaryDirectory())
        let file = try directory.write(Self.text, to: "links.yaml")
        let environment = ["XDG_RUNTIME_DIR": runtime.path]
        let doomed = try (0..<6).map { _ in
            try Binary.start(["run", file, "--set", "count=100000"], environment: environment)
        }
        let survivor = try Binary.start(["run", file, "--set", "count=300"], environment: environment)
        // Each has a directory, a lock and two sockets, below the directory of this user.
        #expect(eventually { everything(in: runtime).filter { $0.hasSuffix("local.b") }.count == 7 })
        for running in doomed { kill(running.identifier, SIGKILL) }
        for running in doomed { #expect(try running.outcome().status == nil) }
        #expect(everything(in: runtime).filter { $0.hasSuffix("local.a") }.count >= 6)
        let next = try Binary.run("run", file, environment: environment)
        #expect(next.status == 0, "\(next.output)\(next.diagnostics)")
        // The one that is alive keeps what it has.
        #expect(everything(in: runtime).filter { $0.hasSuffix("local.a") }.count <= 1)
        #expect(try survivor.outcome().status == 0)
        #expect(everything(in: runtime).isEmpty)
    }

    @Test("a run that needs no path makes no directory, and sweeps nevertheless")
    func sweepOnly() throws {
        let (directory, runtime) = (try TemporaryDirectory(), try TemporaryDirectory())
        let file = try directory.write(Self.text, to: "links.yaml")
        let environment = ["XDG_RUNTIME_DIR": runtime.path]
        let doomed = try Binary.start(["run", file, "--set", "count=100000"], environment: environment)
        #expect(eventually { everything(in: runtime).contains { $0.hasSuffix("local.b") } })
        kill(doomed.identifier, SIGKILL)
        _ = try doomed.outcome()
        #expect(try Binary.run("run", scenario("l2tpv3-pair.yaml"), environment: environment).status == 0)
        #expect(everything(in: runtime).isEmpty)
    }

    @Test(
        "tap links side by side see nothing of each other, and kill -9 leaves no interface",
        .enabled(if: OwnNetwork.isPossible, Comment(rawValue: OwnNetwork.needs)))
    func taps() throws {
        let directory = try TemporaryDirectory()
        let text = """
            version: 1
            params: { count: 5 }
            topology: { nodes: { h1: host, h2: host }, links: [{ id: cable, kind: tap, endpoints: [h1, h2] }] }
            traffic: { hello: { kind: ping, from: h1, to: h2, count: "${count}" } }
            expect: [{ hello: { delivered: all } }, { nothing_else: { at: h2, except: [arp] } }]
            """
        let file = try directory.write(text, to: "tap.yaml")
        let before = interfaces
        let doomed = try Binary.start(["run", file, "--set", "count=100000"])
        let running = try (0..<20).map { _ in try Binary.start(["run", file]) }
        for outcome in try running.map({ try $0.outcome() }) where outcome.status != 0 {
            Issue.record("status \(outcome.status ?? -1): \(outcome.output)\(outcome.diagnostics)")
        }
        #expect(interfaces == before, "they are in namespaces of their own")
        kill(doomed.identifier, SIGKILL)
        #expect(try doomed.outcome().status == nil)
        #expect(interfaces == before)
    }

    /// Those of this network namespace.
    private var interfaces: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "/sys/class/net")) ?? []).sorted()
    }
}
