import Results
import Testing

@testable import Lab

@Suite("A large lab", .timeLimit(.minutes(10)))
struct ScaleTests {
    @Test("a thousand hosts behind twenty switches in a chain of tunnels, two hundred pings")
    func thousandHosts() throws {
        let spokes = (1...20).map { number in
            "    - { endpoints: [\"h[\((number - 1) * 50 + 1)..\(number * 50)]\", s\(number)], id: spoke\(number)x }\n"
        }
        let chain = (1..<20).map { "    - { id: t\($0), kind: l2tpv3, endpoints: [s\($0), s\($0 + 1)] }\n" }
        let flows = (1...200).map { "  p\($0): { kind: ping, from: h\($0 * 5 - 4), to: h\(1001 - $0 * 5) }\n" }
        let text = """
            topology:
              nodes: { "h[1..1000]": host, \((1...20).map { "s\($0): switch" }.joined(separator: ", ")) }
              links:
            \(spokes.joined())\(chain.joined())traffic:
            \(flows.joined())
            """
        let plan = try load("version: 1\n" + text)
        let result = try LabRunner.run(plan)
        #expect(result.verdict == .pass)
        #expect(result.flows.count == 200)
    }
}
