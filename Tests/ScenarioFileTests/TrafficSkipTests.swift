@testable import ScenarioFile
import Testing

@Suite("What `when` takes out of traffic")
struct TrafficSkipTests {
    @Test("what names a skipped thing is skipped, with the reason, and so on")
    func chain() throws {
        let plan = try scenario(
            """
            version: 1
            topology:
              nodes: { h1: host, h2: host, h3: { kind: host, when: off }, "c[1..2]": { kind: host, when: off }, s1: switch }
              links: [[h1, s1], [h2, s1], [h3, s1]]
            traffic:
              a: { kind: ping, from: h1, to: h2 }
              b: { kind: ping, from: h1, to: h3 }
              c: { kind: ping, from: h1, to: h2, after: cut }
              d: { kind: ping, from: h1, to: h2, when: off }
              e: { kind: ping, from: "h[1..3]", to: s1, when: off }
              f: { kind: ping, from: "c[*]", to: h1 }
              g: { kind: ping, from: "h[2..3]", to: h1 }
            timeline:
              - { id: cut, after: d, link: h1-s1, down: true }
              - { at: 1s, link: h3-s1, down: true }
              - { at: 1s, nic: "h2:eth0", down: true, when: clock == real }
              - { at: 1s, node: h2, down: true, when: clock == virtual }
            expect:
              - a: { delivered: all }
              - b: { delivered: all }
              - c: { delivered: all }
              - e[2]: { delivered: all }
              - { a: { lost: 0 }, when: off }
              - a: { via: [h3] }
              - frames: { at: h3 }
              - nothing_else: { at: "c[*]" }
              - state: { node: h3, mac: "52:54:00:12:34:56" }
              - dropped: { link: h3-s1, count: 0 }
              - g: { delivered: all }
              - a: { delivered: 1 }
            """)
        #expect(plan.flows.map(\.name) == ["a", "g[1]"])
        #expect(plan.timeline.map(\.text) == ["{ at: 1s, nic: h2:eth0, down: true }"])
        #expect(
            plan.expectations.map(\.text) == [
                "a: { delivered: all }", "g: { delivered: all }", "a: { delivered: 1 }", "conserve: all",
            ])
        #expect(
            plan.skipped.filter { !$0.hasPrefix("node") && !$0.hasPrefix("link") } == [
                "flow b: node h3 is skipped", "flow d: when off", "flow e: when off", "flow f: node c1 is skipped",
                "timeline entry in line 15: link h3-s1 is skipped", "timeline entry in line 17: when clock == virtual",
                "timeline entry cut: flow d is skipped", "flow c: timeline entry cut is skipped",
                "expectation b in line 20: flow b is skipped", "expectation c in line 21: flow c is skipped",
                "expectation e[2] in line 22: flow e is skipped", "expectation a in line 23: when off",
                "expectation a in line 24: node h3 is skipped",
                "expectation frames at h3 in line 25: node h3 is skipped",
                "expectation nothing_else at c[*] in line 26: node c1 is skipped",
                "expectation state of h3 in line 27: node h3 is skipped",
                "expectation dropped in line 28: link h3-s1 is skipped",
            ])
    }
}
