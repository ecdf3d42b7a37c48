@testable import ScenarioFile
import Testing
import WireFormats

@Suite("YAML as a scenario reads it")
struct YAMLTests {
    @Test("the place decides the type: words that YAML 1.1 would turn into something else")
    func words() throws {
        let plan = try scenario(
            """
            version: 1
            name: no
            description: 0110
            seed: 0110
            topology:
              nodes:
                on: { kind: host, mac: 52:54:00:12:34:56 }
                off: { kind: host, mac: 00:11:22:33:44:55 }
                y: hub
                null: hub
              links: [[on:eth0, y], [off, "null"], [y, null]]
            traffic:
              yes: { kind: udp, from: on, to: off, count: 0_10 }
              "true": { kind: ping, from: off, to: on, interval: 1_0ms }
            """)
        #expect(plan.name == "no")
        #expect(plan.description == "0110")
        #expect(plan.seed == 110)
        #expect(plan.nodes.map(\.name) == ["on", "off", "y", "null"])
        #expect(plan.nodes[0].kind == plainHost("52:54:00:12:34:56", "10.0.0.1/16"))
        #expect(plan.nodes[1].kind == plainHost("00:11:22:33:44:55", "10.0.0.2/16"))
        #expect(plan.flows.map(\.name) == ["yes", "true"])
        #expect(plan.flows[0].count == 10)
        #expect(plan.links.map(\.id) == ["on-y", "off-null", "y-null"])
    }

    @Test("aliases and merges are followed; a written key wins, an earlier mapping too")
    func aliases() throws {
        let plan = try scenario(
            """
            version: 1
            x-flow: &flow { kind: udp, count: 3, size: 100 }
            x-slow: &slow { count: 7, interval: 1s }
            topology:
              nodes: { h1: &host { kind: host, mtu: 1400 }, h2: *host }
              links: [[h1, h2]]
            traffic:
              a: { <<: *flow, from: h1, to: h2, count: 5 }
              b: { <<: [*flow, *slow], from: h1, to: h2 }
            """)
        #expect(plan.nodes.map(\.kind)[1] == plainHost("52:54:00:12:34:57", "10.0.0.2/16", mtu: 1400))
        #expect(plan.flows.map(\.count) == [5, 3])
        #expect(plan.flows[1].pace.offset(ofFrame: 1) == 1_000_000_000)
    }

    @Test("a quoted key is the same key")
    func quotedKeys() throws {
        let plan = try scenario("\"version\": 1\n'topology': { \"nodes\": { 'h1': \"hub\" } }\n")
        #expect(plan.nodes.map(\.name) == ["h1"])
    }

    @Test("keys that begin with x- are ignored in every mapping of fixed keys")
    func extensionKeys() throws {
        let plan = try scenario(
            """
            version: 1
            topology:
              x-rack: 7
              nodes: { h1: { kind: host, x-colour: red }, h2: host }
              links: [{ endpoints: [h1, h2], x-length: 2m }]
            traffic: { x-f: { kind: ping, from: h1, to: h2 } }
            """)
        #expect(plan.flows.map(\.name) == ["x-f"])
    }
}

@Suite("Bounds of what a file may cost")
struct YAMLBoundsTests {
    private func firstLine(_ yaml: String) -> String {
        switch ScenarioLoader.load(text: yaml, file: "lab.yaml") {
        case .success: "loaded"
        case .failure(let invalid): String(invalid.description.prefix { $0 != "\n" })
        }
    }

    /// Nine levels of nine aliases each are 387 million nodes.
    private static let laughs =
        "x-0: &a0 [lol, lol]\n"
        + (1...9).map { level in
            "x-\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", "))]\n"
        }.joined()

    @Test("a billion laughs end at a count of nodes", .timeLimit(.minutes(10)))
    func laughs() {
        #expect(
            firstLine("version: 1\n" + Self.laughs).hasSuffix(
                "has more than 200000 nodes once its aliases are followed"))
    }

    @Test(
        "a billion laughs as a key are refused unread: the library would hash them", .timeLimit(.minutes(10)),
        arguments: [
            "? *a9\n: x\n", "*a9 : x\n", "x: {? *a9 : y}\n", "[*a9, *a9]: x\n", "x: {[*a9]: 1}\n", "?\n  *a9\n: x\n",
        ])
    func laughingKeys(key: String) {
        #expect(
            firstLine("version: 1\n" + Self.laughs + key).hasSuffix(
                "a key is plain text, not a list, a mapping or an alias"))
    }

    @Test("deep nesting ends", .timeLimit(.minutes(10)), arguments: ["[", "{a: ", "- ", "? "])
    func nesting(open: String) {
        #expect(firstLine("version: 1\nx: " + String(repeating: open, count: 20_000)) != "loaded")
        let deep = "version: 1\nx-deep: " + String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
        #expect(firstLine(deep).hasSuffix("the file is nested deeper than 100 levels"))
    }

    @Test(
        "lines of brackets, stars and dashes cost no square of their length", .timeLimit(.minutes(10)),
        arguments: ["-*", "]", "*a ", "? "])
    func longLines(piece: String) {
        #expect(firstLine("version: 1\nx: " + String(repeating: piece, count: 300_000)) != "loaded")
    }

    @Test("a file has at most 4 MiB")
    func size() {
        let line = "# " + String(repeating: "x", count: 1022) + "\n"
        #expect(firstLine(String(repeating: line, count: 4097)) == "lab.yaml:1:1: error: the file is larger than 4 MiB")
    }

    @Test("parameters put in have at most 4 MiB together")
    func parameters() {
        let uses = String(repeating: "${p}", count: 5)
        let text = twoHosts("params: { p: \(String(repeating: "x", count: 1 << 20)) }\nname: \"\(uses)\"")
        #expect(firstLine(text).hasSuffix("the parameters put in are larger than 4 MiB together"))
    }

    @Test("many mistakes are reported up to fifty")
    func manyErrors() {
        let keys = (0..<1000).map { "k\($0): 1\n" }.joined()
        guard case .failure(let invalid) = ScenarioLoader.load(text: "version: 1\n" + keys, file: "lab.yaml") else {
            Issue.record("loaded")
            return
        }
        #expect(invalid.diagnostics.count == 50)
    }

    @Test("a long line is shown in part")
    func longLine() {
        let flow = "version: 1\nname: " + String(repeating: "a", count: 400) + ": b\n"
        guard case .failure(let invalid) = ScenarioLoader.load(text: flow, file: "lab.yaml") else {
            Issue.record("loaded")
            return
        }
        let lines = invalid.description.split(separator: "\n")
        #expect(lines[1].hasPrefix(" 2 | ...aaa"))
        #expect(lines[1].count < 180)
        let caret = lines[2].distance(
            from: lines[2].startIndex, to: lines[2].firstIndex(of: "^") ?? lines[2].startIndex)
        #expect(Array(lines[1])[caret] == ":")
    }
}
