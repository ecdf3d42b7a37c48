import Lab
import Results
import ScenarioFile
import Testing

/// What holds for every scenario, whatever is in it.
@Suite("Random scenarios with all impairments", .timeLimit(.minutes(10)))
struct RandomScenarioTests {
    @Test(
        "no frame is unaccounted for, each that a flow lost has a place where it ended, and the same file runs the same again",
        arguments: 0..<8)
    func virtualTime(part: Int) {
        for number in 1...25 { check(RandomScenario(seed: UInt64(part * 25 + number)), clock: .virtual) }
    }

    @Test("over kernel sockets as well", arguments: 0..<2)
    func realTime(part: Int) {
        for number in 1...4 { check(RandomScenario(seed: UInt64(1000 + part * 4 + number)), clock: .real) }
    }

    private func check(_ scenario: RandomScenario, clock: BothClocks) {
        do {
            _ = try load(scenario.description)
        } catch {
            Issue.record("it cannot be read: \(error)\n\(scenario)")
        }
        guard fault(in: scenario, clock) != nil else { return }
        let smallest = scenario.smallest { fault(in: $0, clock) != nil }
        Issue.record("\(fault(in: smallest, clock) ?? "it passes now"):\n\(smallest)")
    }

    /// What is wrong with a run; nil: nothing, or what was taken away was needed.
    private func fault(in scenario: RandomScenario, _ clock: BothClocks) -> String? {
        guard let plan = try? load(scenario.description, clock: clock) else { return nil }
        do {
            let result = try LabRunner.run(plan)
            if result.verdict != .pass { return "\(result.verdict): \(result.expectations.map(\.message))" }
            guard clock == .virtual else { return nil }
            if result.conservation.inFlight + result.conservation.untraceable > 0 {
                return "\(result.conservation.inFlight) frames are on their way for ever"
            }
            for flow in result.flows {
                let ended = flow.losses.reduce(0) { $0 + Int64($1.count) }
                if flow.lost > ended { return "of \(flow.lost) frames of \(flow.name) \(ended) have an end" }
            }
            return try LabRunner.run(plan).fingerprint == result.fingerprint ? nil : "it ran otherwise the second time"
        } catch {
            return "\(error)"
        }
    }
}
