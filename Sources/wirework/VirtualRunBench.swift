import Bench
import Lab
import ScenarioFile

/// How long a run in virtual time takes, from the file to the verdict.
enum VirtualRunBench {
    /// Ten minutes of a quiet network: a hundred thousand frames through a switch and a tunnel.
    private static let file = """
        version: 1
        clock: virtual
        topology:
          nodes: { h1: host, h2: host, s1: switch }
          links:
            - [h1, s1]
            - { id: tunnel, kind: l2tpv3, endpoints: [s1, h2], options: { counter: on } }
        traffic:
          bulk: { kind: udp, from: h1, to: h2, count: 100000, interval: 6ms }
        expect:
          - bulk: { delivered: all }
        """

    static func run(pairs: Int) throws(BenchError) -> BenchResult {
        try WorkBench.run("run of 600 s with 100 000 frames, virtual clock", unit: "frame", pairs: pairs) {
            () throws(BenchError) in
            guard case .success(let scenario) = ScenarioLoader.load(text: file, file: "bench"),
                let result = try? LabRunner.run(scenario), result.verdict == .pass
            else { throw BenchError("the scenario of the bench did not pass") }
            return 100_000
        }
    }
}
