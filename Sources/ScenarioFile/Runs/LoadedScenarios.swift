/// The runs of a file: one for each combination of its matrix that was asked for.
public struct LoadedScenarios: Sendable {
    /// The runs, at least one, the first key of the matrix changing slowest.
    public let runs: [Scenario]
    /// How many runs the file has, also those that were not asked for.
    public let runCount: Int
    /// The keys of the matrix with the values that the runs of the file have, in file order.
    public let keys: [(name: String, values: [String])]
    /// What is doubtful in the file, once each; what only some runs have names one of them.
    public let warnings: [Diagnostic]
}
