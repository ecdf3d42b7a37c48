import Testing

@testable import ScenarioFile

/// Mistakes that users of containerlab have reported because of what they were told; the numbers are those of its issues.
@Suite("Mistakes that lab tools word badly")
struct LabFileErrorTests {
    @Test(
        "each has one error, at its place, that says what to do",
        arguments: [
            Golden(
                "#2418: links as a mapping were `cannot unmarshal !!map into []*links.LinkDefinition`",
                """
                version: 1
                topology:
                  nodes: { h1: host, h2: host }
                  links: { h1: h2 }
                """,
                """
                lab.yaml:4:10: error: expected links as a list, found a mapping
                 4 |   links: { h1: h2 }
                   |          ^
                   = each link is an item of its own: `- [h1, s1]`
                """),
            Golden(
                "#2016: an indent that is missing was `field links not found in type clab.Config`",
                """
                version: 1
                topology:
                  nodes: { h1: host, h2: host }
                links:
                  - [h1, h2]
                """,
                """
                lab.yaml:4:1: error: `links` belongs to the topology: indent it under `topology`
                 4 | links:
                   | ^~~~~
                   = a scenario takes: version, name, description, when, seed, clock, timeout, duration, settle, limit, params, \
                matrix, exclude, include, same-seed, topology, traffic, timeline, expect
                """),
            Golden(
                "an indent too many is told as well",
                """
                version: 1
                topology:
                  nodes: { h1: host, h2: host }
                  links: [[h1, h2]]
                  traffic: { hello: { kind: ping, from: h1, to: h2 } }
                """,
                """
                lab.yaml:5:3: error: `traffic` belongs to the scenario: indent it as far as `topology`
                 5 |   traffic: { hello: { kind: ping, from: h1, to: h2 } }
                   |   ^~~~~~~
                   = `topology` takes: defaults, nodes, links
                """),
            Golden(
                "vscode#176: a misspelt kind was a wall of what any of the shapes of a link would have needed",
                """
                version: 1
                topology:
                  nodes: { h1: host, h2: host }
                  links: [{ endpoints: [h1, h2], kind: wier }]
                """,
                """
                lab.yaml:4:40: error: unknown kind of link `wier`
                 4 |   links: [{ endpoints: [h1, h2], kind: wier }]
                   |                                        ^~~~ did you mean `wire`?
                   = kind of link: \(LinkEntry.Kind.allCases.map(\.rawValue).joined(separator: ", "))
                """),
        ])
    func errors(golden: Golden) { golden.check() }

    @Test("#3032: a generated file held `%!(EXTRA uint=1)`; what is generated here reads back to the same plan")
    func generated() throws {
        let written = try scenario(
            """
            version: 1
            topology:
              nodes: { "h[1..4]": host, s1: switch }
              links: [{ star: { center: s1, leaves: "h[*]" }, id: spoke, kind: l2tpv3, options: { counter: on } }]
            traffic: { mesh: { kind: ping, from: "h[*]", pairs: all } }
            """)
        let text = ScenarioRenderer.show(written)
        #expect(!text.contains("%"))
        #expect(try scenario(text).meaning == written.meaning)
    }

    @Test("every mistake of several is told, each once")
    func several() {
        let said = refusal(
            """
            version: 1
            topology:
              nodes: { h1: { kind: host, ip: 10.0.0.1 }, h2: hots }
              links: [[h1, h2, h3], { endpoint: [h1, h2] }]
            traffic: { hello: { kind: ping, from: h1, to: h9 } }
            """)
        #expect(said.split(separator: "\n").count { $0.contains(": error: ") } == 5)
    }
}
