import Foundation
import TestSupport
import Testing

@Suite("Runs of one command side by side", .timeLimit(.minutes(5)))
struct ParallelRunTests {
    /// Twelve runs, a third of which fail.
    private static let virtual = """
        version: 1
        name: twelve
        clock: virtual
        matrix: { n: [1, 2, 3], size: [64, 128, 256, 512] }
        topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
        traffic: { f: { kind: udp, from: h1, to: h2, count: "${n}", size: "${size}" } }
        expect: [{ f: { delivered: "<= 2" } }]

        """

    /// Runs in real time that last as long as they are told.
    private static let long = SideBySideTests.text.replacing(
        "params: { count: 5 }", with: "name: long\nmatrix: { count: [100000, 100001, 100002, 100003] }")

    /// Processes that another has started and that have not ended.
    private func children(of parent: pid_t) -> [pid_t] {
        let text = try? String(contentsOfFile: "/proc/\(parent)/task/\(parent)/children", encoding: .utf8)
        return (text ?? "").split(separator: " ").compactMap { pid_t($0) }
    }

    /// Whether a process has ended, also where nobody has asked how.
    private func isGone(_ process: pid_t) -> Bool {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return true }
        return text.split(separator: ")").last?.hasPrefix(" Z") ?? true
    }

    private func names(in directory: TemporaryDirectory) -> [String] {
        FileManager.default.enumerator(atPath: directory.path)?.compactMap { $0 as? String } ?? []
    }

    @Test("what is written is the same however many run at once", arguments: [2, 5, 64])
    func order(_ jobs: Int) throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write(Self.virtual, to: "twelve.yaml")
        func run(_ jobs: String) throws -> Binary.Outcome {
            try Binary.run("run", file, "/nowhere/x", file, "--jobs", jobs)
        }
        let (one, several) = (try run("1"), try run("\(jobs)"))
        #expect(several.status == one.status)
        #expect(several.output == one.output)
        #expect(several.diagnostics == one.diagnostics)
    }

    @Test("a report says the same of runs that were made in other processes")
    func reports() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write(Self.virtual, to: "twelve.yaml")
        let reports = try ["1", "3"].map { jobs in
            let outcome = try Binary.run("run", file, "--jobs", jobs, "--repeat", "2", "--report", "json=-")
            return outcome.output.split(separator: "\n").filter { !$0.contains("\"up_ns\"") }
        }
        #expect(reports[0].count > 1000)
        #expect(reports[0] == reports[1])
    }

    @Test("sixteen runs over kernel sockets meet nowhere, and leave nothing")
    func sixteen() throws {
        let (directory, runtime) = (try TemporaryDirectory(), try TemporaryDirectory())
        let file = try directory.write(SideBySideTests.text, to: "links.yaml")
        let outcome = try Binary.run(
            "run", file, "--repeat", "16", "--jobs", "16", "--capture", "\(directory.path)/c.pcapng",
            environment: ["XDG_RUNTIME_DIR": runtime.path])
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.diagnostics)")
        #expect(outcome.output.hasSuffix("\n1 run in 16 repetitions: 1 pass\n"))
        #expect(names(in: runtime).isEmpty)
        #expect(names(in: directory).filter { $0.hasSuffix(".pcapng") }.count == 16)
    }

    @Test("a run that crashes is named, is status 4, and takes no other along")
    func crash() throws {
        let directory = try TemporaryDirectory()
        let long = try directory.write(Self.long, to: "long.yaml")
        // Swift's own report of the crash would take a while.
        let running = try Binary.start(
            ["run", long, "--only", "count=100001", "--jobs", "2", "--repeat", "2", "--report", "json=-"],
            environment: ["SWIFT_BACKTRACE": "enable=no"])
        try #require(eventually { children(of: running.identifier).count == 2 })
        let doomed = children(of: running.identifier)
        kill(doomed[0], SIGSEGV)
        try #require(eventually { isGone(doomed[0]) })
        kill(running.identifier, SIGINT)
        let outcome = try running.outcome()
        #expect(outcome.diagnostics.contains("long[count=100001]: its process was ended by signal 11\n"))
        let report = try Report(outcome.output)
        #expect(report.runs.map(\.verdict) == ["error", "error"])
        #expect(report.runs.map(\.ended) == ["done", "interrupted"])
    }

    @Test("a crash of one run is the status of the command, and the runs behind it are made")
    func crashStatus() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write(SideBySideTests.text, to: "links.yaml")
        let running = try Binary.start(["run", file, "--set", "count=300", "--repeat", "3", "--jobs", "1000"])
        try #require(eventually { children(of: running.identifier).count == 3 })
        kill(children(of: running.identifier)[1], SIGKILL)
        let outcome = try running.outcome()
        #expect(outcome.status == 4)
        #expect(outcome.diagnostics.contains("its process was ended by signal 9\n"))
        #expect(outcome.output.contains("  2 of 3  "))
    }

    @Test("virtual runs whose process has gone are made once more, each alone")
    func lostBatch() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write(Self.virtual, to: "twelve.yaml")
        let running = try Binary.start(["run", file, "--set", "n=300", "--repeat", "16", "--jobs", "2"])
        var killed: Set<pid_t> = []
        while running.process.isRunning, killed.count < 2 {
            if let child = children(of: running.identifier).first(where: { !killed.contains($0) }) {
                kill(child, SIGKILL)
                killed.insert(child)
            }
            poll(nil, 0, 1)
        }
        let outcome = try running.outcome()
        #expect(outcome.output.hasSuffix("\n4 runs in 64 repetitions: 4 fail\n"), "\(outcome.diagnostics)")
    }

    @Test("an interrupt ends all, says what was seen, and names what was not begun")
    func interrupt() throws {
        let (directory, runtime) = (try TemporaryDirectory(), try TemporaryDirectory())
        let file = try directory.write(Self.long, to: "long.yaml")
        let running = try Binary.start(
            ["run", file, "--jobs", "2"], environment: ["XDG_RUNTIME_DIR": runtime.path])
        try #require(eventually { names(in: runtime).filter { $0.hasSuffix("local.b") }.count == 2 })
        let made = children(of: running.identifier)
        kill(running.identifier, SIGINT)
        let outcome = try running.outcome()
        #expect(outcome.status == 130)
        #expect(outcome.diagnostics.contains("long[count=100000]: interrupted by signal 2\n"))
        #expect(
            outcome.diagnostics.hasSuffix(
                "wirework: 2 of 4 runs were not begun: long[count=100002], long[count=100003]\n"))
        #expect(made.count == 2 && made.allSatisfy(isGone))
        #expect(names(in: runtime).isEmpty)
    }

    @Test("kill -9 of the command leaves no process behind")
    func killed() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write(Self.long, to: "long.yaml")
        let running = try Binary.start(["run", file, "--jobs", "3"])
        try #require(eventually { children(of: running.identifier).count == 3 })
        let made = children(of: running.identifier)
        kill(running.identifier, SIGKILL)
        #expect(try running.outcome().status == nil)
        #expect(eventually { made.allSatisfy(isGone) })
    }

    @Test("a wrong number of jobs says what is expected", arguments: ["0", "-3", "x", "1001"])
    func wrong(_ text: String) throws {
        let outcome = try Binary.run("run", "x.yaml", "--jobs=\(text)")
        #expect(outcome.status == 2)
        #expect(outcome.diagnostics.contains("expected a number from 1 to 1000, found `\(text)`"))
    }
}
