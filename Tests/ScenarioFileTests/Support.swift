import NetdevOptions
@testable import ScenarioFile
import Testing
import WireFormats

/// A file with what is said about it, word for word.
struct Golden: Sendable, CustomTestStringConvertible {
    let name: String
    let yaml: String
    let rendered: String

    init(_ name: String, _ yaml: String, _ rendered: String) {
        self.name = name
        self.yaml = yaml
        self.rendered = rendered
    }

    var testDescription: String { name }

    func check(_ location: SourceLocation = #_sourceLocation) {
        switch ScenarioLoader.runs(text: yaml + "\n", file: "lab.yaml") {
        case .success(let file):
            #expect(file.warnings.map(\.description).joined(separator: "\n") == rendered, sourceLocation: location)
        case .failure(let invalid):
            #expect(invalid.description == rendered, sourceLocation: location)
        }
    }
}

/// The scenario of a text that must be valid.
func scenario(
    _ yaml: String, set parameters: [(String, String)] = [], _ location: SourceLocation = #_sourceLocation
) throws -> Scenario {
    switch ScenarioLoader.load(
        text: yaml, file: "lab.yaml", options: LoadOptions(parameters: parameters.map { ($0.0, $0.1) }))
    {
    case .success(let scenario): return scenario
    case .failure(let invalid):
        Issue.record("\(invalid)", sourceLocation: location)
        throw invalid
    }
}

/// All runs of a text that must be valid.
func runs(
    _ yaml: String, _ options: LoadOptions = LoadOptions(), _ location: SourceLocation = #_sourceLocation
) throws -> LoadedScenarios {
    switch ScenarioLoader.runs(text: yaml, file: "lab.yaml", options: options) {
    case .success(let file): return file
    case .failure(let invalid):
        Issue.record("\(invalid)", sourceLocation: location)
        throw invalid
    }
}

/// What is said about a text that must not be valid.
func refusal(
    _ yaml: String, _ options: LoadOptions = LoadOptions(), _ location: SourceLocation = #_sourceLocation
) -> String {
    guard case .failure(let invalid) = ScenarioLoader.runs(text: yaml, file: "lab.yaml", options: options) else {
        Issue.record("loaded", sourceLocation: location)
        return ""
    }
    return invalid.description
}

/// A valid file around a topology of two hosts, with more lines at its end.
func twoHosts(_ rest: String) -> String {
    "version: 1\ntopology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }\n" + rest + "\n"
}

/// A host with one NIC.
func plainHost(_ mac: String, _ address: String, mtu: Int = 1500) -> Scenario.Node.Kind {
    .host(
        .init(
            nics: [.init(mac: MACAddress(mac) ?? .zero, mtu: mtu)],
            interfaces: [.init(nic: 0, vlan: nil, addresses: [IPPrefix(address)].compactMap(\.self))], routes: []))
}

/// The netdev types, as messages name them.
enum TypeNames {
    private static let names = NetdevTable.types.map(\.name)

    /// `a, b, c`.
    static let joined = names.joined(separator: ", ")
    /// `a, b and c`.
    static let listed = names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
}
