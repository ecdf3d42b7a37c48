@testable import ScenarioFile
import Testing

@Suite("Parameters")
struct ParameterTests {
    private static let yaml = twoHosts(
        """
        params: { size: 100, rate: 1kpps, host: h2 }
        description: "costs $${size}, is ${size}"
        traffic: { f: { kind: udp, from: h1, to: "${host}", size: "${size}", rate: "${rate}" } }
        """)

    @Test("the text is put in, then typed by its place")
    func substitution() throws {
        let plan = try scenario(Self.yaml)
        #expect(plan.description == "costs ${size}, is 100")
        #expect(plan.flows[0].to?.node == 1)
        #expect(plan.parameters.map(\.name) == ["size", "rate", "host"])
        guard case .udp(_, let udp) = plan.flows[0].kind else {
            Issue.record("not udp")
            return
        }
        #expect(udp.size == .fixed(100))
    }

    @Test("the command line wins, the later of two too")
    func overriding() throws {
        let plan = try scenario(Self.yaml, set: [("size", "200"), ("size", "300")])
        #expect(plan.description == "costs ${size}, is 300")
        #expect(plan.parameters.first == .init(name: "size", value: "300"))
    }

    @Test("a parameter of the command line that the file does not have is an error")
    func unknown() {
        let result = ScenarioLoader.load(
            text: Self.yaml, file: "lab.yaml", options: LoadOptions(parameters: [("sise", "5"), ("zzz", "1")]))
        guard case .failure(let invalid) = result else {
            Issue.record("loaded")
            return
        }
        #expect(
            invalid.description == """
                lab.yaml: error: --set sise=5: the file has no parameter `sise`
                  = did you mean `size`?
                lab.yaml: error: --set zzz=1: the file has no parameter `zzz`
                """)
        #expect(invalid.diagnostics.allSatisfy { $0.line == 0 })
    }

    @Test("an error in a value says what was put in")
    func origin() {
        let result = ScenarioLoader.load(
            text: Self.yaml, file: "lab.yaml", options: LoadOptions(parameters: [("rate", "5")]))
        guard case .failure(let invalid) = result else {
            Issue.record("loaded")
            return
        }
        #expect(invalid.diagnostics.map(\.message) == ["a rate needs its unit"])
        #expect(invalid.diagnostics[0].notes.last?.message == "`${rate}` is `5`")
    }

    @Test("a parameter that only an ignored key uses is not used")
    func ignoredUse() {
        let text = "version: 1\nparams: { a: 1 }\nx-a: \"${a}\"\ntopology: { nodes: { s: hub } }\n"
        guard case .failure(let invalid) = ScenarioLoader.load(text: text, file: "lab.yaml") else {
            Issue.record("loaded")
            return
        }
        #expect(invalid.diagnostics.map(\.message).contains("parameter `a` is not used"))
    }
}
