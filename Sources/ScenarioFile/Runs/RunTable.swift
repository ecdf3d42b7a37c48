/// What one key is in one run.
struct RunValue: Sendable {
    let key: Located<String>
    let text: String
    /// Where the value stands.
    let span: SourceSpan
}

/// The runs of a file by their keys: `matrix` without `exclude`, and with `include`.
struct RunTable {
    /// A combination: a value for each key, in the order of the keys.
    typealias Row = [Located<String>]

    /// The names that say something about the run by themselves.
    static let headKeys: Set<String> = ["seed", "clock"]
    /// More runs than these are a mistake, or a night's work that wants several files.
    static let mostRuns = 10_000

    /// The keys, in file order; none for a file with one run.
    var keys: [Located<String>] = []
    /// The combinations, in the order in which they run.
    var rows: [Row] = [[]]
    /// `same-seed`: all runs draw the same random streams.
    var sharesSeed = false
    /// Names that a mistake has left without a value.
    var broken: Set<String> = []
    /// Whether a mistake has left even the names unknown.
    var hasUnknownKeys = false
    /// Parameters that the description of the runs uses.
    var usedParameters: Set<String> = []

    func index(of key: String) -> Int? { keys.firstIndex { $0.value == key } }

    /// The values of a key over all rows, each once, in the order in which they are met.
    func values(of key: Int) -> [String] {
        var seen: Set<String> = []
        return rows.map { $0[key].value }.filter { seen.insert($0).inserted }
    }

    /// `size=64,udp=on`.
    func label(_ row: Row) -> String {
        zip(keys, row).map { "\($0.value)=\($1.value)" }.joined(separator: ",")
    }

    /// Gives a key the same value in every run; runs that are alike then are one.
    mutating func fix(_ key: Int, to value: String) {
        var seen: Set<[String]> = []
        rows = rows.map { row in
            var row = row
            row[key].value = value
            return row
        }.filter { seen.insert($0.map(\.value)).inserted }
    }
}

/// A run as the file describes it.
struct RunPlan {
    /// What its keys are.
    let values: [RunValue]
    /// What tells it from other runs of the file, `size=64,udp=on`; empty in a file with one run.
    let label: String
    let sharesSeed: Bool
    let broken: Set<String>
    let hasUnknownKeys: Bool
    let usedParameters: Set<String>
    let options: LoadOptions
    /// What the frames of the file may take, which its runs share.
    let frameBudget: FrameBudget
    /// The files beside the scenario, which are read once for all runs.
    let folder: ScenarioFolder

    /// The run of a row of a table.
    init(
        _ table: RunTable, _ row: RunTable.Row, _ options: LoadOptions, _ frameBudget: FrameBudget,
        _ folder: ScenarioFolder
    ) {
        values = zip(table.keys, row).map { RunValue(key: $0, text: $1.value, span: $1.span) }
        label = table.label(row)
        sharesSeed = table.sharesSeed
        broken = table.broken
        hasUnknownKeys = table.hasUnknownKeys
        usedParameters = table.usedParameters
        self.options = options
        self.frameBudget = frameBudget
        self.folder = folder
    }

    /// The id of the run of a scenario with this name.
    func id(_ name: String) -> String { label.isEmpty ? name : "\(name)[\(label)]" }
}
