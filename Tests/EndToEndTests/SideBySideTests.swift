import Foundation
import TestSupport
import Testing

@Suite("Runs side by side", .timeLimit(.minutes(5)))
struct SideBySideTests {
    /// A tunnel, a UDP and a unix link one behind the other.
    static let text = """
        version: 1
        params: { count: 5 }
        topology:
          nodes: { h1: host, h2: host, s1: switch, s2: switch }
          links:
            - { id: tunnel, kind: l2tpv3, endpoints: [h1, s1] }
            - { id: cable, kind: dgram, endpoints: [s1, s2] }
            - { id: local, kind: dgram, endpoints: [s2, h2], options: { local.type: unix } }
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
}
