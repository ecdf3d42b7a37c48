import Foundation
import ScenarioFile
import Testing

@Suite("Showing a scenario as resolved")
struct ScenarioRendererTests {
    @Test("the shortest file, with nothing left implicit")
    func shortest() throws {
        #expect(
            ScenarioRenderer.show(try scenario(ScenarioLoaderTests.shortest)) == """
                version: 1
                name: lab
                seed: 1
                clock: real
                timeout: 30s
                settle: 500ms
                limit: 10000000
                topology:
                  nodes:
                    h1: { kind: host, ip: 10.0.0.1/16, mac: "52:54:00:12:34:56", mtu: 1500 }
                    h2: { kind: host, ip: 10.0.0.2/16, mac: "52:54:00:12:34:57", mtu: 1500 }
                  links:
                    - { id: tunnel, kind: l2tpv3, endpoints: [h1:eth0, h2:eth0], options: { srcport: 1701, dstport: 1701, ipv6: off, udp: on, txsession: 0x1, rxsession: 0x1, cookie64: off, sublayer: none, offset: 0, sequence: off, strict-peer: off } }
                traffic:
                  hello: { kind: ping, from: h1, to: h2, family: 4, at: 0s, count: 1, interval: 10ms, warmup: none }
                expect:
                  - { hello: { delivered: all }, level: error }
                  - { conserve: all, level: error }

                """)
    }

    /// Shows, loads again, and wants the same meaning and the same text.
    private func checkRoundTrip(
        _ plan: Scenario, file: String = "lab.yaml", _ options: LoadOptions = LoadOptions(),
        _ location: SourceLocation = #_sourceLocation
    ) throws {
        // What `when` took out is said in comments above, and is not there the second time.
        let lines = ScenarioRenderer.show(plan).split(separator: "\n", omittingEmptySubsequences: false)
        let shown = lines.drop { $0.hasPrefix("#") }.joined(separator: "\n")
        let again = try ScenarioLoader.load(text: shown, file: file, options: options).get()
        #expect(again.meaning == plan.meaning, "\(shown)", sourceLocation: location)
        #expect(ScenarioRenderer.show(again) == shown, sourceLocation: location)
    }

    @Test("texts that YAML could misread come back")
    func hardTexts() throws {
        for text in [
            "~", "no", "a: b", "# c", "'", "\"\\", "line\nline", "\u{7}\u{85}\u{2028}", "$${x}", "é😀", "", " a ", "-",
            "1:2:3",
        ] {
            let quoted =
                "\""
                + text.flatMap { character -> String in
                    character == "\"" || character == "\\"
                        ? "\\\(character)"
                        : character == "\n" ? "\\n" : String(character)
                } + "\""
            let source = quoted.replacing("\u{7}", with: "\\a").replacing("\u{85}", with: "\\N").replacing(
                "\u{2028}", with: "\\L")
            try checkRoundTrip(scenario(twoHosts("name: x\ndescription: \(source)")))
        }
    }

    @Test("a thousand random scenarios come back", .timeLimit(.minutes(10)))
    func randomScenarios() throws {
        try checkRoundTrips { seed in
            var generator = RandomScenario(seed: seed)
            return generator.text()
        }
    }

    @Test("a thousand random topologies come back", .timeLimit(.minutes(10)))
    func randomTopologies() throws {
        try checkRoundTrips { seed in
            var generator = RandomTopology(seed: seed)
            return generator.text()
        }
    }

    private func checkRoundTrips(_ text: (_ seed: UInt64) -> String) throws {
        for seed in UInt64(0)..<1000 {
            let text = text(seed)
            switch ScenarioLoader.load(text: text, file: "lab.yaml") {
            case .success(let plan): try checkRoundTrip(plan)
            case .failure(let invalid):
                Issue.record("seed \(seed): \(invalid)\n\(text)")
                return
            }
        }
    }

    @Test("every scenario of the repository loads and comes back")
    func repository() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Scenarios")
            .standardizedFileURL
        let files = try #require(
            FileManager.default.enumerator(at: folder.resolvingSymlinksInPath(), includingPropertiesForKeys: nil))
        var count = 0
        for case let file as URL in files
        where file.pathExtension == "yaml" && file.lastPathComponent != "misspelt.yaml" {
            let bytes = Array(try Data(contentsOf: file))
            let options = LoadOptions(readFile: { (path) throws(UnreadableFile) in
                guard let data = try? Data(contentsOf: URL(filePath: path)) else {
                    throw UnreadableFile(reason: "it is not there", isMissing: true)
                }
                return Array(data)
            })
            switch ScenarioLoader.runs(bytes: bytes, file: file.path, options: options) {
            case .success(let loaded): for run in loaded.runs { try checkRoundTrip(run, file: file.path, options) }
            case .failure(let invalid): Issue.record("\(invalid)")
            }
            count += 1
        }
        #expect(count >= 4)
    }
}
