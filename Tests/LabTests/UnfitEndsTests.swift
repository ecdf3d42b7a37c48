import Lab
import Results
import ScenarioFile
import Testing

/// Ends of a link that do not meet: no frame arrives, whichever clock it is.
@Suite("Ends that do not fit", .timeLimit(.minutes(5)))
struct UnfitEndsTests {
    private func delivered(_ link: String, _ clock: BothClocks) throws -> (Int64, RunResult) {
        let result = try run(
            """
            version: 1
            settle: 50ms
            topology: { nodes: { h1: host, h2: host }, links: [{ id: t, endpoints: [h1, h2], \(link) }] }
            traffic: { hello: { kind: frames, from: h1, to: h2, hex: "ffffffffffff 020000000001 88b5 01", count: 2 } }
            """, clock: clock)
        return (try result.flow("hello").delivered, result)
    }

    @Test(
        "ports, addresses, versions and protocols decide the same in both clocks",
        arguments: [
            "kind: l2tpv3, b: { srcport: 1702 }", "kind: l2tpv3, b: { ipv6: on }",
            "kind: l2tpv3, a: { dst: 127.99.1.2 }",
            "kind: dgram, options: { local: { host: 127.99.2.1, port: 5000 }, remote: { host: 127.99.2.2, port: 5000 } }, b: { local.port: 5001 }",
        ], BothClocks.allCases)
    func unheard(_ link: String, _ clock: BothClocks) throws {
        let (delivered, result) = try delivered(link, clock)
        #expect(delivered == 0)
        #expect(result.verdict == .fail)
        if clock == .virtual { #expect(result.dropped("no-peer") == 2) }
    }

    @Test("a strict end refuses what comes from elsewhere", arguments: BothClocks.allCases)
    func strict(_ clock: BothClocks) throws {
        let (delivered, result) = try delivered(
            "kind: l2tpv3, options: { strict-peer: on, src: 127.99.3.1, dst: 127.99.3.2 }, b: { dst: 127.99.3.7 }",
            clock)
        #expect(delivered == 0)
        #expect(result.dropped("source-mismatch") == 2)
    }

    @Test("ends that fit do", arguments: BothClocks.allCases)
    func fit(_ clock: BothClocks) throws {
        let links = [
            "kind: l2tpv3, options: { src: 127.99.4.1, dst: 127.99.4.2, strict-peer: on }",
            "kind: l2tpv3, options: { ipv6: on }",
            "kind: dgram, options: { local.type: unix }",
            "kind: dgram, options: { local: { host: 127.99.5.1, port: 5000 }, remote: { host: 127.99.5.2, port: 5001 } }",
        ]
        for link in links { #expect(try delivered(link, clock).0 == 2, "\(link)") }
    }
}
