import Results

/// Results made by hand, as a lab would make them.
enum Sample {
    /// Two hosts and a tunnel in virtual time, with everything as expected.
    static var passing: RunResult {
        var result = RunResult(
            scenario: "pair", id: "pair[size=64]", parameters: [NamedText("size", "64")], seed: 7, clock: "virtual")
        result.verdict = .pass
        result.durationNanoseconds = 1_050_000_000
        result.fingerprint = "00112233445566778899aabbccddeeff"
        var flow = FlowResult(name: "hello", kind: "ping", planned: 5)
        (flow.sent, flow.delivered, flow.lost) = (5, 5, 0)
        flow.latency = .init(min: 900, p50: 61_250, p90: 90_000, p99: 1_050_000, max: 2_000_000)
        result.flows = [flow]
        result.nodes = [host("h1", mac: "52:54:00:12:34:56"), host("h2", mac: "52:54:00:12:34:57")]
        result.links = [
            LinkResult(
                id: "tunnel", kind: "l2tpv3", a: "h1:eth0", b: "h2:eth0", forward: .init(frames: 6, bytes: 532),
                reverse: .init(frames: 6, bytes: 532),
                netdev: .init(a: "l2tpv3,id=tunnel.a,txsession=0x1", b: "l2tpv3,id=tunnel.b,txsession=0x1"))
        ]
        result.expectations = [
            ExpectationResult(
                line: 29, kind: "flow", name: "hello", verdict: .pass, expected: "hello: { delivered: all }",
                observed: "5 of 5 delivered"),
            ExpectationResult(
                line: 0, kind: "conserve", name: "all", verdict: .pass, expected: "conserve: all", observed: "all"),
        ]
        result.conservation.sent = 12
        result.conservation.delivered = 12
        return result
    }

    /// A switch and a wrong cookie in real time, with everything a report can have to say.
    static var failing: RunResult {
        var result = RunResult(scenario: "cookie", id: "cookie", parameters: [], seed: 1, clock: "real")
        result.verdict = .fail
        result.ended = .timeout
        result.durationNanoseconds = 33_000_000_000
        var flow = FlowResult(name: "there", kind: "udp", planned: 100)
        flow.sent = 3
        flow.losses = [.init(place: "h1:eth0", reason: "unresolved", count: 97, first: 3)]
        result.flows = [flow]
        var h1 = host("h1", mac: "52:54:00:12:34:56")
        h1.dropped = [DropCount("unresolved", 97)]
        result.nodes = [h1, NodeResult(name: "s1", kind: "switch", dropped: [DropCount("same-port", 2)])]
        result.links = [
            LinkResult(
                id: "h1-s1", kind: "wire", a: "h1:eth0", b: "s1:p1",
                forward: .init(frames: 3, bytes: 126, dropped: [DropCount("cookie-mismatch", 3)]), reverse: .init(),
                degraded: ["no UDP_SEGMENT"])
        ]
        result.expectations = [
            ExpectationResult(
                line: 22, kind: "flow", name: "there", verdict: .fail, expected: "there: { delivered: all }",
                observed: "0 of 100 delivered",
                message: [
                    "expected: there: { delivered: all }", "seen: 0 of 100 delivered",
                    "97 ended at h1:eth0 as unresolved", "because: the far end must answer",
                ]),
            ExpectationResult(
                line: 23, kind: "dropped", name: "any", verdict: .pass, expected: "dropped: { count: 0 }",
                observed: "97 unresolved", message: ["97 ended as unresolved"]),
        ]
        result.skipped = ["node g1: no qemu here"]
        result.warnings = ["lab.yaml:3:5: warning: odd\n 3 |   x\n   |   ^", "flow there: up to 4 ms late"]
        result.conservation.sent = 100
        result.conservation.dropped = [DropCount("cookie-mismatch", 3), DropCount("unresolved", 97)]
        return result
    }

    private static func host(_ name: String, mac: String) -> NodeResult {
        NodeResult(
            name: name, kind: "host",
            nics: [
                NICResult(
                    name: "eth0", mac: mac, model: "plain", rxFrames: 6, rxBytes: 532, txFrames: 6, txBytes: 532,
                    dropped: [])
            ])
    }
}
