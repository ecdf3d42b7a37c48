import Foundation
import Testing

@Suite("Runs that are cut short", .timeLimit(.minutes(3)))
struct InterruptionTests {
    /// A run of a quarter of an hour that has its sockets, and its signals in hand.
    private func longRun(_ file: TunnelFile, _ further: String...) throws -> Binary.Running {
        let running = try Binary.start(["run", file.path, "--set", "count=100000"] + further)
        try #require(eventually { file.isBound && isPrepared(running.identifier, for: SIGTERM) })
        return running
    }

    @Test("kill -9 in the middle hinders no next run on the same addresses")
    func killed() throws {
        let file = try TunnelFile(subnet: 72)
        let running = try longRun(file)
        kill(running.identifier, SIGKILL)
        #expect(try running.outcome().status == nil)
        let next = try Binary.run("run", file.path)
        #expect(next.status == 0)
        #expect(next.output.contains("\npass in "))
    }

    @Test(
        "SIGINT is 130 and SIGTERM 143, said on standard error",
        arguments: zip([SIGINT, SIGTERM], [130, 143] as [Int32]))
    func interrupted(_ signal: Int32, _ status: Int32) throws {
        let file = try TunnelFile(subnet: signal == SIGINT ? 73 : 74)
        let running = try longRun(file)
        kill(running.identifier, signal)
        let outcome = try running.outcome()
        #expect(outcome.status == status)
        #expect(outcome.diagnostics.contains("wirework: \(file.path): "))
    }

    @Test("a run in virtual time ends by a signal as well, and reports how far it came")
    func interruptedVirtualRun() throws {
        let file = try TunnelFile(subnet: 76)
        let running = try Binary.start([
            "run", file.path, "--clock", "virtual", "--set", "count=9000000", "--report", "json=-",
        ])
        try #require(eventually { isPrepared(running.identifier, for: SIGTERM) })
        kill(running.identifier, SIGINT)
        let outcome = try running.outcome()
        #expect(outcome.status == 130)
        #expect(try Report(outcome.output).runs.map(\.ended) == ["interrupted"])
    }

    @Test("a signal ends the command and not the run alone; reports say so")
    func noFurtherFile() throws {
        let file = try TunnelFile(subnet: 75)
        let running = try longRun(file, scenario("l2tpv3-pair.yaml"), "--report", "json=-")
        kill(running.identifier, SIGINT)
        let outcome = try running.outcome()
        #expect(outcome.status == 130)
        let report = try Report(outcome.output)
        #expect(report.verdict == "error")
        #expect(report.runs.map(\.ended) == ["interrupted"])
    }
}
