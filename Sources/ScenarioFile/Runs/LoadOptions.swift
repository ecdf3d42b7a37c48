/// What the command line says about a file before it is read.
public struct LoadOptions: Sendable {
    /// `--set`: values that replace those of `params`, or fix a key of the matrix; a later one wins.
    public var parameters: [(name: String, value: String)]
    /// `--only`: the runs that are wanted; several values of one key are alternatives.
    public var only: [(key: String, value: String)]
    /// `--clock`, which wins over the file.
    public var clock: Scenario.Clock?
    /// `--seed`, which wins over the file.
    public var seed: UInt64?
    /// What `have(...)` is told; asked only where a file asks.
    public var has: @Sendable (HostFeature) -> Bool
    /// What opens the files that a scenario names: captures beside it, with their paths from where it was called.
    public var readFile: @Sendable (String) throws(UnreadableFile) -> [UInt8]
    /// `--bless`: captures that runs are compared with are to be written, and not looked at.
    public var isBlessing: Bool

    /// Options with which a file means what it says; by default no host has anything, and no other file is opened.
    public init(
        parameters: [(name: String, value: String)] = [], only: [(key: String, value: String)] = [],
        clock: Scenario.Clock? = nil, seed: UInt64? = nil,
        has: @escaping @Sendable (HostFeature) -> Bool = { _ in false },
        readFile: @escaping @Sendable (String) throws(UnreadableFile) -> [UInt8] = { (_) throws(UnreadableFile) in
            throw UnreadableFile(reason: "no other file is opened here", isMissing: false)
        },
        isBlessing: Bool = false
    ) {
        self.parameters = parameters
        self.only = only
        self.clock = clock
        self.seed = seed
        self.has = has
        self.readFile = readFile
        self.isBlessing = isBlessing
    }
}
