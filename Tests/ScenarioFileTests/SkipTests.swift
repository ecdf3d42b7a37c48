import ScenarioFile
import Testing

@Suite("What when takes out")
struct SkipTests {
    /// A node that may go, with everything that names it, beside two that stay.
    private static func file(_ place: String, expect: String = "") -> String {
        func when(_ here: String) -> String { here == place ? ", when: clock == virtual" : "" }
        return """
            version: 1
            topology:
              nodes: { h1: host, h2: host, h3: { kind: host\(when("node")) }, s1: switch }
              links:
                - [h1, s1]
                - [h2, s1]
                - { id: spare, endpoints: [h3, s1]\(when("link")) }
            traffic:
              near: { kind: ping, from: h1, to: h2 }
              far: { kind: ping, from: h1, to: h3\(when("flow")) }
              behind: { kind: ping, from: h2, to: h1, after: far }
            timeline:
              - { id: cut, at: 1s, link: spare, down: true\(when("timeline")) }
              - { at: 2s, link: h1-s1, down: true }
            expect:
              - near: { delivered: all }
              - { far: { delivered: all }\(when("expectation")) }
              - frames: { at: h3, count: ">= 1" }
              - dropped: { link: spare, count: ">= 0" }

            """
    }

    /// What is left, in one line, and what was taken out.
    private func left(_ place: String) throws -> (left: String, skipped: [String]) {
        let run = try scenario(Self.file(place))
        #expect(run.skipReason == nil)
        let parts = [run.nodes.map(\.name), run.links.map(\.id), run.flows.map(\.name)]
        let counts = "\(run.timeline.count) \(run.expectations.count)"
        return (parts.map { $0.joined(separator: " ") }.joined(separator: ", ") + ", " + counts, run.skipped)
    }

    @Test("nothing is taken out where all of it holds")
    func nothing() throws {
        #expect(
            try left("") == (left: "h1 h2 h3 s1, h1-s1 h2-s1 spare, near far behind, 2 5", skipped: []))
        let virtual = try runs(Self.file("node"), LoadOptions(clock: .virtual)).runs[0]
        #expect(virtual.skipped.isEmpty)
        #expect(virtual.nodes.count == 4)
    }

    @Test("a node takes its links, flows, what comes after them, and what is expected of them")
    func node() throws {
        let (left, skipped) = try left("node")
        #expect(left == "h1 h2 s1, h1-s1 h2-s1, near, 1 2")
        #expect(
            skipped == [
                "node h3: when clock == virtual", "link spare: node h3 is skipped", "flow far: node h3 is skipped",
                "timeline entry cut: link spare is skipped", "flow behind: flow far is skipped",
                "expectation far in line 17: flow far is skipped",
                "expectation frames at h3 in line 18: node h3 is skipped",
                "expectation dropped in line 19: link spare is skipped",
            ])
    }

    @Test(
        "a link, a flow, an entry of the timeline or a line of expect by itself",
        arguments: [
            ("link", "h1 h2 h3 s1, h1-s1 h2-s1, near far behind, 1 4"),
            ("flow", "h1 h2 h3 s1, h1-s1 h2-s1 spare, near, 2 4"),
            ("timeline", "h1 h2 h3 s1, h1-s1 h2-s1 spare, near far behind, 1 5"),
            ("expectation", "h1 h2 h3 s1, h1-s1 h2-s1 spare, near far behind, 2 4"),
        ])
    func others(_ place: String, _ expected: String) throws {
        let (left, skipped) = try left(place)
        #expect(left == expected)
        #expect(skipped.contains { $0.hasSuffix(": when clock == virtual") })
    }

    @Test("a run with no expectation left is skipped, and one that expects nothing is not")
    func noExpectationLeft() throws {
        let line = twoHosts(
            """
            traffic: { f: { kind: ping, from: h1, to: h2 } }
            expect: [{ f: { delivered: all }, when: have(tap) }]
            """)
        #expect(try scenario(line).skipReason == "no expectation is left")
        let has = LoadOptions(has: { $0 == .tap })
        #expect(try runs(line, has).runs[0].skipReason == nil)
        // What holds by default goes with its flow.
        let flow = twoHosts("traffic: { f: { kind: ping, from: h1, to: h2, when: off } }")
        #expect(try scenario(flow).skipReason == "no expectation is left")
        #expect(try scenario(twoHosts("expect: []")).skipReason == nil)
    }

    @Test("what show prints of such a run is without it")
    func shown() throws {
        let run = try scenario(Self.file("node"))
        let text = ScenarioRenderer.show(run)
        #expect(!text.contains("h3"))
        #expect(try scenario(text).meaning == run.meaning)
    }
}
