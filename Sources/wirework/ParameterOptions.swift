import ArgumentParser
import ScenarioFile

/// What scenario files are read with.
struct ParameterOptions: ParsableArguments {
    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("Put VALUE in for the parameter NAME.", valueName: "name=value"),
        transform: Assignment.init(argument:))
    var assignments: [Assignment] = []

    /// Reads a file and says what is wrong with it.
    ///
    /// - Returns: The scenario, or nil after the reasons have gone to standard error.
    func load(_ path: String, _ console: Console) -> Scenario? {
        let bytes: [UInt8]
        do {
            bytes = try FileContents.read(path)
        } catch {
            console.complain(error.description)
            return nil
        }
        switch ScenarioLoader.load(bytes: bytes, file: path, parameters: assignments.map { ($0.name, $0.value) }) {
        case .success(let scenario):
            return scenario
        case .failure(let invalid):
            console.diagnose(invalid.description)
            return nil
        }
    }
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
