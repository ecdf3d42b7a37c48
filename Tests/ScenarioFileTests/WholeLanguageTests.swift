import ScenarioFile
import Testing

@Suite("The whole language")
struct WholeLanguageTests {
    /// The example of the format that has every part of the language in it.
    private static let whole = #"""
        version: 1                      # first key; another major is refused
        description: Two switches joined by a pseudowire.
        seed: 42                        # every random stream derives from it; default 1
        params: { cookie: 0x1122334455667788 }                # ${cookie} below; --set cookie=7
        matrix: { counter: [on, off], size: [64, 1400] }      # one run for each combination
        topology:
          nodes:
            h1: { kind: host, ip: 10.0.0.1/24 }
            h2: { kind: host, ip: [10.0.0.2/24, "fd00::2/64"], mac: "02:00:00:00:00:02" }
            s1: switch                                        # short for { kind: switch }
            s2: { kind: switch, aging: 300s }
            "c[1..8]": { kind: host, ip: "10.0.0.1${i}/24" }  # eight nodes
          links:
            - [h1, s1]                                        # next free interface of each; kind: wire
            - [s2:p1, h2:eth0]
            - star: { center: s1, leaves: "c[*]" }            # also chain, ring, mesh, tree
            - { id: tunnel, kind: l2tpv3, endpoints: [s1, s2], options: { counter: "${counter}", cookie64: on, txcookie: "${cookie}", rxcookie: 5 }, forward: { delay: 20ms, jitter: 2ms, drop: [3, 7..9] }, reverse: { delay: 20ms } }
        traffic:
          hello: { kind: ping, from: h1, to: h2, count: 20, interval: 50ms, warmup: arp }
          bulk: { kind: udp, from: h1, to: h2, at: 1s, count: 2500, size: "${size}", rate: 1kpps, warmup: arp }
        timeline:
          - { id: cut, at: 2s, link: tunnel, down: true, for: 300ms }
          - { at: 3s, link: tunnel, fault: wrong-cookie, frames: 5 }
        expect:
          - hello: { delivered: 16, latency: { p99: "<= 60ms" } }                   # four requests dropped by number
          - bulk: { lost: "295..315", reordered: 0, duplicates: 0 }                 # 300 cut, 5 forged
          - { dropped: { link: tunnel, reason: cookie-mismatch, count: 5 }, because: "the far end must refuse a foreign cookie" }
          - converge: { after: cut, flow: bulk, within: 320ms }
          - { frames: { at: c1:eth0, match: "eth.dst == h2", count: 0 }, during: [0s, 2s] }     # s1 has learnt
        """#

    @Test("the example of the format is a scenario, with a run for each combination")
    func example() throws {
        let file = try runs(Self.whole)
        #expect(file.runs.count == 4)
        #expect(file.runs.allSatisfy { $0.expectations.count == 6 && $0.timeline.count == 2 })
    }

    @Test(
        "kinds and keys of the whole language are all known by name",
        arguments: [
            "namespace", "uml", "qemu",
        ])
    func laterNodes(kind: String) {
        let text = "version: 1\ntopology: { nodes: { n: \(kind) } }\n"
        guard case .failure(let invalid) = ScenarioLoader.load(text: text, file: "lab.yaml") else {
            Issue.record("loaded")
            return
        }
        #expect(invalid.diagnostics.map(\.message) == ["kind of node `\(kind)` is not supported yet"])
    }

    @Test(
        "kinds of expectation of the whole language are all known by name",
        arguments: ["exec"])
    func laterExpectations(kind: String) {
        let text = twoHosts("expect:\n  - \(kind): { at: h1 }")
        guard case .failure(let invalid) = ScenarioLoader.load(text: text, file: "lab.yaml") else {
            Issue.record("loaded")
            return
        }
        #expect(invalid.diagnostics.map(\.message) == ["`\(kind)` is not supported yet"])
    }

    @Test(
        "actions of the timeline of the whole language are all known by name",
        arguments: ["pause", "resume", "kill", "restart", "exec"])
    func laterActions(action: String) {
        let text = twoHosts("timeline:\n  - { at: 1s, link: h1-h2, \(action): x }")
        guard case .failure(let invalid) = ScenarioLoader.load(text: text, file: "lab.yaml") else {
            Issue.record("loaded")
            return
        }
        #expect(invalid.diagnostics.map(\.message) == ["`\(action)` is not supported yet"])
    }

    @Test("kinds of flow of the whole language are all known by name", arguments: ["exec"])
    func laterFlows(kind: String) {
        let text = twoHosts("traffic: { f: { kind: \(kind) } }")
        guard case .failure(let invalid) = ScenarioLoader.load(text: text, file: "lab.yaml") else {
            Issue.record("loaded")
            return
        }
        #expect(invalid.diagnostics.map(\.message) == ["kind of flow `\(kind)` is not supported yet"])
    }
}
