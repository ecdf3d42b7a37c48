import Lab
import NetBackends
import NetCore
import Results
import ScenarioFile
import Testing

/// Both clocks, for tests that hold in each.
enum BothClocks: String, CaseIterable, Sendable {
    case real, virtual

    /// Drives a loop until a condition holds, or for at most a second of its clock.
    func drive(_ loop: Loop, until condition: () -> Bool) throws {
        switch self {
        case .virtual:
            _ = VirtualClock().run(loop, until: loop.now + 1_000_000_000, frameLimit: 1_000_000, stopWhen: condition)
        case .real:
            let driver = try RealTimeDriver(loop: loop)
            _ = try driver.run(until: 1_000_000_000, frameLimit: 1_000_000, stopWhen: condition)
        }
    }
}

func load(_ text: String, clock: BothClocks = .virtual) throws -> Scenario {
    var scenario = try ScenarioLoader.load(text: text, file: "test.yaml").get()
    scenario.clock = clock == .real ? .real : .virtual
    return scenario
}

func run(_ text: String, clock: BothClocks = .virtual) throws -> RunResult {
    try LabRunner.run(load(text, clock: clock))
}

extension RunResult {
    func flow(_ name: String) throws -> FlowResult { try #require(flows.first { $0.name == name }) }

    func dropped(_ reason: String) -> UInt64 {
        conservation.dropped.first { $0.reason == reason }?.count ?? 0
    }
}

/// Runs a scenario that is given without its first line.
///
/// In real time every number of milliseconds is four times as much, so that a busy machine keeps to the windows.
func judged(_ text: String, clock: BothClocks = .virtual) throws -> RunResult {
    var text = text
    if clock == .real {
        text = text.replacing(#/(\d+)ms/#) { match in "\((Int(match.1) ?? 0) * 4)ms" }
    }
    return try run("version: 1\n" + text, clock: clock)
}

extension RunResult {
    /// The verdicts of all lines that the file has, in order.
    var verdicts: [Verdict] { expectations.filter { $0.line > 0 }.map(\.verdict) }
}
