import Foundation
import TestSupport
import Testing

@Suite("A thousand hosts", .timeLimit(.minutes(5)))
struct ScaleTests {
    private static func file(_ name: String) -> String {
        Repository.root.appending(path: "Scenarios/scale/\(name)").path
    }

    /// A shell that lets a program have 200 MB of data (setrlimit(2), RLIMIT_DATA), and no more.
    private static func report(_ arguments: [String]) throws -> (Binary.Outcome, Report.Run) {
        let program = try Binary.location().path
        let outcome = try Binary.start(
            ["-c", "ulimit -d 195312; exec \"$@\"", "sh", program] + arguments + ["--report", "json=-"],
            program: URL(filePath: "/bin/sh")
        ).outcome()
        return (outcome, try #require(try Report(outcome.output).runs.first))
    }

    @Test(
        "come up and ping in 200 MB, on switches joined by tunnels and each on a tunnel of its own",
        arguments: ["thousand-hosts.yaml", "thousand-tunnels.yaml"], ["virtual", "real"])
    func passes(_ name: String, _ clock: String) throws {
        let (outcome, run) = try Self.report(["run", Self.file(name), "--clock", clock])
        #expect(outcome.status == 0, "\(outcome.diagnostics)")
        #expect(run.flows.count >= 200)
        #expect(run.flows.values.allSatisfy { $0.delivered == $0.sent && $0.sent == 1 })

        let macs = (1...1000).compactMap { run.nodes["h\($0)"]?.nics.first?.mac }
        #expect(macs.count == 1000 && Set(macs).count == 1000)
        // What QEMU hands out, one after the other: 169 addresses.
        let digits = (0x56...0xfe).map { String($0, radix: 16) }
        #expect(macs.prefix(169).elementsEqual(digits.map { "52:54:00:12:34:\($0)" }))
    }
}
