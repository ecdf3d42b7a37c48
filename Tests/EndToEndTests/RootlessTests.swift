import Foundation
import TestSupport
import Testing

/// Somebody without rights, whoever runs the tests.
private enum OrdinaryUser {
    private static let setpriv = "/usr/bin/setpriv"
    private static let nobody = 65_534

    /// Runs a program as an ordinary user, whoever this is.
    static func start(_ program: String, _ arguments: [String]) throws -> Binary.Outcome {
        guard geteuid() == 0 else {
            return try Binary.start(arguments, program: URL(filePath: program)).outcome()
        }
        let drop = ["--reuid", "\(nobody)", "--regid", "\(nobody)", "--clear-groups", "--inh-caps=-all"]
        return try Binary.start(drop + [program] + arguments, program: URL(filePath: setpriv)).outcome()
    }

    static let mayUnshare =
        (try? start("/usr/bin/unshare", ["--user", "--net", "--map-root-user", "true"]))?.status == 0
}

/// Raw IP as an ordinary user: the program becomes root of a network of its own.
///
/// That the kernel lets it proves, too, that nothing has started a thread by then: neither the reader of YAML nor
/// anything else (unshare(2)).
@Suite(
    "Without root", .enabled(if: OrdinaryUser.mayUnshare, "needs user namespaces, and setpriv(1) for root"),
    .timeLimit(.minutes(3)))
struct RootlessTests {
    private static let text = """
        version: 1
        topology:
          nodes: { h1: host, h2: host }
          links:
            - { id: tunnel, kind: l2tpv3, endpoints: [h1, h2], options: { udp: off, txcookie: 7, rxcookie: 8 } }
        traffic:
          hello: { kind: ping, from: h1, to: h2, count: 3 }
        """

    @Test("raw IP runs in a network of its own, and the report says so")
    func rawIP() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write(Self.text, to: "raw.yaml")
        let outcome = try OrdinaryUser.start(Binary.location().path, ["run", file, "--report", "json=-"])
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.diagnostics)")
        let run = try #require(try Report(outcome.output).runs.first)
        #expect(run.rootless == true)
        #expect(run.flows["hello"]?.delivered == 3)
        #expect(outcome.diagnostics.contains("raw, real clock, seed 1, rootless\n"))
        #expect(run.links["tunnel"]?.netdev?["a"]?.contains("udp=") == false)
    }

    @Test("what needs nothing stays where it is")
    func notNeeded() throws {
        for arguments in [[scenario("l2tpv3-pair.yaml")], [scenario("l2tpv3-pair.yaml"), "--clock", "virtual"]] {
            let outcome = try OrdinaryUser.start(Binary.location().path, ["run", "--report", "json=-"] + arguments)
            #expect(outcome.status == 0)
            #expect(try Report(outcome.output).runs.first?.rootless == nil)
        }
    }

    @Test("a file that also names the outside: status 3, and why")
    func outside() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write(
            Self.text.replacingOccurrences(
                of: "h2: host }",
                with: """
                    h2: host, out: { kind: netdev, netdev: "dgram,local.type=inet,local.host=127.0.0.1,local.port=0,\
                    remote.type=inet,remote.host=127.0.0.1,remote.port=9" } }
                    """
            ).replacingOccurrences(of: "  links:", with: "  links:\n    - [h1, out]"), to: "outside.yaml")
        let outcome = try OrdinaryUser.start(Binary.location().path, ["run", file])
        #expect(outcome.status == 3)
        #expect(outcome.diagnostics.contains("node out"))
        #expect(outcome.diagnostics.contains("CAP_NET_RAW"))
    }
}
