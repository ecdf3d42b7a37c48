import Foundation
import FoundationXML
import TestSupport
import Testing

@Suite("Runs of a file", .timeLimit(.minutes(3)))
struct MatrixRunTests {
    /// A file with four runs, of which those with the foreign cookie fail.
    private static let matrix = """
        version: 1
        name: pair
        clock: virtual
        matrix: { size: [64, 1400], cookie: [5, 6] }
        topology:
          nodes: { h1: host, h2: { kind: host, mtu: 1500 } }
          links:
            - { id: t, kind: l2tpv3, endpoints: [h1, h2], options: { txcookie: "${cookie}", rxcookie: 5 }, b: { rxcookie: 5 } }
        traffic:
          f: { kind: udp, from: h1, to: h2, size: "${size}", count: 3, warmup: arp }
        expect:
          - f: { delivered: 3 }

        """

    @Test("each run has its title, and the table at the end has them all")
    func titles() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write(Self.matrix, to: "pair.yaml")
        let outcome = try Binary.run("run", file)
        #expect(outcome.status == 1)
        let ids = [(64, 5), (64, 6), (1400, 5), (1400, 6)].map { "pair[size=\($0),cookie=\($1)]" }
        for id in ids { #expect(outcome.output.contains("\(id), virtual clock, seed 1\n")) }
        #expect(outcome.output.hasSuffix("\n4 runs: 2 fail, 2 pass\n"))
        let only = try Binary.run("run", file, "--only", "cookie=5", "--only", "size=64", "--only", "size=1400")
        #expect(only.output.hasSuffix("\n2 runs: 2 pass\n"))
        #expect(!only.output.contains("cookie=6"))
    }

    @Test("the worst of all runs is the status, and the table says why")
    func failures() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write(Self.failing, to: "fail.yaml")
        let outcome = try Binary.run("run", file, "--report", "json=-")
        #expect(outcome.status == 1)
        let report = try Report(outcome.output)
        #expect(report.verdict == "fail")
        #expect(report.runs.map(\.id) == ["fail[n=3]", "fail[n=4]"])
        #expect(report.runs.map(\.scenario) == ["fail", "fail"])
        #expect(report.runs.map(\.params) == [["n": "3"], ["n": "4"]])
        #expect(report.runs.map(\.verdict) == ["pass", "fail"])
        #expect(outcome.diagnostics.contains("\nfail     fail[n=4]"))
        #expect(outcome.diagnostics.contains("f: { delivered: 3 }"))
        #expect(try Binary.run("run", file, "--only", "n=3").status == 0)
        #expect(try Binary.run("run", file, "--set", "n=4").status == 1)
    }

    private static let failing = """
        version: 1
        clock: virtual
        matrix: { n: [3, 4] }
        topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
        traffic: { f: { kind: udp, from: h1, to: h2, count: "${n}" } }
        expect: [{ f: { delivered: 3 } }]

        """

    @Test("what --only does not find is a wrong argument")
    func nothingSelected() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write(Self.failing, to: "fail.yaml")
        for command in ["run", "check", "show"] {
            let outcome = try Binary.run(command, file, "--only", "n=5")
            #expect(outcome.status == 2)
            #expect(outcome.output.isEmpty)
            #expect(outcome.diagnostics.contains("\(file): error: --only n=5: no run has it\n  = `n` is 3, 4\n"))
        }
    }

    @Test("check says how many runs there are")
    func check() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write(Self.failing, to: "fail.yaml")
        #expect(
            try Binary.run("check", file).output
                == "\(file): ok, 2 runs, 2 nodes, 1 link, 1 flow, 2 expectations\n")
        #expect(
            try Binary.run("check", file, "--only", "n=3").output
                == "\(file): ok, 1 of 2 runs, 2 nodes, 1 link, 1 flow, 2 expectations\n")
    }

    @Test("show prints one run, and says which there are")
    func show() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write(Self.failing, to: "fail.yaml")
        let several = try Binary.run("show", file)
        #expect(several.status == 2)
        #expect(several.output.isEmpty)
        #expect(
            several.diagnostics == """
                wirework: \(file) has 2 runs; show prints one:
                  fail[n=3]
                  fail[n=4]
                choose one: --only n=3

                """)
        let one = try Binary.run("show", file, "--only", "n=4")
        #expect(one.status == 0)
        #expect(one.output.contains("name: \"fail[n=4]\"\n"))
        let again = try directory.write(one.output, to: "again.yaml")
        #expect(try Binary.run("show", again).output == one.output)
        // The same run to the last frame.
        func fingerprint(_ arguments: String...) throws -> String? {
            let outcome = try Binary.start(["run"] + arguments + ["--report", "json=-"]).outcome()
            return try Report(outcome.output).runs.first?.fingerprint
        }
        #expect(try fingerprint(again) == fingerprint(file, "--only", "n=4"))
    }

    @Test("what the host lacks skips a run; --strict makes that status 3")
    func skips() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write(
            Self.failing.replacing("clock: virtual", with: "when: have(vde_switch) and ${n} == 3"), to: "fail.yaml")
        let nowhere = ["PATH": directory.path]
        func run(_ arguments: String...) throws -> Binary.Outcome {
            try Binary.start(["run", file, "--clock", "virtual"] + arguments, environment: nowhere).outcome()
        }
        let outcome = try run("--report", "json=-")
        #expect(outcome.status == 0)
        let report = try Report(outcome.output)
        #expect(report.verdict == "skip")
        #expect(report.runs[0].skipped == ["the run: when have(vde_switch) and 3 == 3"])
        #expect(outcome.diagnostics.contains("\nskipped: the run: when have(vde_switch) and 3 == 3\n"))
        #expect(outcome.diagnostics.hasSuffix("\n2 runs: 2 skip\n"))
        #expect(try run("--strict").status == 3)
        // With the program there, the run that asks for it is run.
        let program = try directory.write("", to: "vde_switch")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
        #expect(try Report(try run("--report", "json=-").output).runs.map(\.verdict) == ["pass", "skip"])
    }

    @Test("JUnit: every run and expectation of every file, also of one that cannot be read")
    func junit() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write(Self.failing, to: "fail.yaml")
        let report = "\(directory.path)/report.xml"
        let outcome = try Binary.run("run", file, "/nowhere/x.yaml", "--report", "junit=\(report)")
        #expect(outcome.status == 2)
        let cases = Cases()
        let parser = XMLParser(data: Data(directory.text(of: "report.xml").utf8))
        parser.delegate = cases
        #expect(parser.parse())
        #expect(
            cases.names == [
                "suite \(file)", "\(file)/fail[n=3]", "fail[n=3]/f: { delivered: 3 }", "fail[n=3]/conserve: all",
                "\(file)/fail[n=4]", "failure", "fail[n=4]/f: { delivered: 3 }", "failure", "fail[n=4]/conserve: all",
                "suite /nowhere/x.yaml", "/nowhere/x.yaml//nowhere/x.yaml", "error",
            ])
    }

    private final class Cases: NSObject, XMLParserDelegate {
        var names: [String] = []

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String] = [:]
        ) {
            switch name {
            case "testsuite": names.append("suite \(attributes["name"] ?? "")")
            case "testcase": names.append("\(attributes["classname"] ?? "")/\(attributes["name"] ?? "")")
            case "failure", "error", "skipped": names.append(name)
            default: break
            }
        }
    }
}
