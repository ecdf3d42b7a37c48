import ScenarioFile
import TestSupport
import Testing

@Suite("Any words in traffic, timeline and expectations")
struct TrafficFuzzTests {
    private static let topology = """
        version: 1
        topology:
          nodes: { h1: { kind: host, ip: { eth0: 10.0.0.1/24, eth0.30: "fd00::1/64" } }, "c[1..3]": host, s1: switch }
          links: [[h1, s1], { id: t, kind: l2tpv3, endpoints: [c1, s1] }, [c2, s1], [c3, s1]]

        """
    private static let body = """
        traffic:
          a: { kind: udp, from: "c[*]", pairs: next, rate: 1Mbit, size: 100, for: 500ms, after: b, plus: 1s }
          b: { kind: ping, from: h1:eth0.30, to: "fd00::9", family: 6, count: 3, interval: 1us }
          c: { kind: udp, from: "c[1..3]", to: "c[*]", pairs: all, size: 64..1514, ttl: 5, port: 9 }
          d: { kind: frames, from: h1, to: s1:p1, hex: "ffffffffffff 525400000001 88b5" }
        timeline:
          - { id: cut, at: 1s, every: 1ms, until: 2s, link: t, down: true, for: 1us }
          - { after: "a[2]", plus: 3s, node: s1, flush: fdb }
        expect:
          - a: { loss: 10%, via: [s1], lost: 1..2, latency: { max: "<= 5ms" } }
          - { "c[2..4]": { delivered: "> 99.5%" }, during: [1s, 2s], within: 3s }
          - frames: { at: "c[*]:eth0", match: "eth.dst == c1", count: ">= 1" }
          - bytes: { at: c1, frame: 2, starts: "00 ??", layer: wire }
          - state: { node: s1, fdb: { h1: p1 }, counters: { p1.rx_frames: 3 } }
          - state: { node: h1, arp: { c1: c2 }, mac: "52:54:00:12:34:56" }
        """
    private static let words = [
        "0", "1", "-1", "18446744073709551615", "9223372036854775807", "99999999999999999999999", "0.001bps", "400Gbit",
        "1000Mpps", "527040min", "1ns", "c[*]", "c[2]", "c[0..999999999]", "a[100000]", "a[2..1]", "a", "cut", "h1",
        "s1:p4096",
        "10.0.0.2", "\"fd00::2\"", "imix", "0..1000000", "all", "none", "100%", "0.0001%", "\"!= 1\"", "~", "[]", "{}",
        "next",
        "\"\"", "frames", "\"(((\"", "eth.dst", "true", "a[1]", "t",
    ]

    @Test("values that are exchanged for others are taken or refused", .timeLimit(.minutes(10)))
    func exchanged() {
        var random = SplitMix64(seed: 4)
        let parts = Self.body.split(separator: ": ", omittingEmptySubsequences: false).map(String.init)
        var (taken, said) = (0, 0)
        for _ in 0..<3000 {
            var parts = parts
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 1..<parts.count, using: &random)
                let end = parts[place].firstIndex { ", }\n".contains($0) } ?? parts[place].endIndex
                parts[place].replaceSubrange(
                    ..<end,
                    with: (Self.words.randomElement(using: &random) ?? "") + (end == parts[place].endIndex ? " " : ""))
            }
            switch ScenarioLoader.runs(bytes: Array((Self.topology + parts.joined(separator: ": ")).utf8), file: "f") {
            case .success(let file):
                taken += 1
                for run in file.runs {
                    // What is taken comes back.
                    let shown = ScenarioRenderer.show(run)
                    guard case .success = ScenarioLoader.runs(bytes: Array(shown.utf8), file: "f") else {
                        Issue.record("\(ScenarioLoader.runs(bytes: Array(shown.utf8), file: "f"))\n\(shown)")
                        return
                    }
                }
            case .failure(let invalid): said += invalid.description.isEmpty ? 0 : 1
            }
        }
        #expect(taken + said == 3000)
        #expect(taken > 20)
    }
}
