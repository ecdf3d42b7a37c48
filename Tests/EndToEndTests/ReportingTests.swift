import Foundation
import TestSupport
import Testing

@Suite("Statuses of several files, and where results go", .timeLimit(.minutes(10)))
struct ReportingTests {
    private let pass = scenario("l2tpv3-pair.yaml")
    private let fail = scenario("wrong-cookie.yaml")

    @Test("of several files the worst counts, wherever it stands, and all others are run")
    func worst() throws {
        func status(_ files: String...) throws -> Int32? {
            try Binary.start(["run", "--clock", "virtual"] + files).outcome().status
        }
        #expect(try status(pass, pass) == 0)
        #expect(try status(fail, pass) == 1)
        #expect(try status(fail, "/nowhere/x.yaml", pass) == 2)
    }

    @Test("what the host lacks is worse than a failure, and better than a missing file")
    func hostStatus() throws {
        let file = try TunnelFile(subnet: 76)
        let taken = try TakenAddress(file.address, port: TunnelFile.port)
        defer { taken.release() }
        #expect(try Binary.run("run", file.path, fail).status == 3)
        #expect(try Binary.run("run", file.path, "/nowhere/x.yaml").status == 2)
    }

    @Test("every file has a run in the report, also one that could not be read")
    func everyFile() throws {
        let outcome = try Binary.run("run", "--clock", "virtual", "/nowhere/x.yaml", pass, fail, "--report", "json=-")
        let report = try Report(outcome.output)
        #expect(report.wirework == "0.1.0")
        #expect(report.verdict == "error")
        #expect(report.runs.map(\.verdict) == ["error", "pass", "fail"])
        #expect(outcome.diagnostics.contains("\n3 runs: 1 error, 1 fail, 1 pass\n"))
    }

    @Test("results on standard output, without colour, and nothing on standard error")
    func split() throws {
        let outcome = try Binary.run("run", "--clock", "virtual", pass)
        #expect(outcome.status == 0)
        #expect(outcome.diagnostics.isEmpty)
        #expect(outcome.output.hasPrefix("l2tpv3-pair, virtual clock, seed 1\n"))
        #expect(!outcome.output.contains("\u{1B}"))
    }

    @Test("a report replaces what a file held, and leaves the text where it is")
    func reportFiles() throws {
        let directory = try TemporaryDirectory()
        let json = try directory.write(String(repeating: "old ", count: 100_000), to: "report.json")
        let outcome = try Binary.run(
            "run", "--clock", "virtual", pass, "--report", "json=\(json)", "--report",
            "text=\(directory.path)/report.txt")
        #expect(try Report(directory.text(of: "report.json")).verdict == "pass")
        #expect(directory.text(of: "report.txt") == outcome.output)
    }

    @Test("a report that has nowhere to go is said before anything runs")
    func unwritableReport() throws {
        let outcome = try Binary.run("run", pass, "--report", "json=/nowhere/report.json")
        #expect(outcome.status == 2)
        #expect(outcome.output.isEmpty)
        #expect(outcome.diagnostics == "wirework: /nowhere/report.json: No such file or directory\n")
    }

    @Test("a reader that went away changes no verdict")
    func closedPipe() throws {
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        let running = try Binary.start(
            ["run", "--clock", "virtual", fail], output: pipe.fileHandleForWriting)
        #expect(try running.outcome().status == 1)
    }

    @Test("a closed standard output is nobody's socket")
    func closedOutput() throws {
        let command = ["-c", "exec \"$0\" run \"$1\" >&-", try Binary.location().path, pass]
        let outcome = try Binary.start(command, program: URL(filePath: "/bin/sh")).outcome()
        #expect(outcome.status == 0)
        #expect(outcome.diagnostics.isEmpty)
    }

    @Test("results that could not be written are no success")
    func fullDevice() throws {
        let device = try #require(FileHandle(forWritingAtPath: "/dev/full"))
        let outcome = try Binary.start(["run", "--clock", "virtual", pass], output: device).outcome()
        #expect(outcome.status == 3)
        #expect(outcome.diagnostics == "wirework: standard output: No space left on device\n")
    }
}
