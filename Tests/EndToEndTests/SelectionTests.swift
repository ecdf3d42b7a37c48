import Foundation
import TestSupport
import Testing

@Suite("Repetitions and shards", .timeLimit(.minutes(3)))
struct SelectionTests {
    /// Six runs, of which those with the last number fail.
    private static let text = """
        version: 1
        name: six
        clock: virtual
        params: { most: 2 }
        matrix: { n: [1, 2, 3], size: [64, 128] }
        topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
        traffic: { f: { kind: udp, from: h1, to: h2, count: "${n}", size: "${size}" } }
        expect: [{ f: { delivered: "<= ${most}" } }]

        """

    private static let ids = [1, 2, 3].flatMap { n in [64, 128].map { "six[n=\(n),size=\($0)]" } }

    private func report(_ arguments: [String]) throws -> Report {
        try Report(try Binary.start(["run"] + arguments + ["--report", "json=-"]).outcome().output)
    }

    @Test("shards are all runs, each once, dealt out in turn over all files", arguments: [1, 2, 4, 13])
    func shards(_ count: Int) throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write(Self.text, to: "six.yaml")
        let shards = try (1...count).map { number in
            try report([file, file, "--only", "n=1", "--only", "n=3", "--shard", "\(number)/\(count)"]).runs.map(\.id)
        }
        let all = Self.ids.filter { !$0.contains("n=2") } + Self.ids.filter { !$0.contains("n=2") }
        for (number, ids) in shards.enumerated() {
            #expect(ids == all.indices.filter { $0 % count == number }.map { all[$0] })
        }
    }

    @Test("a shard that has nothing is no failure, and says so")
    func emptyShard() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write(Self.text, to: "six.yaml")
        let outcome = try Binary.run("run", file, "--only", "n=1", "--shard", "3/3")
        #expect(outcome.status == 0)
        #expect(outcome.output == "shard 3/3: none of 2 runs is in it\n")
    }

    @Test("a file that cannot be read is an error of every shard")
    func brokenFile() throws {
        for number in 1...2 {
            let outcome = try Binary.run("run", "/nowhere/x.yaml", "--shard", "\(number)/2")
            #expect(outcome.status == 2)
            #expect(outcome.diagnostics.contains("/nowhere/x.yaml: No such file or directory"))
        }
    }

    @Test("each repetition is a run of the reports, and the table counts how many have passed")
    func repetitions() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write(Self.text, to: "six.yaml")
        let outcome = try Binary.run(
            "run", file, "--only", "size=64", "--repeat", "3", "--report", "json=\(directory.path)/report.json",
            "--report", "text=\(directory.path)/report.txt")
        #expect(outcome.status == 1)
        #expect(outcome.diagnostics.isEmpty)
        let runs = try Report(directory.text(of: "report.json")).runs
        #expect(runs.map(\.repetition) == [1, 2, 3, 1, 2, 3, 1, 2, 3])
        #expect(Set(runs.map(\.id)).count == 3)
        #expect(Set(runs.compactMap(\.fingerprint)).count == 3)
        // Repetitions that say nothing new are not shown.
        #expect(outcome.output.components(separatedBy: "virtual clock, seed 1\n").count == 4)
        #expect(outcome.output.contains("six[n=3,size=64] #1, virtual clock"))
        #expect(
            outcome.output.hasSuffix(
                """

                verdict  run               clock    passed  chance to pass  failed     time  why
                pass     six[n=1,size=64]  virtual  3 of 3   1 fingerprint  0 of 2     0 ns
                pass     six[n=2,size=64]  virtual  3 of 3   1 fingerprint  0 of 2  10.0 ms
                fail     six[n=3,size=64]  virtual  0 of 3   1 fingerprint  1 of 2  20.0 ms  f: { delivered: "<= 2" }

                what did not pass, each by itself
                  wirework run \(file) --only n=3 --only size=64

                3 runs in 9 repetitions: 1 fail, 2 pass

                """))
        #expect(directory.text(of: "report.txt") == outcome.output)
    }

    @Test("in real time the table tells how likely the run passes")
    func realRepetitions() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write(Self.text, to: "six.yaml")
        let outcome = try Binary.run(
            "run", file, "--only", "size=64", "--only", "n=1", "--repeat", "4", "--clock", "real")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("  real   4 of 4       51..100 %  0 of 2  "))
        #expect(outcome.output.hasSuffix("\n1 run in 4 repetitions: 1 pass\n"))
    }

    @Test("what did not pass is named with the command line that makes this run alone, to the last frame")
    func commands() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write(Self.text, to: "its own.yaml")
        let options = ["--set", "most=1", "--seed", "0x10", "--only", "size=128", "--only", "n=2"]
        let outcome = try Binary.start(["run", file, file] + options).outcome()
        let command = "wirework run '\(file)' --seed 16 --set most=1 --only n=2 --only size=128"
        #expect(outcome.output.contains("\nwhat did not pass, each by itself\n  \(command)\n  \(command)\n\n"))
        // A shell reads it as it stands.
        let folder = try Binary.location().deletingLastPathComponent().path
        let again = try Binary.start(
            ["-c", "\(command) --report json=-"], environment: ["PATH": folder],
            program: URL(filePath: "/bin/sh")
        ).outcome()
        let all = try report([file] + options)
        #expect(try Report(again.output).runs == all.runs)
    }

    @Test("a wrong shard and a wrong number of repetitions say what is expected")
    func wrong() throws {
        for text in ["5/4", "0/4", "1/0", "1", "/2", "1/2/3", "-1/2", "+1/2", "1/99999999999999999999", "x/y"] {
            let outcome = try Binary.run("run", "x.yaml", "--shard=\(text)")
            #expect(outcome.status == 2)
            #expect(outcome.diagnostics.contains("expected K/N with K from 1 to N, found `\(text)`"))
        }
        for text in ["0", "-1", "many", "1000001", "99999999999999999999"] {
            let outcome = try Binary.run("run", "x.yaml", "--repeat=\(text)")
            #expect(outcome.status == 2)
            #expect(outcome.diagnostics.contains("expected a number from 1 to 1000000, found `\(text)`"))
        }
    }
}
