import Lab
import NetdevOptions
import Results
import TestSupport
import Testing

@testable import ScenarioFile

@Suite("hubports of a lab", .tags(.kernel), .timeLimit(.minutes(5)))
struct HubportTests {
    @Test("hosts at hubports of one number reach each other, across nodes and across two hubs that are joined")
    func hosts() throws {
        let scenario = try load(
            """
            version: 1
            settle: 50ms
            topology:
              nodes:
                h1: { kind: host, netdev: "hubport,hubid=1" }
                h2: { kind: host, netdev: "hubport,hubid=1" }
                h3: { kind: host, netdev: "hubport,hubid=2" }
                joint:
                  kind: netdev
                  netdev: { eth0: "hubport,id=left,hubid=1", eth1: "hubport,hubid=2,netdev=left" }
              links: []
            traffic:
              near: { kind: ping, from: h1, to: h2, count: 5, interval: 5ms }
              far: { kind: ping, from: h2, to: h3, count: 5, interval: 5ms }
            """, clock: .real)
        let result = try LabRunner.run(scenario)
        #expect(result.verdict == .pass, "\(result)")
        #expect(result.conservation.holds)
    }
}
