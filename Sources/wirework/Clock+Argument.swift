import ArgumentParser
import ScenarioFile

/// `--clock real`, `--clock virtual`.
extension Scenario.Clock: ExpressibleByArgument {}
