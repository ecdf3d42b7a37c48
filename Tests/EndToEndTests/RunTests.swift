import Foundation
import TestSupport
import Testing

@Suite("Runs", .timeLimit(.minutes(3)))
struct RunTests {
    @Test("the pair passes in both clocks, with the same verdict and the same frames")
    func bothClocks() throws {
        let reports = try ["real", "virtual"].map { clock in
            let outcome = try Binary.run(
                "run", scenario("l2tpv3-pair.yaml"), "--clock", clock, "--report", "json=-")
            #expect(outcome.status == 0)
            #expect(outcome.diagnostics.contains("l2tpv3-pair, \(clock) clock, seed 1\n"))
            return try #require(try Report(outcome.output).runs.first)
        }
        for run in reports {
            #expect(run.verdict == "pass")
            #expect(run.ended == "done")
            #expect(run.flows.mapValues(\.delivered) == ["hello": 5, "there": 100, "back": 100])
            #expect(run.nodes["h1"]?.nics.map(\.mac) == ["52:54:00:12:34:56"])
            #expect(run.nodes["h2"]?.nics.map(\.mac) == ["52:54:00:12:34:57"])
            #expect(run.links["tunnel"]?.netdev?["a"]?.hasPrefix("l2tpv3,") == true)
            let sum = run.conservation
            #expect(sum.sent + sum.entered + sum.copies == sum.delivered + sum.left + sum.in_flight + sum.untraceable)
            #expect(sum.dropped.isEmpty)
        }
        #expect(reports[0].fingerprint == nil)
        #expect(reports[1].fingerprint?.count == 32)
    }

    @Test("one file, one fingerprint, whatever the environment and the hash seed")
    func fingerprint() throws {
        let directory = try TemporaryDirectory()
        let fingerprints = try (0..<20).map { number in
            let outcome = try Binary.run(
                "run", scenario("l2tpv3-pair.yaml"), "--clock", "virtual", "--report", "json=-",
                environment: [
                    "SWIFT_DETERMINISTIC_HASHING": number.isMultiple(of: 2) ? "1" : nil,
                    "HOME": number.isMultiple(of: 3) ? directory.path : "/nowhere/\(number)",
                    "LANG": number.isMultiple(of: 5) ? "de_DE.UTF-8" : nil,
                    "FILLER": String(repeating: "x", count: number * 997),
                ])
            return try #require(try Report(outcome.output).runs.first?.fingerprint)
        }
        #expect(Set(fingerprints).count == 1)
        #expect(
            try Binary.run("run", scenario("l2tpv3-pair.yaml"), "--clock", "virtual").output.contains(fingerprints[0]))
    }

    @Test(
        "a wrong cookie: status 1, nothing delivered, every frame counted at the far end",
        arguments: ["real", "virtual"])
    func wrongCookie(_ clock: String) throws {
        let outcome = try Binary.run("run", scenario("wrong-cookie.yaml"), "--clock", clock)
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("FAIL"))
        #expect(outcome.output.contains("cookie-mismatch"))
        #expect(outcome.output.contains("h2"))

        let json = try Binary.run("run", scenario("wrong-cookie.yaml"), "--clock", clock, "--report", "json=-")
        let run = try #require(try Report(json.output).runs.first)
        #expect(run.flows["there"] == Report.Flow(sent: 0, delivered: 0, lost: 100))
        let forward = try #require(run.links["tunnel"]?.forward)
        #expect(forward.frames > 0)
        #expect(forward.dropped == ["cookie-mismatch": forward.frames])
    }

    @Test(
        "the same mistake as a lesson, the shortest file and the switch pass in both clocks",
        arguments: [
            "cookie-mismatch-lesson.yaml", "shortest.yaml", "switch.yaml",
        ], ["real", "virtual"])
    func otherScenarios(_ name: String, _ clock: String) throws {
        let outcome = try Binary.run("run", scenario(name), "--clock", clock)
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("\npass in "))
    }

    @Test("a port in use: status 3 and its address")
    func portInUse() throws {
        let file = try TunnelFile(subnet: 71)
        let taken = try TakenAddress(file.address, port: TunnelFile.port)
        defer { taken.release() }
        let outcome = try Binary.run("run", file.path, "--report", "json=-")
        #expect(outcome.status == 3)
        #expect(outcome.diagnostics.contains("wirework: \(file.path): "))
        #expect(outcome.diagnostics.contains(file.address))
        let report = try Report(outcome.output)
        #expect(report.verdict == "error")
        #expect(report.runs.first?.warnings.contains { $0.contains(file.address) } == true)
    }

    @Test("the seed of the command line wins, in any notation of the format", arguments: ["0x10", "16", "1_6"])
    func seed(_ text: String) throws {
        let outcome = try Binary.run(
            "run", scenario("l2tpv3-pair.yaml"), "--clock", "virtual", "--seed", text, "--report", "json=-")
        #expect(try Report(outcome.output).runs.first?.seed == 16)
    }
}
