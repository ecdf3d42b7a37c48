import Foundation
import TestSupport
import Testing

@Suite("Command line", .timeLimit(.minutes(10)))
struct CommandLineTests {
    @Test(
        "help and version are answers: standard output, status 0",
        arguments: [
            ["--help"], ["run", "--help"], ["check", "--help"], ["show", "--help"], ["bench", "--help"],
            ["doctor", "--help"], ["diff", "--help"],
            ["connect", "--help"],
            ["help", "run"],
        ])
    func help(_ arguments: [String]) throws {
        let outcome = try Binary.start(arguments).outcome()
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("USAGE: wirework"))
        #expect(outcome.diagnostics.isEmpty)
    }

    @Test("the version")
    func version() throws {
        let outcome = try Binary.run("--version")
        #expect(outcome.status == 0)
        #expect(outcome.output == "0.1.0\n")
    }

    @Test(
        "wrong arguments: standard error, status 2",
        arguments: [
            [], ["run"], ["rum", "x.yaml"], ["run", "x.yaml", "--clock", "slow"], ["run", "x.yaml", "--seed", "-1"],
            ["run", "x.yaml", "--seed", "x"], ["run", "x.yaml", "--set", "novalue"], ["run", "x.yaml", "--set", "=1"],
            ["run", "x.yaml", "--report", "json"], ["run", "x.yaml", "--report", "json="],
            ["run", "x.yaml", "--report", "json=-", "--report", "text=-"], ["bench", "--pairs", "0"],
            ["bench", "wires"],
            ["show", "a.yaml", "b.yaml"], ["run", "x.yaml", "--only", "size"], ["doctor", "--jsn"],
            ["diff", "a"], ["run", "x.yaml", "--record", "-", "--capture", "-"],
        ])
    func usage(_ arguments: [String]) throws {
        let outcome = try Binary.start(arguments).outcome()
        #expect(outcome.status == 2)
        #expect(outcome.output.isEmpty)
        #expect(outcome.diagnostics.contains("Usage: wirework"))
    }

    @Test("an unknown option is met with the nearest one")
    func suggestion() throws {
        let outcome = try Binary.run("run", "x.yaml", "--clok", "virtual")
        #expect(outcome.status == 2)
        #expect(outcome.diagnostics.contains("--clok"))
        #expect(outcome.diagnostics.contains("Did you mean '--clock'?"))
    }

    @Test("a planned report format is refused in other words than a mistyped one")
    func reportFormats() throws {
        let later = try Binary.run("run", "x.yaml", "--report", "html=x")
        #expect(later.status == 2)
        #expect(later.diagnostics.contains("`html` is not supported yet"))
        let mistyped = try Binary.run("run", "x.yaml", "--report", "jsn=x")
        #expect(mistyped.status == 2)
        #expect(mistyped.diagnostics.contains("`jsn` is not a report format"))
    }

    @Test("a file that cannot be read", arguments: ["run", "check", "show"])
    func missingFile(_ command: String) throws {
        let missing = try Binary.run(command, "/nowhere/x.yaml")
        #expect(missing.status == 2)
        #expect(missing.output.isEmpty)
        #expect(missing.diagnostics == "wirework: /nowhere/x.yaml: No such file or directory\n")
        #expect(try Binary.run(command, "/").diagnostics == "wirework: /: Is a directory\n")
    }

    @Test("a file without an end is refused and does not fill the memory")
    func endlessFile() throws {
        let outcome = try Binary.run("check", "/dev/zero")
        #expect(outcome.status == 2)
        #expect(outcome.diagnostics == "wirework: /dev/zero: File too large\n")
    }

    @Test("a broken file: position, line, caret and the right word", arguments: ["run", "check", "show"])
    func brokenFile(_ command: String) throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write(
            """
            version: 1
            topology:
              nodes: { h1: host, h2: host }
              links:
                - { id: tunnel, kind: l2tpv3, endpoints: [h1, h2] }
            traffic:
              hello: { kind: ping, form: h1, to: h2 }

            """, to: "broken.yaml")
        let outcome = try Binary.run(command, file)
        #expect(outcome.status == 2)
        #expect(outcome.output.isEmpty)
        #expect(outcome.diagnostics.contains("\(file):7:24: error: "))
        #expect(outcome.diagnostics.contains(" 7 |   hello: { kind: ping, form: h1, to: h2 }\n"))
        #expect(outcome.diagnostics.contains("^~~~"))
        #expect(outcome.diagnostics.contains("did you mean `from`?"))
    }

    @Test("check says what is in a file; warnings are diagnostics")
    func check() throws {
        let outcome = try Binary.run("check", scenario("l2tpv3-pair.yaml"), scenario("wrong-cookie.yaml"))
        #expect(outcome.status == 0)
        #expect(
            outcome.output == """
                \(scenario("l2tpv3-pair.yaml")): ok, 2 nodes, 1 link, 3 flows, 5 expectations
                \(scenario("wrong-cookie.yaml")): ok, 2 nodes, 1 link, 1 flow, 2 expectations

                """)
        #expect(outcome.diagnostics.contains("wrong-cookie.yaml:16:12: warning: "))
    }

    @Test("what show prints means the same, and shows as itself")
    func show() throws {
        let directory = try TemporaryDirectory()
        let shown = try Binary.run("show", scenario("l2tpv3-pair.yaml"))
        #expect(shown.status == 0)
        #expect(shown.output.contains("txcookie: 0x1122334455667788"))
        let again = try Binary.run("show", try directory.write(shown.output, to: "again.yaml"))
        #expect(again.output == shown.output)
    }

    @Test("--set puts a value in, and an unknown name is an error")
    func parameters() throws {
        let file = try TunnelFile(subnet: 70)
        #expect(try Binary.run("show", file.path).output.contains("count: 5,"))
        #expect(try Binary.run("show", file.path, "--set", "count=9").output.contains("count: 9,"))
        let unknown = try Binary.run("run", file.path, "--set", "cuont=9")
        #expect(unknown.status == 2)
        #expect(unknown.diagnostics.contains("count"))
    }
}
