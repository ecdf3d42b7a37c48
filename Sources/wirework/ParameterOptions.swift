import ArgumentParser
import ScenarioFile

/// What scenario files are read with.
struct ParameterOptions: ParsableArguments {
    @Option(help: "The kind of time, whatever the files say.")
    var clock: Scenario.Clock?

    @Option(help: "What every random stream derives from, whatever the files say.", transform: Seed.parse)
    var seed: UInt64?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "Put VALUE in for the parameter NAME; a key of the matrix then has this value alone.",
            valueName: "name=value"),
        transform: Assignment.init(argument:))
    var assignments: [Assignment] = []

    @Option(
        name: .customLong("only"),
        help: ArgumentHelp(
            "Take the runs of the matrix whose KEY has this VALUE; several of one key are alternatives.",
            valueName: "key=value"),
        transform: Assignment.init(argument:))
    var only: [Assignment] = []

    /// Reads a file and says what is wrong with it.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - console: Where it is said.
    ///   - isBlessing: Whether captures that runs are compared with are to be written.
    /// - Throws: ``InvalidFile`` after the reasons have gone to standard error.
    func load(
        _ path: String, _ console: Console, isBlessing: Bool = false
    ) throws(InvalidFile) -> LoadedScenarios {
        let bytes: [UInt8]
        do {
            bytes = try FileContents.read(path)
        } catch {
            console.complain(error.description)
            throw InvalidFile(reasons: [error.description])
        }
        let options = LoadOptions(
            parameters: assignments.map { ($0.name, $0.value) }, only: only.map { ($0.name, $0.value) }, clock: clock,
            seed: seed, has: { HostFacts.shared.has($0) },
            readFile: FileContents.readBeside, isBlessing: isBlessing)
        switch ScenarioLoader.runs(bytes: bytes, file: path, options: options) {
        case .success(let file):
            return file
        case .failure(let invalid):
            console.diagnose(invalid.description)
            throw InvalidFile(reasons: invalid.diagnostics.map(\.description))
        }
    }
}

/// A file that is no scenario.
struct InvalidFile: Error {
    let reasons: [String]
}

/// `NAME=VALUE`; the value may hold further equals signs, or nothing.
struct Assignment: Sendable {
    let name: String
    let value: String

    @Sendable
    init(argument: String) throws {
        guard let equals = argument.firstIndex(of: "="), equals != argument.startIndex else {
            throw ValidationError("expected NAME=VALUE, found `\(argument)`")
        }
        name = String(argument[..<equals])
        value = String(argument[argument.index(after: equals)...])
    }
}
